// A filter that a person types: a name, a word or a day. It counts when the person is done with the field.
import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { textOf } from '../../app/sending.ts';
import type { Filters } from './filters.ts';

interface TextFilterProps extends Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'maxLength' | 'placeholder'> {
  readonly label: string;
  readonly name: string;
  readonly filters: Filters;
  /** `option` elements. */
  readonly suggestions?: ReactNode;
}

export function TextFilter({ label, name, filters: { of, set }, suggestions, ...input }: TextFilterProps) {
  const id = useId();
  const value = of(name);
  return (
    <form
      key={value}
      onSubmit={(event) => {
        event.preventDefault();
        set(name, textOf(new FormData(event.currentTarget), name) ?? '');
      }}
    >
      <label className="inline">
        {label}
        <input
          {...input}
          name={name}
          list={suggestions ? id : undefined}
          defaultValue={value}
          onBlur={({ target }) => target.value.trim() !== (value ?? '') && set(name, target.value.trim())}
        />
      </label>
      {suggestions && <datalist id={id}>{suggestions}</datalist>}
    </form>
  );
}
