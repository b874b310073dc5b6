// The questions that this person may decide, each with its answers.
import { Link } from 'react-router';
import type { Item, List } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Time } from '../../parts/time.tsx';
import { AnswerDeeds } from '../approvals/answer-deeds.tsx';
import { Need } from './need.tsx';

type Question = Item<'GET /approvals'>;

export function Decisions({ list }: { readonly list: List<Question> }) {
  const { slug } = useTenant();
  return (
    <Need title="Questions to decide" list={list} aside={<Link to={`/${slug}/approvals`}>All approvals</Link>}>
      {(approval) => (
        <>
          <span>
            <Link to={`/${slug}/approvals/${approval.id}`}>{approval.question}</Link>{' '}
            <span className="small">
              {approval.subject.key} · asked <Time at={approval.requestedAt} />
            </span>
          </span>
          <span className="buttons">
            <AnswerDeeds approval={approval} />
          </span>
        </>
      )}
    </Need>
  );
}
