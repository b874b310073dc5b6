// The signed evidence of a promotion or deployment, in the screen of it.
import { Link } from 'react-router';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Rows } from '../../parts/tabular/rows.tsx';
import { Time } from '../../parts/time.tsx';
import { TYPE_WORDS } from './words.ts';

export function EvidenceOf({ subjectId }: { readonly subjectId: string }) {
  const { slug } = useTenant();
  const list = useList('GET /evidence', { query: { subjectId } });
  return (
    <Section title="Evidence">
      <Listed what="packets" list={list} empty={<Empty title="No evidence is recorded yet." />}>
        {(items) => (
          <Rows items={items}>
            {({ id, type, createdAt }) => (
              <>
                <Link to={`/${slug}/evidence/${id}`}>{TYPE_WORDS[type]}</Link>
                <Time at={createdAt} />
              </>
            )}
          </Rows>
        )}
      </Listed>
    </Section>
  );
}
