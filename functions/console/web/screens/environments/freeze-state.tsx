// The freeze of an environment now, and when that changes. It is read again at that time.
import { useEffect } from 'react';
import { type Read, useRead } from '../../app/data.ts';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

type Freeze = Read<'GET /environments/{environment}/freeze'>;

/** Timers of browsers take no more. */
const MOST_MS = 2_147_483_647;

/** `service` is a slug: windows for it alone apply too. */
export function useFreeze(environmentId: string, service?: string): Freeze {
  const params = { environment: environmentId };
  const read = useRead('GET /environments/{environment}/freeze', { params, query: { service } });
  const { refetch, data } = read;
  const next = data?.body.nextOpen ?? data?.body.nextClose ?? undefined;
  useEffect(() => {
    if (next === undefined) return;
    const left = Math.max(1_000, Date.parse(next) - Date.now());
    const timer = setTimeout(() => void refetch(), Math.min(left, MOST_MS));
    return () => clearTimeout(timer);
  }, [next, refetch]);
  return read;
}

/** `Frozen, opens in 2 hours`. */
export function FreezeState({ read: { data, error } }: { readonly read: Freeze }) {
  if (!data) return error ? <span className="bad">The freeze could not be read: {error.message}</span> : null;
  const { closed, nextOpen, nextClose } = data.body;
  return (
    <>
      <Status status={closed ? 'FROZEN' : 'OPEN'} tone={closed ? 'waiting' : 'good'} />{' '}
      <span className="small">
        {nextOpen !== null && (
          <>
            opens <Time at={nextOpen} />
          </>
        )}
        {nextClose !== null && (
          <>
            freezes <Time at={nextClose} />
          </>
        )}
        {closed && nextOpen === null && 'with no end in sight'}
      </span>
    </>
  );
}
