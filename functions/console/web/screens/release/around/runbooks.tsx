// The runbooks of the release's service.
import { Link } from 'react-router';
import { useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';

export function Runbooks({ releaseId }: { readonly releaseId: string }) {
  const { slug } = useTenant();
  const list = useList('GET /releases/{release}/runbooks', { params: { release: releaseId } });
  if (list.items.length === 0 && !list.isPending) return null;
  return (
    <Section title="Runbooks">
      <Listed what="runbooks" list={list} empty={null}>
        {(items) => (
          <ul className="rows">
            {items.map(({ id, title }) => (
              <li key={id}>
                <Link to={`/${slug}/runbooks/${id}`}>{title}</Link>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
