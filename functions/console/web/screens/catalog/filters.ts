// The filters of a list, which stand in the address.
import { useSearchParams } from 'react-router';

export interface Filters {
  readonly of: (name: string) => string | undefined;
  /** An empty value takes the filter off. */
  readonly set: (name: string, value: string) => void;
}

export function useFilters(): Filters {
  const [search, setSearch] = useSearchParams();
  return {
    of: (name) => search.get(name) ?? undefined,
    set: (name, value) => {
      const next = new URLSearchParams(search);
      if (value === '') next.delete(name);
      else next.set(name, value);
      setSearch(next, { replace: true });
    },
  };
}
