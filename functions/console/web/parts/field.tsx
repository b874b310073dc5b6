// A labelled input. A violation that the API names by this field's path is shown at it.
import { type ReactNode, useId } from 'react';
import type { Refusal } from '../app/connection.ts';

interface FieldProps {
  readonly label: string;
  /** As in the body of the request: `targets[0].integrationId`. */
  readonly path: string;
  readonly error?: Refusal | null;
  readonly hint?: ReactNode;
  readonly children: (input: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}

export function Field({ label, path, error, hint, children }: FieldProps) {
  const id = useId();
  const problems = error?.problem.fields?.filter((field) => field.path === path) ?? [];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-note`, 'aria-invalid': problems.length > 0 })}
      <p id={`${id}-note`} className="small">
        {problems.length > 0 ? <span className="bad">{problems.map(({ message }) => message).join('; ')}</span> : hint}
      </p>
    </div>
  );
}

interface ReasonFieldProps {
  readonly error?: Refusal | null;
  /** Where the reason goes; without it a person need not give one. */
  readonly askedFor?: string;
  readonly maxLength?: number;
}

export const ReasonField = ({ error, askedFor, maxLength = 500 }: ReasonFieldProps) => (
  <Field label={askedFor ? 'Reason' : 'Reason (optional)'} path="reason" error={error ?? null} hint={askedFor}>
    {(input) => <textarea {...input} name="reason" required={askedFor !== undefined} maxLength={maxLength} rows={2} />}
  </Field>
);
