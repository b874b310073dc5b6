// The deeds with a deployment that Windlass drives: cancel and resume it; and the rollback of any that is live.
import { useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Field, ReasonField } from '../../parts/field.tsx';
import type { Deployment } from './seen.ts';

interface OfDeployment {
  readonly deployment: Deployment;
}

const ANSWERS = [
  ['RETRY', 'Retry', 'Try what failed once more?', 'main'],
  ['CONTINUE', 'Continue', 'Go on without what failed?', undefined],
  ['ROLLBACK', 'Take it back', 'Give every target back what it had before?', 'danger'],
] as const;

export function DrivingDeeds({ deployment }: OfDeployment) {
  const change = useChange();
  const { actions, id, service, version, execution } = deployment;
  const params = { deployment: id };
  return (
    <>
      {execution?.isPaused &&
        ANSWERS.map(([action, label, question, tone]) => (
          <Deed
            key={action}
            label={label}
            action={actionOf(actions, 'resumeDeployment')}
            question={
              <>
                {service} {version}: {question}
              </>
            }
            {...(tone && { tone })}
            run={(_, seen) => change('POST /deployments/{deployment}/resume', { params, body: { action }, seen })}
          />
        ))}
      <Deed
        label="Cancel the deployment"
        action={actionOf(actions, 'cancelDeployment')}
        question={
          <>
            Cancel the deployment of {service} {version}? Nothing more begins; what is under way ends first.
          </>
        }
        fields={(error) => <ReasonField error={error} />}
        tone="danger"
        run={(form, seen) =>
          change('POST /deployments/{deployment}/cancel', { params, body: { reason: textOf(form, 'reason') }, seen })
        }
      />
    </>
  );
}

const RECENT = { status: 'SUCCEEDED', limit: 20 } as const;

/** The releases that ran there before, newest first, each once. */
function useEarlier({ id, environmentId, service, releaseId }: Deployment) {
  const { items } = useList('GET /deployments', { query: { ...RECENT, environmentId, service } });
  const earlier = items.filter((one) => one.id !== id && one.releaseId !== null && one.releaseId !== releaseId);
  return [...new Map(earlier.map((one) => [one.releaseId, one.version])).entries()];
}

function Earlier({ deployment, input }: OfDeployment & { readonly input: { readonly id: string } }) {
  const earlier = useEarlier(deployment);
  return (
    <select {...input} name="targetReleaseId">
      <option value="">The last one that was not taken back</option>
      {earlier.map(([releaseId, version]) => (
        <option key={releaseId} value={releaseId ?? ''}>
          {version}
        </option>
      ))}
    </select>
  );
}

export function RollBack({ deployment }: OfDeployment) {
  const change = useChange();
  const { actions, id, service, version } = deployment;
  return (
    <Deed
      label="Roll back"
      action={actionOf(actions, 'rollbackDeployment')}
      question={
        <>
          Roll {service} {version} back? Another deployment brings the release from before.
        </>
      }
      fields={(error) => (
        <>
          <ReasonField error={error} askedFor="It is kept with the evidence." />
          <Field label="Release to go back to" path="targetReleaseId" error={error}>
            {(input) => <Earlier deployment={deployment} input={input} />}
          </Field>
        </>
      )}
      tone="danger"
      run={(form, seen) =>
        change('POST /deployments/{deployment}/rollback', {
          params: { deployment: id },
          body: { reason: textOf(form, 'reason') ?? '', targetReleaseId: textOf(form, 'targetReleaseId') },
          seen,
        })
      }
    />
  );
}
