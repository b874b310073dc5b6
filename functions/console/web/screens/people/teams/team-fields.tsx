// The fields of a team, for one to make and for its edit.
import type { Output } from '../../../../../client.ts';
import { textOf } from '../../../app/sending.ts';
import { Field } from '../../../parts/field.tsx';

type Team = Output<'GET /teams/{team}'>;

export const TeamFields = ({ team }: { readonly team?: Team }) => (
  <>
    <Field label="Name" path="name">
      {(input) => <input {...input} name="name" defaultValue={team?.name} maxLength={60} required />}
    </Field>
    <Field label="Short name" path="slug" hint="Lower-case letters, digits and hyphens, as in addresses.">
      {(input) => <input {...input} name="slug" defaultValue={team?.slug} maxLength={60} required />}
    </Field>
    <Field label="Description (optional)" path="description">
      {(input) => <textarea {...input} name="description" defaultValue={team?.description ?? ''} rows={2} />}
    </Field>
    <Field label="Slack channel (optional)" path="slackChannel" hint="Its id, or its name after #.">
      {(input) => <input {...input} name="slackChannel" defaultValue={team?.slackChannel ?? ''} />}
    </Field>
  </>
);

/** null for an optional field that is empty. */
export const teamIn = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  slug: textOf(form, 'slug') ?? '',
  description: textOf(form, 'description') ?? null,
  slackChannel: textOf(form, 'slackChannel') ?? null,
});
