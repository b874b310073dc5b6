// The deeds that a person may do with a version in a store, and with its rollout. Every question names version, store and percent.
import { useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { wordsOf } from '../../parts/status.tsx';
import type { Release, Target } from './seen.ts';

interface DeedsProps {
  readonly target: Target;
  readonly release: Release;
  /** Of the store, for people. */
  readonly name: string;
}

const REPORTS = ['SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED', 'WITHDRAWN', 'REPLACED', 'FAILED'] as const;

export function StoreDeeds({ target, release, name }: DeedsProps) {
  const change = useChange();
  const { actions, inTheWay } = target;
  const params = { release: release.id, integration: target.targetIntegrationId };
  return (
    <>
      <Deed
        label="Submit"
        action={actionOf(actions, 'submitTarget')}
        question={
          <>
            Submit {release.releaseKey} to {name}?
            {inTheWay && ` It withdraws ${inTheWay.releaseKey ?? inTheWay.version} first, which is in the way.`}
          </>
        }
        tone="main"
        run={() =>
          change('POST /releases/{release}/targets/{integration}/submit', {
            params,
            ...(inTheWay && { body: { inTheWay: 'WITHDRAW' } }),
          })
        }
      />
      <Deed
        label="Release to users"
        action={actionOf(actions, 'releaseTarget')}
        question={
          <>
            Release {release.releaseKey} in {name} to its users?
          </>
        }
        tone="main"
        run={() => change('POST /releases/{release}/targets/{integration}/release', { params })}
      />
      <Deed
        label="Ask the store"
        action={actionOf(actions, 'refreshTarget')}
        question={
          <>
            Ask {name} for the state of {release.version} now?
          </>
        }
        run={() => change('POST /releases/{release}/targets/{integration}/refresh', { params })}
      />
      <Deed
        label="Report its state"
        action={actionOf(actions, 'reportTarget')}
        question={
          <>
            Say which state {release.releaseKey} has in {name}, because the store did not?
          </>
        }
        fields={
          <Field label="State" path="status">
            {(input) => (
              <select {...input} name="status">
                {REPORTS.map((status) => (
                  <option key={status} value={status}>
                    {wordsOf(status)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        }
        run={(form) =>
          change('POST /releases/{release}/targets/{integration}/status', {
            params,
            body: { status: textOf(form, 'status') as (typeof REPORTS)[number] },
          })
        }
      />
      <Deed
        label="Withdraw"
        action={actionOf(actions, 'withdrawTarget')}
        question={
          <>
            Withdraw {release.releaseKey} from {name}?
          </>
        }
        tone="danger"
        run={() => change('POST /releases/{release}/targets/{integration}/withdraw', { params })}
      />
    </>
  );
}

/** Before the submission: the share of the users with which the rollout begins. */
function PlannedRollout({ target, release, name }: DeedsProps) {
  const change = useChange();
  const action = actionOf(target.actions, 'rollOutTarget');
  const { initialPercentage = 100 } = target;
  if (!action?.allowed) return null;
  return (
    <Deed
      label="Begin with fewer users"
      action={action}
      question={
        <>
          With how many percent of the users of {name} does the rollout of {release.releaseKey} begin?
        </>
      }
      fields={(error) => (
        <Field label="Percent of the users" path="percentage" error={error} hint="100 for all at once.">
          {(input) => (
            <input
              {...input}
              name="percentage"
              type="number"
              min={0}
              max={100}
              step="any"
              required
              defaultValue={initialPercentage === 100 ? 10 : initialPercentage}
            />
          )}
        </Field>
      )}
      run={(form) =>
        change('POST /releases/{release}/targets/{integration}/rollout', {
          params: { release: release.id, integration: target.targetIntegrationId },
          body: { percentage: Number(textOf(form, 'percentage')) },
        })
      }
    />
  );
}

export function RolloutDeeds(props: DeedsProps) {
  const { target, release, name } = props;
  const change = useChange();
  const { actions, rolloutState, rolloutPercentage = 0 } = target;
  const params = { release: release.id, integration: target.targetIntegrationId };
  if (rolloutState === undefined) return <PlannedRollout {...props} />;
  const users = `${release.releaseKey} in ${name}, now at ${rolloutPercentage} % of its users`;
  return (
    <>
      <Deed
        label="Roll out further"
        action={actionOf(actions, 'rollOutTarget')}
        question={<>Roll out {users}, to more of them?</>}
        fields={
          <Field label="Percent of the users" path="percentage">
            {(input) => (
              <input
                {...input}
                name="percentage"
                type="number"
                min={rolloutPercentage}
                max={100}
                step="any"
                required
                defaultValue={Math.min(100, Math.max(1, rolloutPercentage * 2))}
              />
            )}
          </Field>
        }
        tone="main"
        run={(form) =>
          change('POST /releases/{release}/targets/{integration}/rollout', {
            params,
            body: { percentage: Number(textOf(form, 'percentage')) },
          })
        }
      />
      <Deed
        label="Complete"
        action={actionOf(actions, 'completeRollout')}
        question={<>Give {users}, to all of them?</>}
        run={() => change('POST /releases/{release}/targets/{integration}/rollout/complete', { params })}
      />
      <Deed
        label="Pause the rollout"
        action={actionOf(actions, 'pauseRollout')}
        question={<>Pause the rollout of {users}?</>}
        run={() => change('POST /releases/{release}/targets/{integration}/rollout/pause', { params })}
      />
      <Deed
        label="Resume the rollout"
        action={actionOf(actions, 'resumeRollout')}
        question={<>Resume the rollout of {users}?</>}
        run={() => change('POST /releases/{release}/targets/{integration}/rollout/resume', { params })}
      />
      <Deed
        label="Halt"
        action={actionOf(actions, 'haltRollout')}
        question={<>Halt the rollout of {users}? No further user gets it.</>}
        tone="danger"
        run={() => change('POST /releases/{release}/targets/{integration}/rollout/halt', { params })}
      />
    </>
  );
}
