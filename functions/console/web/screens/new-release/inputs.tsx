// The inputs of the form: texts, lists of which one or several entries are chosen, and switches. Each shows its violations.
import { type ReactNode, useId } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { Field } from '../../parts/field.tsx';

interface Option {
  readonly id: string;
  readonly name: string;
}

interface InputProps {
  readonly label: string;
  /** In the body and in the form. */
  readonly name: string;
  readonly error: Refusal | null;
  readonly hint?: ReactNode;
}

interface TextProps extends InputProps {
  readonly type?: 'text' | 'date' | 'datetime-local';
  readonly start?: string | undefined;
}

export const Text = ({ label, name, error, hint, type = 'text', start }: TextProps) => (
  <Field label={label} path={name} error={error} hint={hint}>
    {(input) => <input {...input} name={name} type={type} defaultValue={start} autoComplete="off" />}
  </Field>
);

interface OneOfProps extends InputProps {
  readonly options: readonly Option[];
  /** Shown for no choice. */
  readonly none?: string;
  readonly start?: string | undefined;
  readonly onChoice?: (id: string) => void;
}

export const OneOf = ({ label, name, error, hint, options, none, start, onChoice }: OneOfProps) => (
  <Field label={label} path={name} error={error} hint={hint}>
    {(input) => (
      <select {...input} name={name} defaultValue={start} onChange={({ target }) => onChoice?.(target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    )}
  </Field>
);

interface SomeOfProps extends InputProps {
  readonly options: readonly Option[];
  readonly isChosen: (id: string) => boolean;
  readonly choose: (id: string, isOn: boolean) => void;
}

/** The API names an entry by its place: `targets[0]`. */
export function SomeOf({ label, name, error, hint, options, isChosen, choose }: SomeOfProps) {
  const noteId = useId();
  const problems = error?.problem.fields?.filter(({ path }) => path === name || path.startsWith(`${name}[`)) ?? [];
  return (
    <fieldset className="field" aria-describedby={noteId}>
      <legend>{label}</legend>
      {options.map(({ id, name: shown }) => (
        <label key={id} className="choice">
          <input
            type="checkbox"
            name={name}
            value={id}
            checked={isChosen(id)}
            aria-invalid={problems.length > 0}
            onChange={({ target }) => choose(id, target.checked)}
          />
          {shown}
        </label>
      ))}
      <p id={noteId} className="small">
        {problems.length > 0 ? <span className="bad">{problems.map(({ message }) => message).join('; ')}</span> : hint}
      </p>
    </fieldset>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly name: string;
  readonly start?: boolean | undefined;
}

export const Switch = ({ label, name, start }: SwitchProps) => (
  <label className="choice">
    <input type="checkbox" name={name} defaultChecked={start} />
    {label}
  </label>
);
