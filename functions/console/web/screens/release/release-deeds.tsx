// The deeds that a person may do with the release as a whole.
import { useNavigate } from 'react-router';
import { useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOf, actionOfMe, Deed, DeedLink } from '../../parts/deed.tsx';
import { Field, ReasonField } from '../../parts/field.tsx';
import { EditRelease } from './edit-release.tsx';
import type { OfRelease } from './seen.ts';

/** As long as the reason of a pause or a cancellation may be. */
const REASON_LENGTH = 1000;

export function ReleaseDeeds({ release }: OfRelease) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const me = useMe();
  const { actions, releaseKey } = release;
  const params = { release: release.id };
  return (
    <div className="buttons">
      <Deed
        label="Kick off"
        action={actionOf(actions, 'kickOffRelease')}
        question={
          <>
            Kick off {releaseKey}? Its branch {release.branchRelease} is cut and its builds are requested.
          </>
        }
        tone="main"
        run={(_, seen) => change('POST /releases/{release}/kickoff', { params, seen })}
      />
      <EditRelease release={release} />
      {release.isPaused ? (
        <>
          <Deed
            label="Retry"
            action={actionOf(actions, 'retryRelease')}
            question={<>Try the failed step of {releaseKey} again?</>}
            tone="main"
            run={(_, seen) => change('POST /releases/{release}/retry', { params, seen })}
          />
          <Deed
            label="Resume"
            action={actionOf(actions, 'resumeRelease')}
            question={<>Resume {releaseKey}? It goes on where it stands.</>}
            tone="main"
            run={(_, seen) => change('POST /releases/{release}/resume', { params, seen })}
          />
        </>
      ) : (
        <Deed
          label="Pause"
          action={actionOf(actions, 'pauseRelease')}
          question={<>Pause {releaseKey}? It does nothing new until somebody resumes it.</>}
          fields={(error) => <ReasonField error={error} maxLength={REASON_LENGTH} />}
          run={(form, seen) =>
            change('POST /releases/{release}/pause', { params, seen, body: { reason: textOf(form, 'reason') } })
          }
        />
      )}
      <Deed
        label="Cancel the release"
        action={actionOf(actions, 'cancelRelease')}
        question={<>Cancel {releaseKey}? It cannot be taken up again.</>}
        fields={(error) => (
          <>
            <Field label="Versions in stores" path="stores" error={error}>
              {(input) => (
                <select {...input} name="stores">
                  <option value="WITHDRAW">Withdraw submissions and stop rollouts</option>
                  <option value="KEEP">Leave everything in the stores as it is</option>
                </select>
              )}
            </Field>
            <ReasonField error={error} maxLength={REASON_LENGTH} />
          </>
        )}
        tone="danger"
        run={(form, seen) => {
          const stores = textOf(form, 'stores') as 'WITHDRAW' | 'KEEP';
          return change('POST /releases/{release}/cancel', {
            params,
            seen,
            body: { stores, reason: textOf(form, 'reason') },
          });
        }}
      />
      <Deed
        label="Archive"
        action={actionOf(actions, 'archiveRelease')}
        question={<>Archive {releaseKey}? It leaves the list of releases.</>}
        run={(_, seen) => change('POST /releases/{release}/archive', { params, seen })}
      />
      <Deed
        label="Delete"
        action={actionOf(actions, 'deleteRelease')}
        question={<>Delete {releaseKey} with everything that belongs to it?</>}
        tone="danger"
        run={async (_, seen) => {
          await change('DELETE /releases/{release}', { params, seen });
          await navigate(`/${slug}/releases`);
        }}
      />
      <DeedLink
        label="Next release like this"
        action={actionOfMe(me, 'createRelease')}
        to={`/${slug}/releases/new?from=${encodeURIComponent(releaseKey)}`}
      />
    </div>
  );
}
