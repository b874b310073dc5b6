// The fields of a train, new or changed: its schedule, and the template of the releases that it creates.
import { VERSION_BUMPS } from '../../../../../entities/catalog/words.model.ts';
import type { Refusal } from '../../app/connection.ts';
import { useList, useRead } from '../../app/data.ts';
import { Field } from '../../parts/field.tsx';
import { Loading } from '../../parts/loading.tsx';
import { COMMON_RULES } from '../../parts/schedule/rule-words.ts';
import { RuleField, ZoneField } from '../../parts/schedule/schedule-fields.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { Choice } from '../catalog/choice.tsx';
import type { Train } from './train-body.ts';

interface FieldsProps {
  readonly error: Refusal | null;
  readonly train?: Train | undefined;
}

function Schedule({ error, train }: FieldsProps) {
  const tenant = useRead('GET /tenant', {});
  const zone = train?.timeZone ?? tenant.data?.body.timeZone;
  if (zone === undefined) return <Loading what="the time zone" />;
  return (
    <>
      <RuleField
        label="Schedule"
        error={error}
        rule={train?.rrule ?? COMMON_RULES[0]}
        hint="A rule of iCalendar, such as FREQ=WEEKLY;INTERVAL=2;BYDAY=TU for every second Tuesday"
        isRequired
      />
      <ZoneField error={error} zone={zone} />
      <Field
        label="First departure (optional)"
        path="dtstart"
        error={error}
        hint="In that zone; it gives the time of day of all departures. Without it the train begins now"
      >
        {(input) => (
          <input {...input} name="dtstart" type="datetime-local" defaultValue={train?.dtstart.slice(0, 16)} />
        )}
      </Field>
    </>
  );
}

interface IntegrationsProps {
  readonly kind: string;
  readonly name: string;
  readonly label: string;
  readonly train: Train | undefined;
}

const useOfKind = (kind: string) =>
  useList('GET /integrations/{kind}', { params: { kind }, query: { active: 'true', limit: 100 } }).items;

function OneOf({ kind, name, label, error, train }: IntegrationsProps & FieldsProps) {
  const items = useOfKind(kind);
  const isRequired = kind === 'scm';
  return (
    <Field label={isRequired ? label : `${label} (optional)`} path={`template.${name}`} error={error}>
      {(input) => (
        <Choice
          {...input}
          name={name}
          required={isRequired}
          all={items}
          chosen={train?.template[name] as string | undefined}
          none={isRequired ? 'Choose one' : 'None'}
        />
      )}
    </Field>
  );
}

function SomeOf({ kind, name, label, train }: IntegrationsProps) {
  const known = (train?.template[name] ?? []) as readonly string[];
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <div className="choices">
        {useOfKind(kind).map((one) => (
          <label key={one.id} className="inline">
            <input type="checkbox" name={name} value={one.id} defaultChecked={known.includes(one.id)} />
            {one.name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Template({ error, train }: FieldsProps) {
  const { baseBranch, description, autoKickoff } = train?.template ?? {};
  return (
    <>
      <h3>Its releases</h3>
      <OneOf kind="scm" name="scmIntegrationId" label="Repository" error={error} train={train} />
      <Field label="Base branch (optional)" path="template.baseBranch" error={error}>
        {(input) => <input {...input} name="baseBranch" defaultValue={baseBranch as string} />}
      </Field>
      <SomeOf kind="targets" name="targets" label="Targets" train={train} />
      <SomeOf kind="pipelines" name="pipelines" label="Pipelines" train={train} />
      <OneOf kind="communications" name="communicationIntegrationId" label="Chat or mail" error={error} train={train} />
      <OneOf kind="tickets" name="ticketIntegrationId" label="Tickets" error={error} train={train} />
      <Field label="Description (optional)" path="template.description" error={error}>
        {(input) => <textarea {...input} name="description" rows={2} defaultValue={description as string} />}
      </Field>
      <label className="inline">
        <input type="checkbox" name="autoKickoff" defaultChecked={autoKickoff === true} /> Kick off automatically at the
        departure
      </label>
    </>
  );
}

function ServiceField({ error }: FieldsProps) {
  const { items } = useList('GET /services', { query: { limit: 100 } });
  return (
    <Field label="Service" path="service" error={error}>
      {(input) => (
        <select {...input} name="service" required>
          {items.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export const TrainFields = ({ error, train }: FieldsProps) => (
  <>
    <Field label="Name" path="name" error={error}>
      {(input) => <input {...input} name="name" required maxLength={100} defaultValue={train?.name} />}
    </Field>
    {!train && <ServiceField error={error} />}
    <Schedule error={error} train={train} />
    <Field label="Next version" path="versionBump" error={error}>
      {(input) => (
        <select {...input} name="versionBump" defaultValue={train?.versionBump ?? 'MINOR'}>
          {VERSION_BUMPS.map((bump) => (
            <option key={bump} value={bump}>
              {wordsOf(bump)}
            </option>
          ))}
        </select>
      )}
    </Field>
    <Field
      label="Notice in hours (optional)"
      path="noticeHours"
      error={error}
      hint="Told in the chat before a departure"
    >
      {(input) => (
        <input {...input} name="noticeHours" type="number" min={1} max={336} defaultValue={train?.noticeHours} />
      )}
    </Field>
    <Field label="Due after days (optional)" path="dueAfterDays" error={error} hint="The target date of each release">
      {(input) => (
        <input {...input} name="dueAfterDays" type="number" min={0} max={365} defaultValue={train?.dueAfterDays} />
      )}
    </Field>
    <label className="inline">
      <input type="checkbox" name="skipUnchanged" defaultChecked={train?.skipUnchanged === true} /> Create no release if
      nothing changed
    </label>
    <Template error={error} train={train} />
  </>
);
