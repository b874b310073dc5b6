// The fields of an environment in a form, and the body that they make.
import { TIERS } from '../../../../../entities/environments/words.model.ts';
import type { Input, Output } from '../../../../client.ts';
import type { Refusal } from '../../app/connection.ts';
import { textOf } from '../../app/sending.ts';
import { Field } from '../../parts/field.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { nameIn, useTeams } from '../catalog/choice.tsx';
import { objectIn, textOfObject } from './written.ts';

export type Environment = Output<'GET /environments/{environment}'>;
type Body = Input<'POST /environments'>['body'];

interface FieldsProps {
  readonly error: Refusal | null;
  /** Undefined for a new one. */
  readonly environment?: Environment | undefined;
}

function Rules({ error, environment }: FieldsProps) {
  return (
    <>
      <Field
        label="Place in the order of promotion (optional)"
        path="order"
        error={error}
        hint="Lowest first. Promotions do not reach an environment without a place."
      >
        {(input) => (
          <input
            {...input}
            name="order"
            type="number"
            min={0}
            max={9999}
            defaultValue={environment?.order ?? undefined}
          />
        )}
      </Field>
      <Field
        label="Approvals of a promotion"
        path="requiredApprovals"
        error={error}
        hint="An admin alone makes these rules easier later."
      >
        {(input) => (
          <input
            {...input}
            name="requiredApprovals"
            type="number"
            min={0}
            max={10}
            required
            defaultValue={environment?.requiredApprovals ?? 0}
          />
        )}
      </Field>
      <Groups environment={environment} />
      <label className="inline">
        <input type="checkbox" name="requireSod" defaultChecked={environment?.requireSod} /> People who requested or
        wrote a change do not approve it
      </label>
      <Field
        label="Soak in minutes"
        path="soakMinutes"
        error={error}
        hint="A deployment counts as verified after it has run so long."
      >
        {(input) => (
          <input
            {...input}
            name="soakMinutes"
            type="number"
            min={0}
            max={44640}
            required
            defaultValue={environment?.soakMinutes ?? 0}
          />
        )}
      </Field>
      <label className="inline">
        <input type="checkbox" name="autoPromote" defaultChecked={environment?.autoPromote} /> Takes every release that
        is verified in the environment before it
      </label>
    </>
  );
}

const GROUP = 'group ';

/** How many members of each team must be among the people who approve. */
function Groups({ environment }: Pick<FieldsProps, 'environment'>) {
  const teams = useTeams();
  const known = environment?.approvalGroups ?? [];
  // In the order that it has, so that a form that nobody touched changes nothing.
  const all = [
    ...known.map(({ teamId }) => ({ id: teamId, name: nameIn(teams, teamId) })),
    ...teams.filter(({ id }) => !known.some(({ teamId }) => teamId === id)),
  ];
  if (all.length === 0) return null;
  return (
    <fieldset className="field">
      <legend>Of these, members of teams (optional)</legend>
      <div className="choices">
        {all.map(({ id, name }) => (
          <label key={id} className="inline">
            <input
              name={`${GROUP}${id}`}
              type="number"
              min={0}
              max={10}
              defaultValue={known.find(({ teamId }) => teamId === id)?.approvalsNeeded}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const groupsIn = (form: FormData) =>
  [...form.entries()]
    .filter(([name, value]) => name.startsWith(GROUP) && Number(value) > 0)
    .map(([name, value]) => ({ teamId: name.slice(GROUP.length), approvalsNeeded: Number(value) }));

export const EnvironmentFields = ({ error, environment }: FieldsProps) => (
  <>
    <Field label="Name" path="name" error={error} hint="Short and unique, for example prod.">
      {(input) => <input {...input} name="name" required maxLength={100} defaultValue={environment?.name} />}
    </Field>
    <Field label="Name for people (optional)" path="displayName" error={error} hint="For example Production.">
      {(input) => <input {...input} name="displayName" maxLength={100} defaultValue={environment?.displayName} />}
    </Field>
    <Field label="Tier" path="tier" error={error}>
      {(input) => (
        <select {...input} name="tier" defaultValue={environment?.tier ?? 'DEVELOPMENT'}>
          {TIERS.map((tier) => (
            <option key={tier} value={tier}>
              {wordsOf(tier)}
            </option>
          ))}
        </select>
      )}
    </Field>
    <Rules error={error} environment={environment} />
    <Field label="Description (optional)" path="description" error={error}>
      {(input) => (
        <textarea
          {...input}
          name="description"
          rows={2}
          maxLength={2000}
          defaultValue={environment?.description ?? ''}
        />
      )}
    </Field>
    <Field
      label="Settings as JSON (optional)"
      path="config"
      error={error}
      hint="Everybody in the tenant reads them: no secrets."
    >
      {(input) => (
        <textarea
          {...input}
          name="config"
          rows={4}
          spellCheck={false}
          defaultValue={textOfObject(environment?.config)}
        />
      )}
    </Field>
  </>
);

const numberIn = (form: FormData, name: string): number => Number(textOf(form, name) ?? 0);

const bodyOf = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  order: textOf(form, 'order') === undefined ? null : numberIn(form, 'order'),
  tier: textOf(form, 'tier') as (typeof TIERS)[number],
  requiredApprovals: numberIn(form, 'requiredApprovals'),
  approvalGroups: groupsIn(form),
  requireSod: form.has('requireSod'),
  soakMinutes: numberIn(form, 'soakMinutes'),
  autoPromote: form.has('autoPromote'),
  config: objectIn(form, 'config', '{"region": "eu-central-1"}'),
});

export const newEnvironment = (form: FormData): Body => ({
  ...bodyOf(form),
  displayName: textOf(form, 'displayName'),
  description: textOf(form, 'description'),
});

/** Without a name for people, it is the name. */
export const changedEnvironment = (form: FormData) => ({
  ...bodyOf(form),
  displayName: textOf(form, 'displayName') ?? textOf(form, 'name') ?? '',
  description: textOf(form, 'description') ?? null,
});
