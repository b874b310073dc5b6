// The fields of a freeze window in a form, and the body that they make.
import { useId } from 'react';
import { FREEZE_EFFECTS } from '../../../../../../entities/environments/words.model.ts';
import type { Input, Output } from '../../../../../client.ts';
import type { Refusal } from '../../../app/connection.ts';
import { useList, useRead } from '../../../app/data.ts';
import { textOf } from '../../../app/sending.ts';
import { Field } from '../../../parts/field.tsx';
import { Loading } from '../../../parts/loading.tsx';
import { RuleField, ZoneField } from '../../../parts/schedule/schedule-fields.tsx';
import { COMMON_LENGTHS, EFFECTS, wordsOfDuration } from './window-words.ts';

export type FreezeWindow = Output<'GET /freeze-windows/{freezeWindow}'>;
type Body = Input<'POST /freeze-windows'>['body'];

interface FieldsProps {
  readonly error: Refusal | null;
  /** Undefined for a new one. */
  readonly window?: FreezeWindow | undefined;
}

interface SomeOfProps {
  readonly label: string;
  readonly name: 'environments' | 'services';
  readonly all: readonly { readonly value: string; readonly label: string }[];
  readonly known: readonly string[];
  readonly error: Refusal | null;
}

/** Those that the window names and that no longer are on the list stay, unless the person takes them off. */
function SomeOf({ label, name, all, known, error }: SomeOfProps) {
  const missing = known.filter((value) => !all.some((one) => one.value === value));
  const problems = error?.problem.fields?.filter(({ path }) => path.startsWith(name)) ?? [];
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <p className="small">
        {problems.length > 0 ? (
          <span className="bad">{problems.map(({ message }) => message).join('; ')}</span>
        ) : (
          'None chosen: it applies to all.'
        )}
      </p>
      <div className="choices">
        {[...all, ...missing.map((value) => ({ value, label: value }))].map((one) => (
          <label key={one.value} className="inline">
            <input type="checkbox" name={name} value={one.value} defaultChecked={known.includes(one.value)} />
            {one.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function When({ error, window }: FieldsProps) {
  const lengths = useId();
  const tenant = useRead('GET /tenant', {});
  const zone = window?.timeZone ?? tenant.data?.body.timeZone;
  if (zone === undefined) return <Loading what="the time zone" />;
  return (
    <>
      <Field label="First opens" path="dtstart" error={error} hint="In the time zone below.">
        {(input) => (
          <input {...input} name="dtstart" type="datetime-local" required defaultValue={window?.dtstart.slice(0, 16)} />
        )}
      </Field>
      <Field
        label="Stays open for"
        path="duration"
        error={error}
        hint="PT8H is 8 hours, P2D 2 days, P1W a week. Days are those of the calendar."
      >
        {(input) => (
          <input {...input} name="duration" list={lengths} required defaultValue={window?.duration ?? 'P1D'} />
        )}
      </Field>
      <datalist id={lengths}>
        {COMMON_LENGTHS.map((one) => (
          <option key={one} value={one}>
            {wordsOfDuration(one)}
          </option>
        ))}
      </datalist>
      <RuleField
        label="Repeats (optional)"
        error={error}
        rule={window?.rrule ?? undefined}
        hint="A rule of iCalendar, such as FREQ=WEEKLY;BYDAY=FR for each Friday. Without one it opens once."
      />
      <ZoneField error={error} zone={zone} />
    </>
  );
}

function AppliesTo({ error, window }: FieldsProps) {
  const environments = useList('GET /environments', { query: { limit: 100 } });
  const services = useList('GET /services', { query: { limit: 100 } });
  return (
    <>
      <SomeOf
        label="Environments"
        name="environments"
        all={environments.items.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        known={window?.environments ?? []}
        error={error}
      />
      <SomeOf
        label="Services"
        name="services"
        all={services.items.map(({ slug, name }) => ({ value: slug, label: name }))}
        known={window?.services ?? []}
        error={error}
      />
    </>
  );
}

export const WindowFields = ({ error, window }: FieldsProps) => (
  <>
    <Field label="Name" path="name" error={error} hint="For example Christmas freeze.">
      {(input) => <input {...input} name="name" required maxLength={100} defaultValue={window?.name} />}
    </Field>
    <Field
      label="Effect"
      path="effect"
      error={error}
      hint="Where windows that allow apply, deployments begin only while one of them is open."
    >
      {(input) => (
        <select {...input} name="effect" defaultValue={window?.effect ?? 'DENY'}>
          {FREEZE_EFFECTS.map((effect) => (
            <option key={effect} value={effect}>
              {EFFECTS[effect]}
            </option>
          ))}
        </select>
      )}
    </Field>
    <When error={error} window={window} />
    <AppliesTo error={error} window={window} />
    <label className="inline">
      <input type="checkbox" name="allowRollback" defaultChecked={window?.allowRollback} /> Rollbacks may begin all the
      same
    </label>
    <Field label="Description (optional)" path="description" error={error}>
      {(input) => (
        <textarea {...input} name="description" rows={2} maxLength={2000} defaultValue={window?.description ?? ''} />
      )}
    </Field>
  </>
);

const bodyOf = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  effect: textOf(form, 'effect') as (typeof FREEZE_EFFECTS)[number],
  timeZone: textOf(form, 'timeZone') ?? '',
  duration: textOf(form, 'duration') ?? '',
  environments: form.getAll('environments').map(String),
  services: form.getAll('services').map(String),
  allowRollback: form.has('allowRollback'),
});

export const newWindow = (form: FormData): Body => ({
  ...bodyOf(form),
  dtstart: textOf(form, 'dtstart') ?? '',
  rrule: textOf(form, 'rrule'),
  description: textOf(form, 'description'),
});

/** A time that the person left alone keeps its seconds. */
export function changedWindow(form: FormData, { dtstart }: FreezeWindow) {
  const given = textOf(form, 'dtstart') ?? '';
  return {
    ...bodyOf(form),
    dtstart: dtstart.startsWith(given) ? dtstart : given,
    rrule: textOf(form, 'rrule') ?? null,
    description: textOf(form, 'description') ?? null,
  };
}
