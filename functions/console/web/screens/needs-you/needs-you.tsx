// Everything that waits for a person: questions to decide, paused releases with their error.
import { Link } from 'react-router';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';

function Approvals() {
  const { slug } = useTenant();
  const list = useList('GET /approvals', { query: { status: 'PENDING' } });
  return (
    <Section title="Questions to decide">
      <Listed what="questions" list={list} empty={<Empty title="No question waits for an answer." />}>
        {(items) => (
          <ul className="rows">
            {items.map(({ id, question, subject, requestedAt }) => (
              <li key={id}>
                <Link to={`/${slug}/approvals/${id}`}>{question}</Link>
                <span className="small">
                  {subject.key} · asked <Time at={requestedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

export const NeedsYou = () => (
  <Page title="Needs you">
    <Approvals />
  </Page>
);
