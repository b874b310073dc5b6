// The deeds that a person may do with a deployment. Those of a reported one stand in for a report that got lost.
import { REPORTED_STATUSES, STAGE_NAMES, STAGE_STATUSES } from '../../../../../entities/deployments/words.model.ts';
import { useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Field, ReasonField } from '../../parts/field.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { DrivingDeeds, RollBack } from './driving-deeds.tsx';
import type { Deployment } from './seen.ts';

const optionsOf = (values: readonly string[]) =>
  values.map((one) => (
    <option key={one} value={one}>
      {wordsOf(one.toUpperCase())}
    </option>
  ));

interface OfDeployment {
  readonly deployment: Deployment;
}

function Report({ deployment: { id, actions, service, version } }: OfDeployment) {
  const change = useChange();
  const action = actionOf(actions, 'reportDeploymentStatus');
  return (
    <Deed
      label="Report its status"
      action={action}
      question={
        <>
          What became of {service} {version}? A report that is older than the last one changes nothing.
        </>
      }
      fields={(error) => (
        <>
          <Field label="Status" path="status" error={error}>
            {(input) => (
              <select {...input} name="status" defaultValue="SUCCEEDED">
                {optionsOf(REPORTED_STATUSES)}
              </select>
            )}
          </Field>
          <ReasonField error={error} />
        </>
      )}
      run={(form) =>
        change('POST /deployments/{deployment}/status', {
          params: { deployment: id },
          body: {
            status: textOf(form, 'status') as (typeof REPORTED_STATUSES)[number],
            reason: textOf(form, 'reason'),
          },
        })
      }
    />
  );
}

function ChangeStage({ deployment: { id, actions, service, version } }: OfDeployment) {
  const change = useChange();
  return (
    <Deed
      label="Change a stage"
      action={actionOf(actions, 'updateDeploymentStage')}
      question={
        <>
          Which stage of {service} {version}, and what became of it?
        </>
      }
      fields={(error) => (
        <>
          <Field label="Stage" path="stage" error={error}>
            {(input) => (
              <select {...input} name="stage">
                {optionsOf(STAGE_NAMES)}
              </select>
            )}
          </Field>
          <Field label="Status" path="status" error={error}>
            {(input) => (
              <select {...input} name="status" defaultValue="SUCCEEDED">
                {optionsOf(STAGE_STATUSES)}
              </select>
            )}
          </Field>
          <Field label="Output (optional)" path="output" error={error} hint="The last lines are kept.">
            {(input) => <textarea {...input} name="output" rows={4} spellCheck={false} />}
          </Field>
        </>
      )}
      run={(form, seen) =>
        change('PATCH /deployments/{deployment}/stages/{stage}', {
          params: { deployment: id, stage: textOf(form, 'stage') ?? '' },
          body: {
            status: textOf(form, 'status') as (typeof STAGE_STATUSES)[number],
            output: textOf(form, 'output'),
          },
          seen,
        })
      }
    />
  );
}

export const DeploymentDeeds = ({ deployment }: OfDeployment) => (
  <div className="buttons">
    {deployment.origin === 'REPORTED' ? (
      <>
        <Report deployment={deployment} />
        <ChangeStage deployment={deployment} />
      </>
    ) : (
      <DrivingDeeds deployment={deployment} />
    )}
    <RollBack deployment={deployment} />
  </div>
);
