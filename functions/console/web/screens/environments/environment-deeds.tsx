// The deeds that a person may do with an environment.
import { useNavigate } from 'react-router';
import { useChange } from '../../app/data.ts';
import { changedOf, textOf } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { changedEnvironment, type Environment, EnvironmentFields } from './environment-fields.tsx';
import { StopReason } from './stop-of-all.tsx';

export function EnvironmentDeeds({ environment }: { readonly environment: Environment }) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const { actions, displayName, isStopped, id } = environment;
  const params = { environment: id };
  return (
    <div className="buttons">
      {isStopped ? (
        <Deed
          label="Lift the stop"
          action={actionOf(actions, 'liftEnvironmentStop')}
          question={<>Lift the emergency stop of {displayName}? Deployments may begin there again.</>}
          tone="main"
          run={(_, seen) => change('POST /environments/{environment}/lift-stop', { params, seen })}
        />
      ) : (
        <Deed
          label="Stop the environment"
          action={actionOf(actions, 'stopEnvironment')}
          question={<>Stop {displayName} in an emergency? Nothing begins there until a lead lifts the stop.</>}
          fields={(error) => <StopReason error={error} />}
          tone="danger"
          run={(form, seen) =>
            change('POST /environments/{environment}/stop', {
              params,
              body: { reason: textOf(form, 'reason') ?? '' },
              seen,
            })
          }
        />
      )}
      <Deed
        label="Edit"
        action={actionOf(actions, 'updateEnvironment')}
        question={<>Change {displayName}?</>}
        fields={(error) => <EnvironmentFields error={error} environment={environment} />}
        run={(form, seen) =>
          change('PATCH /environments/{environment}', {
            params,
            body: changedOf(changedEnvironment(form), environment),
            seen,
          })
        }
      />
      <Deed
        label="Delete"
        action={actionOf(actions, 'deleteEnvironment')}
        question={<>Delete the environment {displayName}?</>}
        tone="danger"
        run={async (_, seen) => {
          await change('DELETE /environments/{environment}', { params, seen });
          void navigate(`/${slug}/environments`);
        }}
      />
    </div>
  );
}
