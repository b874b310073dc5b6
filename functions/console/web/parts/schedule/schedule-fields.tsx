// Fields of what repeats: the rule and the time zone in which it is meant.
import { type ReactNode, useId } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { Field } from '../field.tsx';
import { COMMON_RULES, wordsOfRule } from './rule-words.ts';

interface RuleFieldProps {
  readonly label: string;
  readonly error: Refusal | null;
  readonly rule: string | undefined;
  readonly hint: ReactNode;
  readonly isRequired?: boolean;
}

export function RuleField({ label, error, rule, hint, isRequired = false }: RuleFieldProps) {
  const rules = useId();
  return (
    <>
      <Field label={label} path="rrule" error={error} hint={hint}>
        {(input) => (
          <input {...input} name="rrule" list={rules} required={isRequired} defaultValue={rule} maxLength={2000} />
        )}
      </Field>
      <datalist id={rules}>
        {COMMON_RULES.map((one) => (
          <option key={one} value={one}>
            {wordsOfRule(one)}
          </option>
        ))}
      </datalist>
    </>
  );
}

interface ZoneFieldProps {
  readonly error: Refusal | null;
  readonly zone: string;
  readonly hint?: ReactNode;
}

export function ZoneField({ error, zone, hint }: ZoneFieldProps) {
  const zones = useId();
  return (
    <>
      <Field label="Time zone" path="timeZone" error={error} hint={hint}>
        {(input) => <input {...input} name="timeZone" list={zones} required defaultValue={zone} />}
      </Field>
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
