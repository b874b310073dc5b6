// The end of a question that others decided while this person was about to answer it.
import { Time } from '../../parts/time.tsx';
import type { Approval } from './seen.ts';

const WORDS = { APPROVED: 'approved', REJECTED: 'rejected' } as const;

export function Outcome({ approval: { status, decisions } }: { readonly approval: Approval }) {
  const last = decisions.filter(({ action }) => action === status).at(-1);
  return (
    <>
      <p>
        <strong>The question is already closed.</strong>{' '}
        {last ? (
          <>
            {last.name} {WORDS[last.action]} it <Time at={last.decidedAt} />
            {last.comment === undefined ? '.' : ' with this comment:'}
          </>
        ) : (
          'Windlass cancelled it, as the release went on without it.'
        )}
      </p>
      {last?.comment !== undefined && <p className="prose">{last.comment}</p>}
      <p>Your answer was not sent. Your comment is still here, so that you can copy it.</p>
    </>
  );
}
