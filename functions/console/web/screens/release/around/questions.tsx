// The questions about a release that people decide.
import { Link } from 'react-router';
import { useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Status } from '../../../parts/status.tsx';
import { Time } from '../../../parts/time.tsx';

export function Questions({ releaseId }: { readonly releaseId: string }) {
  const { slug } = useTenant();
  const list = useList('GET /approvals', { query: { subjectId: releaseId } });
  if (list.items.length === 0 && !list.isPending) return null;
  return (
    <Section title="Approvals">
      <Listed what="approvals" list={list} empty={null}>
        {(items) => (
          <ul className="rows">
            {items.map(({ id, question, status, requestedAt }) => (
              <li key={id}>
                <Link to={`/${slug}/approvals/${id}`}>{question}</Link>
                <span>
                  <Status status={status} /> asked <Time at={requestedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
