// The fields of a target in a form, and the body that they make. Its credentials are written and never shown.
import { TARGET_TYPES } from '../../../../../../entities/environments/words.model.ts';
import type { Refusal } from '../../../app/connection.ts';
import { type Item, useList } from '../../../app/data.ts';
import { textOf } from '../../../app/sending.ts';
import { Field } from '../../../parts/field.tsx';
import { wordsOf } from '../../../parts/status.tsx';
import { Choice } from '../../catalog/choice.tsx';
import { LabelsField } from '../label-fields.tsx';
import { objectIn, pairsIn, textOfObject } from '../written.ts';

export type Target = Item<'GET /targets'>;

interface FieldsProps {
  readonly error: Refusal | null;
  /** Undefined for a new one. */
  readonly target?: Target | undefined;
}

const FIRST = { limit: 100 } as const;

function Place({ error, target }: FieldsProps) {
  const { items } = useList('GET /components', { query: FIRST });
  return (
    <>
      <Field label="Name" path="name" error={error} hint="Unique in its environment, for example web-1.">
        {(input) => <input {...input} name="name" required maxLength={100} defaultValue={target?.name} />}
      </Field>
      <Field label="Type" path="type" error={error}>
        {(input) => (
          <select {...input} name="type" defaultValue={target?.type ?? 'DOCKER_HOST'}>
            {TARGET_TYPES.map((type) => (
              <option key={type} value={type}>
                {wordsOf(type)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Component" path="componentId" error={error} hint="It runs there.">
        {(input) => (
          <Choice
            {...input}
            name="componentId"
            required
            all={items.map(({ id, name, displayName }) => ({ id, name: displayName ?? name }))}
            chosen={target?.componentId}
            none="Choose one"
          />
        )}
      </Field>
      <Field
        label="Capability (optional)"
        path="capability"
        error={error}
        hint="The word for what an agent must be able to do there. Without one it follows from the type."
      >
        {(input) => <input {...input} name="capability" maxLength={32} defaultValue={target?.capability} />}
      </Field>
    </>
  );
}

function Credentials({ error, target }: FieldsProps) {
  const has = target?.hasCredentials === true;
  return (
    <>
      <Field
        label={has ? 'New credentials (optional)' : 'Credentials (optional)'}
        path="credentials"
        error={error}
        hint={`One on a line, such as token=secret. They are stored sealed and not shown again.${has ? ' New ones replace all.' : ''}`}
      >
        {(input) => (
          <textarea {...input} className="secret" name="credentials" rows={2} spellCheck={false} autoComplete="off" />
        )}
      </Field>
      {has && (
        <label className="choice">
          <input type="checkbox" name="dropsCredentials" /> Delete the stored credentials
        </label>
      )}
    </>
  );
}

export const TargetFields = ({ error, target }: FieldsProps) => (
  <>
    <Place error={error} target={target} />
    <Field
      label="Connection as JSON (optional)"
      path="connection"
      error={error}
      hint="How an agent reaches it. Everybody in the tenant reads it: no secrets."
    >
      {(input) => (
        <textarea
          {...input}
          name="connection"
          rows={3}
          spellCheck={false}
          defaultValue={textOfObject(target?.connection)}
        />
      )}
    </Field>
    <Credentials error={error} target={target} />
    <LabelsField error={error} labels={target?.labels} />
  </>
);

const bodyOf = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  type: textOf(form, 'type') as (typeof TARGET_TYPES)[number],
  componentId: textOf(form, 'componentId') ?? '',
  connection: objectIn(form, 'connection', '{"host": "10.0.0.7"}'),
  labels: pairsIn(form, 'labels'),
});

const credentialsIn = (form: FormData) =>
  textOf(form, 'credentials') === undefined ? undefined : pairsIn(form, 'credentials');

export const newTarget = (form: FormData, environmentId: string) => ({
  ...bodyOf(form),
  environmentId,
  capability: textOf(form, 'capability'),
  credentials: credentialsIn(form),
});

/** Credentials that the person leaves alone stay as they are. */
export function changedTarget(form: FormData, { capability }: Target) {
  const credentials = form.has('dropsCredentials') ? null : credentialsIn(form);
  return {
    ...bodyOf(form),
    capability: textOf(form, 'capability') ?? capability,
    ...(credentials !== undefined && { credentials }),
  };
}
