// Reading and changing data by the routes of the manifests: what an endpoint takes and answers is inferred from its schemas.
import {
  type InfiniteData,
  keepPreviousData,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Endpoint, Input, Output } from '../../../client.ts';
import { type Answered, ask, connect, Refusal } from './connection.ts';
import { kept } from './memory.ts';
import { useTenant } from './tenant.tsx';

export type ReadEndpoint = Extract<Endpoint, `GET ${string}`>;
export type WriteEndpoint = Exclude<Endpoint, ReadEndpoint>;

/** The endpoints that answer a page of items. */
export type ListEndpoint = {
  [E in ReadEndpoint]: Output<E> extends { readonly items: readonly unknown[]; readonly nextCursor: string | null }
    ? E
    : never;
}[ReadEndpoint];
export type Item<E extends ListEndpoint> = Output<E> extends { readonly items: readonly (infer T)[] } ? T : never;

export type Read<E extends ReadEndpoint> = UseQueryResult<Answered<Output<E>>, Refusal>;

interface Reading {
  /** False waits with the request. */
  readonly enabled?: boolean;
  /** Milliseconds after which it is read again, for changes that the feed does not tell. It can be paused as the feed can. */
  readonly every?: number | undefined;
}

/** Data that is read again without a person does not extend the session. */
function usePace(every: number | undefined) {
  const { client, slug } = useTenant();
  return {
    slug,
    client: every === undefined ? client : connect(slug, 'poll'),
    refetchInterval: () => (every === undefined || kept('live') === 'false' ? false : every),
  } as const;
}

/** One resource. */
export function useRead<E extends ReadEndpoint>(
  endpoint: E,
  input: Omit<Input<E>, 'headers'>,
  { enabled = true, every }: Reading = {},
): Read<E> {
  const { client, slug, refetchInterval } = usePace(every);
  return useQuery<Answered<Output<E>>, Refusal>({
    queryKey: [slug, endpoint, input],
    queryFn: () => ask(client, endpoint, input),
    enabled,
    refetchInterval,
  });
}

export interface List<T> {
  readonly items: readonly T[];
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly error: Refusal | null;
  readonly dataUpdatedAt: number;
  /** Undefined when all items are shown. */
  readonly more: (() => void) | undefined;
  readonly again: () => void;
}

/** A page of a list by time is empty if months of it are: so many are read without a person. */
const MOST_EMPTY = 8;

/** A list, page by page. */
export function useList<E extends ListEndpoint>(
  endpoint: E,
  input: Omit<Input<E>, 'headers'>,
  { enabled = true, every }: Reading = {},
): List<Item<E>> {
  const { client, slug, refetchInterval } = usePace(every);
  interface Page {
    readonly items: readonly Item<E>[];
    readonly nextCursor: string | null;
  }
  const { query = {} } = input as { readonly query?: object };
  const found = useInfiniteQuery<
    Answered<Page>,
    Refusal,
    InfiniteData<Answered<Page>>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: [slug, endpoint, input, 'pages'],
    queryFn: ({ pageParam }) => ask(client, endpoint, { ...input, query: { ...query, cursor: pageParam } }),
    initialPageParam: undefined,
    getNextPageParam: ({ body }) => body.nextCursor ?? undefined,
    enabled,
    refetchInterval,
  });
  const items = found.data?.pages.flatMap(({ body }) => body.items) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = found;
  const isToGoOn =
    items.length === 0 && hasNextPage && found.error === null && (found.data?.pages.length ?? 0) < MOST_EMPTY;
  useEffect(() => {
    if (isToGoOn && !isFetching) void fetchNextPage();
  }, [isToGoOn, isFetching, fetchNextPage]);
  return {
    items,
    isPending: found.isPending || isToGoOn,
    isFetching,
    error: found.error,
    dataUpdatedAt: found.dataUpdatedAt,
    more: hasNextPage ? () => void fetchNextPage() : undefined,
    again: () => void found.refetch(),
  };
}

/** The feed tells their changes. */
const STALE_MS = 300_000;

/** The things that the rows of a list name, by id, without those that do not exist; undefined until all are read. A tenant may have thousands. */
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

export type Change<E extends WriteEndpoint> = Omit<Input<E>, 'headers'> & {
  /** The ETag of the state that the person saw; a later change by others is answered 412. */
  readonly seen?: string | undefined;
  /** The change creates something; if it exists, it is answered 412. */
  readonly isNew?: boolean;
};

/** Sends a change; rejects with a Refusal. */
export type SendChange = <E extends WriteEndpoint>(endpoint: E, change: Change<E>) => Promise<Answered<Output<E>>>;

/** A change is done at the latest so long after its answer, even if not everything could be read again. */
const READ_AGAIN_MS = 3_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The idempotency keys of changes that did not succeed yet: repeated, such a change is not done twice, whatever was lost. */
const unsettled = new Map<string, string>();

/** A person begins a deed: the same change as before is meant to be another one. */
export const beginDeed = (): void => unsettled.clear();

/**
 * Changes data. Everything that is shown is read again before the
 * change counts as done, so that the next one names the state that this one made.
 */
export function useChange(): SendChange {
  const { client } = useTenant();
  const queries = useQueryClient();
  return async (endpoint, { seen, isNew = false, ...input }) => {
    const change = JSON.stringify([endpoint, input]);
    const key = unsettled.get(change) ?? crypto.randomUUID();
    unsettled.set(change, key);
    const headers = {
      'idempotency-key': key,
      ...(seen === undefined ? {} : { 'if-match': seen }),
      ...(isNew ? { 'if-none-match': '*' } : {}),
    };
    try {
      const answered = await ask<Output<typeof endpoint>>(client, endpoint, { ...input, headers });
      unsettled.delete(change);
      return answered;
    } finally {
      await Promise.race([queries.invalidateQueries(), pause(READ_AGAIN_MS)]);
    }
  };
}
