// The fields of a service in a form, and the body that they make.
import { VERSION_SCHEMES } from '../../../../../../entities/catalog/words.model.ts';
import type { Refusal } from '../../../app/connection.ts';
import type { Item } from '../../../app/data.ts';
import { textOf } from '../../../app/sending.ts';
import { Field } from '../../../parts/field.tsx';
import { Choice, useMembers, useRepositories, useTeams } from '../choice.tsx';

interface ServiceFieldsProps {
  /** Undefined for a new one. */
  readonly service?: Item<'GET /services'>;
  readonly error: Refusal | null;
}

export function ServiceFields({ service, error }: ServiceFieldsProps) {
  const [members, teams, repositories] = [useMembers(), useTeams(), useRepositories()];
  const named = service?.repositories ?? [];
  const missing = named.filter((id) => !repositories.some((one) => one.id === id)).map((id) => ({ id, name: id }));
  return (
    <>
      {!service && (
        <Field
          label="Slug"
          path="slug"
          error={error}
          hint="Releases are named by it, for example payments-api. It stays."
        >
          {(input) => <input {...input} name="slug" required maxLength={64} />}
        </Field>
      )}
      <Field label="Name" path="name" error={error} hint={service ? undefined : 'Without one, the slug.'}>
        {(input) => (
          <input {...input} name="name" required={service !== undefined} maxLength={100} defaultValue={service?.name} />
        )}
      </Field>
      <Field label="Description" path="description" error={error}>
        {(input) => (
          <textarea {...input} name="description" rows={3} maxLength={2000} defaultValue={service?.description ?? ''} />
        )}
      </Field>
      <Field label="Owner" path="ownerId" error={error}>
        {(input) => <Choice {...input} name="ownerId" all={members} chosen={service?.ownerId} none="Nobody" />}
      </Field>
      <Field label="Team" path="teamId" error={error}>
        {(input) => <Choice {...input} name="teamId" all={teams} chosen={service?.teamId} none="None" />}
      </Field>
      <Field label="Slack channel" path="slackChannel" error={error} hint="For example #payments.">
        {(input) => <input {...input} name="slackChannel" defaultValue={service?.slackChannel ?? ''} />}
      </Field>
      <Field label="Order of versions" path="versionScheme" error={error}>
        {(input) => (
          <select {...input} name="versionScheme" defaultValue={service?.versionScheme}>
            {VERSION_SCHEMES.map((scheme) => (
              <option key={scheme}>{scheme}</option>
            ))}
          </select>
        )}
      </Field>
      {(repositories.length > 0 || missing.length > 0) && (
        <fieldset className="boxes">
          <legend>Repositories</legend>
          {[...repositories, ...missing].map(({ id, name }) => (
            <label key={id} className="inline">
              <input type="checkbox" name="repositories" value={id} defaultChecked={named.includes(id)} /> {name}
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

type Scheme = (typeof VERSION_SCHEMES)[number];

const fieldsOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  description: textOf(form, 'description'),
  ownerId: textOf(form, 'ownerId'),
  teamId: textOf(form, 'teamId'),
  slackChannel: textOf(form, 'slackChannel'),
  versionScheme: textOf(form, 'versionScheme') as Scheme | undefined,
  repositories: form.getAll('repositories').map(String),
});

export const creationOf = (form: FormData) => ({ ...fieldsOf(form), slug: textOf(form, 'slug') ?? '' });

/** An emptied field is deleted. */
export function changeOf(form: FormData) {
  const { description = null, ownerId = null, teamId = null, slackChannel = null, ...kept } = fieldsOf(form);
  return { ...kept, description, ownerId, teamId, slackChannel };
}
