// A choice among the names of a list, in forms and filters. A chosen id that the list does not have is shown as it is.
import { type ChangeEvent, type SelectHTMLAttributes, useId, useState } from 'react';
import { useList } from '../../app/data.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

const FIRST = { limit: 100 } as const;

export const useMembers = (): Named[] =>
  useList('GET /members', { query: FIRST }).items.map(({ userId: id, name }) => ({ id, name }));

export const useTeams = (): readonly Named[] => useList('GET /teams', { query: FIRST }).items;
export const useRepositories = (): readonly Named[] => useList('GET /repositories', { query: FIRST }).items;
export const useServices = (): readonly (Named & { readonly slug: string })[] =>
  useList('GET /services', { query: FIRST }).items;
export const useRegistries = (): readonly Named[] =>
  useList('GET /integrations/{kind}', { params: { kind: 'registries' }, query: FIRST }).items;

export const nameIn = (all: readonly Named[], id: string): string => all.find((one) => one.id === id)?.name ?? id;

interface ChoiceProps extends SelectHTMLAttributes<HTMLSelectElement> {
  readonly all: readonly Named[];
  readonly chosen: string | null | undefined;
  /** The words for no choice. */
  readonly none: string;
}

export function Choice({ all, chosen, none, onChange, ...select }: ChoiceProps) {
  const isListed = !chosen || all.some(({ id }) => id === chosen);
  const options = isListed ? all : [...all, { id: chosen, name: chosen }];
  // Kept here, because the names may arrive after the choice, and change afterwards.
  const [value, setValue] = useState(chosen ?? '');
  const choose = (event: ChangeEvent<HTMLSelectElement>) => {
    setValue(event.target.value);
    onChange?.(event);
  };
  return (
    <select {...select} value={value} onChange={choose}>
      <option value="">{none}</option>
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface FilterProps extends ChoiceProps {
  readonly label: string;
}

/** A choice that filters a list. */
export function Filter({ label, ...choice }: FilterProps) {
  const id = useId();
  return (
    <span className="inline">
      <label htmlFor={id}>{label}</label>
      <Choice id={id} {...choice} />
    </span>
  );
}
