// A filter by environment, which a person types by its name. The first ones in the order of promotion are suggested, so that the field
// is the same with three environments and with thousands.
import { useList, useRead } from '../../../app/data.ts';
import { Empty } from '../../../parts/loading.tsx';
import type { Filters } from '../../catalog/filters.ts';
import { TextFilter } from '../../catalog/text-filter.tsx';

const SUGGESTED = { limit: 50 } as const;

export interface ChosenEnvironment {
  /** Undefined without a filter, and until its environment is found. */
  readonly id: string | undefined;
  readonly isFound: boolean;
  readonly isUnknown: boolean;
}

/** The environment of the address, given by name or id. */
export function useEnvironmentFilter({ of }: Filters, name = 'environment'): ChosenEnvironment {
  const named = of(name);
  const params = { environment: named ?? '' };
  const { data, error } = useRead('GET /environments/{environment}', { params }, { enabled: named !== undefined });
  const id = named === undefined ? undefined : data?.body.id;
  return { id, isFound: named === undefined || id !== undefined, isUnknown: error?.status === 404 };
}

interface EnvironmentFilterProps {
  readonly filters: Filters;
  readonly label?: string;
  readonly name?: string;
}

export function EnvironmentFilter({ filters, label = 'Environment', name = 'environment' }: EnvironmentFilterProps) {
  const { items } = useList('GET /environments', { query: SUGGESTED });
  return (
    <TextFilter
      label={label}
      name={name}
      filters={filters}
      maxLength={100}
      placeholder="Any"
      suggestions={items.map(({ id, name: value, displayName }) => (
        <option key={id} value={value}>
          {displayName}
        </option>
      ))}
    />
  );
}

export const NoSuchEnvironment = ({ name }: { readonly name: string | undefined }) => (
  <Empty title={`No environment is named ${name}.`}>
    <p>Choose another one, or take the filter off.</p>
  </Empty>
);
