// The deeds that a person may do with a promotion that waits: cancel it, ask for an override of the freeze, and grant one.
import { useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Field, ReasonField } from '../../parts/field.tsx';
import type { Promotion } from './seen.ts';

interface OfPromotion {
  readonly promotion: Promotion;
}

const HOURS = [1, 4, 12, 24, 72] as const;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Counted from this minute, so that a request that is repeated stays the same. */
const expiryOf = (form: FormData): string =>
  new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + Number(textOf(form, 'hours')) * HOUR_MS).toISOString();

function AskOverride({ promotion }: OfPromotion) {
  const change = useChange();
  const { actions, id, releaseKey, environmentName } = promotion;
  return (
    <Deed
      label="Ask for an override"
      action={actionOf(actions, 'requestOverride')}
      question={
        <>
          Ask another person to let {releaseKey} into {environmentName} although the calendar is frozen? You may then
          not approve it.
        </>
      }
      fields={(error) => (
        <>
          <ReasonField error={error} askedFor="It is kept with the decision." />
          <Field label="Ticket (optional)" path="ticket" error={error} hint="For example the key of an incident.">
            {(input) => <input {...input} name="ticket" maxLength={200} />}
          </Field>
          <Field label="Ends" path="expiresAt" error={error}>
            {(input) => (
              <select {...input} name="hours" defaultValue={4}>
                {HOURS.map((hours) => (
                  <option key={hours} value={hours}>
                    {hours === 1 ? 'in one hour' : `in ${hours} hours`}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
      run={(form, seen) =>
        change('POST /promotions/{promotion}/override', {
          params: { promotion: id },
          body: { reason: textOf(form, 'reason') ?? '', ticket: textOf(form, 'ticket'), expiresAt: expiryOf(form) },
          seen,
        })
      }
    />
  );
}

export function PromotionDeeds({ promotion }: OfPromotion) {
  const change = useChange();
  const { actions, id, releaseKey, environmentName, override } = promotion;
  const params = { promotion: id };
  return (
    <div className="buttons">
      {override && override.grantedBy === null && (
        <Deed
          label="Grant the override"
          action={actionOf(actions, 'grantOverride')}
          question={
            <>
              Let {releaseKey} into {environmentName} although the calendar is frozen? {override.requestedByName} asks
              for it: {override.reason}
            </>
          }
          tone="main"
          run={(_, seen) => change('POST /promotions/{promotion}/override/grant', { params, seen })}
        />
      )}
      <AskOverride promotion={promotion} />
      <Deed
        label="Cancel the promotion"
        action={actionOf(actions, 'cancelPromotion')}
        question={
          <>
            Cancel the promotion of {releaseKey} to {environmentName}?
          </>
        }
        fields={(error) => <ReasonField error={error} />}
        tone="danger"
        run={(form, seen) =>
          change('POST /promotions/{promotion}/cancel', { params, body: { reason: textOf(form, 'reason') }, seen })
        }
      />
    </div>
  );
}
