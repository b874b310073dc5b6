// Data with its states: loading, error, stale and shown. A list also has empty and more.
import type { ReactNode } from 'react';
import type { Output } from '../../../client.ts';
import type { List, Read, ReadEndpoint } from '../app/data.ts';
import { Loading, Stale } from './loading.tsx';
import { ProblemBox } from './problem.tsx';
import { Seen } from './seen/seen.tsx';

interface ShownProps<E extends ReadEndpoint> {
  readonly what: string;
  readonly read: Read<E>;
  readonly children: (body: Output<E>) => ReactNode;
}

/** One resource that is read; deeds below are about the state that is shown. */
export function Shown<E extends ReadEndpoint>({ what, read, children }: ShownProps<E>) {
  const again = () => void read.refetch();
  if (read.data === undefined) {
    return read.error ? <ProblemBox error={read.error} again={again} /> : <Loading what={what} />;
  }
  const { body, etag } = read.data;
  return (
    <Seen body={body} etag={etag}>
      {read.error && <Stale since={read.dataUpdatedAt} again={again} />}
      {children(body)}
    </Seen>
  );
}

interface ListedProps<T> {
  readonly what: string;
  readonly list: List<T>;
  readonly empty: ReactNode;
  readonly children: (items: readonly T[]) => ReactNode;
}

/** A list that is read by pages. */
export function Listed<T>({ what, list, empty, children }: ListedProps<T>) {
  const { items, error, isPending, isFetching, more, again } = list;
  if (isPending) return <Loading what={what} />;
  if (error && items.length === 0) return <ProblemBox error={error} again={again} />;
  return (
    <>
      {error && <Stale since={list.dataUpdatedAt} again={again} />}
      {items.length === 0 && more === undefined ? empty : children(items)}
      {more && (
        <button type="button" className="more" onClick={more} disabled={isFetching}>
          {isFetching ? 'Loading…' : `More ${what}`}
        </button>
      )}
    </>
  );
}
