// Things that the rows of another list name. Only those are read: a tenant may have thousands.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Input, Output } from '../../../client.ts';
import { ask, Refusal } from './connection.ts';
import type { ReadEndpoint } from './data.ts';
import { useTenant } from './tenant.tsx';

/** The feed tells their changes. */
const STALE_MS = 300_000;

/** Those that exist, by id; undefined until all are read. */
export function useByIds<E extends ReadEndpoint>(
  endpoint: E,
  ids: readonly string[],
  inputOf: (id: string) => Omit<Input<E>, 'headers'>,
): ReadonlyMap<string, Output<E>> | undefined {
  const { client, slug } = useTenant();
  const wanted = [...new Set(ids)].sort();
  const find = async (id: string): Promise<readonly (readonly [string, Output<E>])[]> => {
    try {
      return [[id, (await ask<Output<E>>(client, endpoint, inputOf(id))).body]];
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return [];
      throw error;
    }
  };
  const { data, isError } = useQuery({
    queryKey: [slug, endpoint, wanted],
    queryFn: async () => (await Promise.all(wanted.map(find))).flat(),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    enabled: wanted.length > 0,
  });
  if (data === undefined && wanted.length > 0 && !isError) return undefined;
  return new Map(data);
}
