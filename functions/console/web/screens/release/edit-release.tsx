// The dates and words of a release, which people change while it goes on. Dates are in the time zone of the tenant.
import { useChange } from '../../app/data.ts';
import { changedOf, textOf } from '../../app/sending.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Choice, useMembers } from '../catalog/choice.tsx';
import type { OfRelease, Release } from './seen.ts';

/** As the inputs show them: wall time without seconds, and null for nothing. */
const startOf = (release: Release) => ({
  plannedDate: (release.plannedLocal ?? release.plannedDate)?.slice(0, 16) ?? null,
  autoKickoff: release.autoKickoff,
  targetReleaseDate: (release.targetLocal ?? release.targetReleaseDate)?.slice(0, 10) ?? null,
  releasePilotId: release.releasePilotId ?? null,
  description: release.description ?? null,
});

/** The start is the person's to choose until the kickoff. */
const writtenIn = (form: FormData, isStarted: boolean) => ({
  ...(!isStarted && { plannedDate: textOf(form, 'plannedDate') ?? null, autoKickoff: form.has('autoKickoff') }),
  targetReleaseDate: textOf(form, 'targetReleaseDate') ?? null,
  releasePilotId: textOf(form, 'releasePilotId') ?? null,
  description: textOf(form, 'description') ?? null,
});

export function EditRelease({ release }: OfRelease) {
  const change = useChange();
  const members = useMembers();
  const start = startOf(release);
  const isStarted = release.status !== 'KICKOFF_PENDING';
  return (
    <Deed
      label="Edit"
      action={actionOf(release.actions, 'updateRelease')}
      question={<>Dates and words of {release.releaseKey}.</>}
      fields={(error) => (
        <>
          {!isStarted && (
            <>
              <Field label="Planned start (optional)" path="plannedDate" error={error}>
                {(input) => (
                  <input
                    {...input}
                    name="plannedDate"
                    type="datetime-local"
                    defaultValue={start.plannedDate ?? undefined}
                  />
                )}
              </Field>
              <label className="choice">
                <input type="checkbox" name="autoKickoff" defaultChecked={start.autoKickoff} /> Kick off automatically
                at the planned start
              </label>
            </>
          )}
          <Field
            label="Due (optional)"
            path="targetReleaseDate"
            error={error}
            hint="The release is late after this day."
          >
            {(input) => (
              <input
                {...input}
                name="targetReleaseDate"
                type="date"
                defaultValue={start.targetReleaseDate ?? undefined}
              />
            )}
          </Field>
          <Field label="Release pilot (optional)" path="releasePilotId" error={error}>
            {(input) => (
              <Choice {...input} name="releasePilotId" all={members} chosen={start.releasePilotId} none="None" />
            )}
          </Field>
          <Field label="Description (optional)" path="description" error={error}>
            {(input) => (
              <textarea
                {...input}
                name="description"
                rows={4}
                maxLength={4000}
                defaultValue={start.description ?? undefined}
              />
            )}
          </Field>
        </>
      )}
      run={(form, seen) =>
        change('PATCH /releases/{release}', {
          params: { release: release.id },
          body: changedOf(writtenIn(form, isStarted), start),
          seen,
        })
      }
    />
  );
}
