// The fields of an agent in a form, and the body that they make.
import type { Refusal } from '../../app/connection.ts';
import { type Item, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { Field } from '../../parts/field.tsx';
import { LabelsField } from '../environments/label-fields.tsx';
import { useEnvironments } from '../environments/named/environment-names.tsx';
import { pairsIn } from '../environments/written.ts';

type Agent = Item<'GET /agents'>;

interface FieldsProps {
  readonly error: Refusal | null;
  /** Undefined for a new one. */
  readonly agent?: Agent | undefined;
}

const FIRST = { limit: 50 } as const;
const NONE: readonly string[] = [];

/** The first environments in the order of promotion, and those that it has. */
function Places({ agent }: Pick<FieldsProps, 'agent'>) {
  const chosen = agent?.environmentIds ?? NONE;
  const { items } = useList('GET /environments', { query: FIRST });
  const own = useEnvironments(chosen);
  const listed = items
    .filter(({ id }) => !chosen.includes(id))
    .map(({ id, displayName }) => [id, displayName] as const);
  const all = [...chosen.map((id) => [id, own?.get(id)?.displayName ?? id] as const), ...listed];
  return (
    <fieldset className="field">
      <legend>Environments where it works</legend>
      <p className="small">None means all.</p>
      <div className="choices">
        {all.map(([id, name]) => (
          <label key={id} className="inline">
            <input type="checkbox" name="environmentIds" value={id} defaultChecked={chosen.includes(id)} />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export const AgentFields = ({ error, agent }: FieldsProps) => (
  <>
    <Field label="Name" path="name" error={error} hint="For example eu-1.">
      {(input) => <input {...input} name="name" required maxLength={100} defaultValue={agent?.name} />}
    </Field>
    <Places agent={agent} />
    <LabelsField error={error} labels={agent?.labels} />
  </>
);

export const newAgent = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  environmentIds: form.getAll('environmentIds').map(String),
  labels: pairsIn(form, 'labels'),
});
