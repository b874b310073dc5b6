// The fields of a webhook, new or changed, and the body that they make.
import { useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { textOf } from '../../app/sending.ts';
import { Field } from '../../parts/field.tsx';

/** Every event type that a webhook may ask for, apart by spaces; the build of the console writes it here. */
declare const WEBHOOK_EVENTS: string;

const ANY = '*';

interface Known {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
}

/** `ReleaseTargetSubmitted` becomes `Release target submitted`. */
const wordsOfEvent = (type: string): string =>
  type.replaceAll(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).replaceAll(/ [A-Z]/g, (part) => part.toLowerCase());

function Events({ chosen }: { readonly chosen: readonly string[] }) {
  const [isAny, setIsAny] = useState(chosen.includes(ANY));
  return (
    <fieldset className="field">
      <legend>Events</legend>
      <label className="inline">
        <input
          type="checkbox"
          name="events"
          value={ANY}
          checked={isAny}
          onChange={({ target }) => setIsAny(target.checked)}
        />
        Every event
      </label>
      {!isAny && (
        <div className="choices">
          {WEBHOOK_EVENTS.split(' ')
            .filter((type) => type !== ANY)
            .map((type) => (
              <label key={type} className="inline">
                <input type="checkbox" name="events" value={type} defaultChecked={chosen.includes(type)} />
                {wordsOfEvent(type)}
              </label>
            ))}
        </div>
      )}
    </fieldset>
  );
}

interface FieldsProps {
  readonly error: Refusal | null;
  readonly known?: Known;
}

export const WebhookFields = ({ error, known }: FieldsProps) => (
  <>
    <Field label="URL" path="url" error={error} hint="Windlass posts each event there, signed as in Standard Webhooks">
      {(input) => <input {...input} name="url" type="url" required maxLength={2048} defaultValue={known?.url} />}
    </Field>
    <Field label="Description (optional)" path="description" error={error}>
      {(input) => (
        <input {...input} name="description" maxLength={500} defaultValue={known?.description ?? undefined} />
      )}
    </Field>
    <Events chosen={known?.events ?? [ANY]} />
  </>
);

export const webhookBody = (form: FormData) => ({
  url: textOf(form, 'url') ?? '',
  description: textOf(form, 'description') ?? '',
  events: form.getAll('events').map(String),
});
