// The version of a service that users have from a store, and the last good one before it. Pure. A version is known by its release, so
// that repeated and late news change nothing.
import * as z from 'zod';
import { pageQuery } from '../../../_base/list.ts';
import { reference } from '../../../_base/text.ts';
import { slug } from '../../../catalog/services/service.model.ts';
import type { ReleaseItem } from '../../../releases/release.entity.ts';
import type { ReleaseTargetItem } from '../../../releases/release-parts.entity.ts';
import { isOut } from '../../../releases/targets/target.model.ts';
import { STORE_STATES, type StoreState } from '../../words.model.ts';
import type { LiveStoreItem, StoreVersion } from './live-store.entity.ts';

/** The versions that are remembered: if the newest are withdrawn, there still is one before them. */
const MOST_REMEMBERED = 6;

export const listLiveStoresQuery = z.strictObject({
  ...pageQuery,
  service: slug.optional(),
  targetIntegrationId: reference.optional().describe('The integration of the store'),
});

const versionShape = {
  releaseId: z.string(),
  releaseKey: z.string(),
  version: z.string(),
  state: z.enum(STORE_STATES).describe('RELEASED, the course of its rollout, or its end before all users had it'),
  percentage: z.number().nullable().describe('The percentage of the users who have it; null for all'),
  since: z.iso.datetime().describe('When its first users got it'),
};

export const liveStoreView = z
  .strictObject({
    serviceId: z.string(),
    service: z.string(),
    targetIntegrationId: z.string(),
    ...versionShape,
    lastGood: z
      .strictObject(versionShape)
      .nullable()
      .describe('The version before it that was neither halted nor withdrawn'),
  })
  .meta({ id: 'LiveStore' });

const ENDED: readonly StoreState[] = ['HALTED', 'WITHDRAWN', 'REPLACED'];

function stateOf({ targetStatus, rolloutState }: ReleaseTargetItem): StoreState {
  if (targetStatus === 'WITHDRAWN' || targetStatus === 'REPLACED') return targetStatus;
  return rolloutState === undefined || rolloutState === 'COMPLETED' ? 'RELEASED' : rolloutState;
}

const newestFirst = (one: StoreVersion, other: StoreVersion): number =>
  `${one.since}${one.releaseId}` < `${other.since}${other.releaseId}` ? 1 : -1;

/** The remembered versions with that of the release as its target is now. `at` (ISO 8601) is the time of the news. */
export function versionsWith(
  recent: readonly StoreVersion[],
  { releaseId, releaseKey, version }: ReleaseItem,
  target: ReleaseTargetItem,
  at: string,
): StoreVersion[] {
  const before = recent.find((one) => one.releaseId === releaseId);
  const others = recent.filter((one) => one !== before);
  if (!isOut(target)) return others;
  const state = stateOf(target);
  const percentage = state === 'RELEASED' ? undefined : target.rolloutPercentage;
  const [since = at] = [before?.since ?? at, target.releasedAt ?? at, at].toSorted();
  const present = { releaseId, releaseKey, version, state, ...(percentage !== undefined && { percentage }), since };
  return [...others, present].toSorted(newestFirst).slice(0, MOST_REMEMBERED);
}

const viewVersion = ({ percentage, ...version }: StoreVersion) => ({ ...version, percentage: percentage ?? null });

/** Empty if no user has a version. */
export function viewLiveStore({
  serviceId,
  service,
  targetIntegrationId,
  recent: [live, ...before],
}: LiveStoreItem): z.output<typeof liveStoreView>[] {
  if (!live) return [];
  const good = before.find(({ state }) => !ENDED.includes(state));
  const lastGood = good ? viewVersion(good) : null;
  return [{ serviceId, service, targetIntegrationId, ...viewVersion(live), lastGood }];
}
