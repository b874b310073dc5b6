// The fields of a repository in a form, and the body that they make.
import { PROVIDERS } from '../../../../../entities/catalog/words.model.ts';
import type { Refusal } from '../../app/connection.ts';
import type { Item } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { Field } from '../../parts/field.tsx';

interface RepositoryFieldsProps {
  /** Undefined for a new one. */
  readonly repository?: Item<'GET /repositories'>;
  readonly error: Refusal | null;
}

export const RepositoryFields = ({ repository, error }: RepositoryFieldsProps) => (
  <>
    <Field label="Name" path="name" error={error} hint="As people know it, for example acme/checkout.">
      {(input) => <input {...input} name="name" required maxLength={200} defaultValue={repository?.name} />}
    </Field>
    <Field label="Address" path="url" error={error}>
      {(input) => <input {...input} name="url" type="url" required defaultValue={repository?.url} />}
    </Field>
    <Field label="Default branch" path="defaultBranch" error={error}>
      {(input) => <input {...input} name="defaultBranch" required defaultValue={repository?.defaultBranch ?? 'main'} />}
    </Field>
    {!repository && (
      <>
        <Field label="Provider" path="provider" error={error}>
          {(input) => (
            <select {...input} name="provider">
              {PROVIDERS.map((provider) => (
                <option key={provider}>{provider}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Id at the provider" path="externalId" error={error} hint="A renamed repository keeps it.">
          {(input) => <input {...input} name="externalId" required maxLength={200} />}
        </Field>
      </>
    )}
  </>
);

export const changeOf = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  url: textOf(form, 'url') ?? '',
  defaultBranch: textOf(form, 'defaultBranch') ?? '',
});

export const creationOf = (form: FormData) => ({
  ...changeOf(form),
  provider: textOf(form, 'provider') as (typeof PROVIDERS)[number],
  externalId: textOf(form, 'externalId') ?? '',
});
