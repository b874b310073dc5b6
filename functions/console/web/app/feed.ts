// Keeps the page live: asks the feed for changes and marks what they touch as stale, so that only that is read again.
import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Feed } from '../../../../entities/audit/feed.model.ts';
import { type Answered, ask, connect } from './connection.ts';
import { keep, kept } from './memory.ts';
import { useIsOver, useTenant } from './tenant.tsx';

const MOVING_MS = 5_000;
const QUIET_MS = 30_000;
/** Changes come in groups: a page that saw one looks out for the next so long. */
const MOVING_FOR_MS = 120_000;

/** Milliseconds until the next look. */
export const paceOf = (lastChange: number, now: number): number =>
  now - lastChange < MOVING_FOR_MS ? MOVING_MS : QUIET_MS;

type Change = Feed['changes'][number];

/** `WebhookDelivery` is listed at `/webhook-deliveries` or below. */
const wordOf = (resourceType: string): string =>
  resourceType.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** The kinds of a change: a question about a release, `approval.requested`, is a change of the release. */
const kindsOf = ({ resourceType, action }: Change): readonly string[] => [
  wordOf(resourceType),
  action.slice(0, action.indexOf('.')).replaceAll('_', '-'),
];

/** `live-deployments` are of the kind `deployment`. */
const isOf = (part: string, kind: string): boolean =>
  part.startsWith(kind) || part.includes(`-${kind}`) || kind.startsWith(`${part}-`);

/**
 * Whether the data of a query shows the changed resource, or is a list of its kind, where a new one may stand, or follows from such as
 * the freeze of an environment from freeze windows.
 */
export function isTouched(endpoint: string, data: string, changes: readonly Change[]): boolean {
  const parts = endpoint.split('/').filter((part) => !part.includes('{'));
  return changes.some(
    (change) =>
      data.includes(`"${change.resourceId}"`) || kindsOf(change).some((kind) => parts.some((part) => isOf(part, kind))),
  );
}

const touches =
  (changes: readonly Change[]) =>
  ({ queryKey, state }: Query): boolean =>
    isTouched(String(queryKey[1]), JSON.stringify(state.data ?? ''), changes);

export interface Live {
  readonly isOn: boolean;
  readonly turn: (isOn: boolean) => void;
  /** False if the last look failed. */
  readonly isReached: boolean;
}

/** Looks every 5 seconds while something moves, every 30 when it is quiet, and never while the page is hidden or paused. */
export function useFeed(): Live {
  const { slug } = useTenant();
  const queries = useQueryClient();
  const isSignedOut = useIsOver();
  const [isOn, setIsOn] = useState(kept('live') !== 'false');
  const [isReached, setIsReached] = useState(true);
  useEffect(() => {
    if (!isOn || isSignedOut) return;
    const client = connect(slug, 'poll');
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    let latest: number | undefined;
    let lastChange = Date.now();
    const look = async () => {
      const answer = await ask<Feed>(client, 'GET /feed', { query: { after: latest } }).catch(() => undefined);
      if (isOver) return;
      setIsReached(answer !== undefined);
      if (answer) await take(answer);
    };
    const take = async ({ body: { changes, isPartial, ...body } }: Answered<Feed>) => {
      latest = body.latest;
      if (changes.length > 0) lastChange = Date.now();
      if (isPartial) await queries.invalidateQueries();
      else if (changes.length > 0) await queries.invalidateQueries({ predicate: touches(changes) });
    };
    const go = async () => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') return;
      await look();
      if (!isOver) timer = setTimeout(() => void go(), paceOf(lastChange, Date.now()));
    };
    const onVisibility = () => void go();
    document.addEventListener('visibilitychange', onVisibility);
    void go();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [slug, isOn, isSignedOut, queries]);
  const turn = (wanted: boolean) => {
    keep('live', String(wanted));
    setIsOn(wanted);
  };
  return { isOn, turn, isReached };
}
