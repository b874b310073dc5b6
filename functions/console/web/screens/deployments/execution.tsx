// The course of a deployment that Windlass drives: its phase, what it waits for, and the rollout that it follows.
import { Link } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import { Section } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import { RolloutFacts } from '../promotions/rollout.tsx';
import type { Deployment } from './seen.ts';

type Course = NonNullable<Deployment['execution']>;

const PHASES: Readonly<Record<NonNullable<Course['phase']>, string>> = {
  DEPLOY: 'puts the version on targets',
  SMOKE_TEST: 'watches the targets at the end',
  ROLLBACK: 'gives every target back what it had',
};

export function Execution({ deployment: { execution, finishedAt } }: { readonly deployment: Deployment }) {
  const { slug } = useTenant();
  if (!execution) return null;
  const { promotionId, phase, step, slot, isPaused, pausedUntil, failure, cancelRequestedAt, rollout } = execution;
  return (
    <>
      {isPaused && (
        <p className="notice warning" role="status">
          <Status status="PAUSED" /> It waits for a person who resumes it
          {pausedUntil !== null && (
            <>
              ; without one it is taken back <Time at={pausedUntil} />
            </>
          )}
          .
        </p>
      )}
      {failure !== null && <p className="notice problem">{failure}</p>}
      {cancelRequestedAt !== null && finishedAt === null && (
        <p className="notice warning">
          Cancelled <Time at={cancelRequestedAt} />: nothing more begins; what is under way ends first.
        </p>
      )}
      <Section
        title="Rollout"
        aside={promotionId !== null && <Link to={`/${slug}/promotions/${promotionId}`}>Its promotion</Link>}
      >
        {phase !== null && finishedAt === null && (
          <p>
            It {PHASES[phase]}
            {phase === 'DEPLOY' && step !== null && `: step ${step}`}.
          </p>
        )}
        {slot !== null && <p>Slot {slot}.</p>}
        <RolloutFacts rollout={rollout} />
      </Section>
    </>
  );
}
