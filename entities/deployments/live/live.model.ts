// The live deployment of a service in an environment, and the last good one before it. Both depend on the set of deployments, not on
// the order in which they are reported. Pure.
import * as z from 'zod';
import { pageQuery } from '../../_base/list.ts';
import type { Loose } from '../../_base/table/table.ts';
import { reference } from '../../_base/text.ts';
import { slug } from '../../catalog/services/service.model.ts';
import type { DeploymentItem } from '../deployment.entity.ts';
import { actorView } from '../deployment.model.ts';
import { SLOTS } from '../words.model.ts';
import type { LiveItem, Run } from './live.entity.ts';

/**
 * The newest deployments that are remembered, and so many versions that were not rolled back, each with its newest deployment: neither
 * rollbacks nor the same version again and again hide the one to go back to.
 */
const MOST_REMEMBERED = 6;

export const listLiveQuery = z.strictObject({
  ...pageQuery,
  environmentId: reference.optional(),
  service: slug.optional(),
});

const runShape = {
  deploymentId: z.string(),
  releaseId: z.string().nullable(),
  version: z.string(),
  sha: z.string().nullable(),
  digest: z.string().nullable(),
  slot: z.enum(SLOTS).nullable().describe('Of a BLUE_GREEN deployment: the slot that runs it'),
  since: z.iso.datetime(),
  by: actorView.nullable(),
};

export const liveView = z
  .strictObject({
    environmentId: z.string(),
    serviceId: z.string(),
    service: z.string(),
    ...runShape,
    lastGood: z
      .strictObject(runShape)
      .nullable()
      .describe('The deployment of another version before it that was not rolled back: the one to go back to'),
    driftingTargets: z
      .number()
      .int()
      .describe('Targets on which an agent finds another digest or sticker than it left there; counted up to 100'),
  })
  .meta({ id: 'LiveDeployment' });

type Remembered = Loose<Pick<LiveItem, 'recent' | 'takenDownAt'>>;

/** The deployment that is live; undefined if none is known, or the service was taken down after it. */
export function liveRun({ recent, takenDownAt = '' }: Remembered): Run | undefined {
  const run = recent.find(({ rolledBackBy }) => rolledBackBy === undefined);
  return run !== undefined && run.since > takenDownAt ? run : undefined;
}

/** The slot that runs what is live, by the last BLUE_GREEN deployment that was not rolled back; others say nothing of slots. */
export const liveSlot = (known: Remembered): Run['slot'] =>
  liveRun(known) &&
  known.recent.find(({ slot, rolledBackBy }) => slot !== undefined && rolledBackBy === undefined)?.slot;

const lastGood = ({ recent }: Remembered, live: Run): Run | undefined =>
  recent
    .slice(recent.indexOf(live) + 1)
    .find(({ version, rolledBackBy }) => rolledBackBy === undefined && version !== live.version);

const viewRun = ({ deploymentId, releaseId, version, sha, digest, slot, since, by }: Run) => ({
  ...{
    deploymentId,
    releaseId: releaseId ?? null,
    version,
    sha: sha ?? null,
    digest: digest ?? null,
    slot: slot ?? null,
    since,
  },
  by: by ? (by as z.output<typeof actorView>) : null,
});

/** The newest deployment of another version that finished before `at` (ISO 8601). */
export const runBefore = (
  item: Remembered | undefined,
  at: string,
  { version, digest }: Pick<Run, 'digest'> & { version?: string | undefined },
) =>
  item?.recent.find(
    (run) =>
      run.since < at &&
      run.rolledBackBy === undefined &&
      run.version !== version &&
      (digest === undefined || run.digest !== digest),
  );

/** Empty for a service that was taken down. */
export function viewLive(item: LiveItem, driftingTargets: number): z.output<typeof liveView>[] {
  const run = liveRun(item);
  if (!run) return [];
  const good = lastGood(item, run);
  const { environmentId, serviceId, service } = item;
  const lastGoodRun = good ? viewRun(good) : null;
  return [{ environmentId, serviceId, service, ...viewRun(run), lastGood: lastGoodRun, driftingTargets }];
}

const newestFirst = (one: Run, other: Run): number =>
  `${one.since}${one.deploymentId}` < `${other.since}${other.deploymentId}` ? 1 : -1;

export const hasSucceeded = ({ status }: Pick<DeploymentItem, 'status'>): boolean =>
  status === 'SUCCEEDED' || status === 'ROLLED_BACK';

/** The remembered deployments with this one as it is now. */
export function recentWith(recent: readonly Run[], deployment: DeploymentItem): Run[] {
  const { deploymentId, releaseId, version, sha, digest, slot, finishedAt: since, by, rolledBackBy } = deployment;
  const others = recent.filter((run) => run.deploymentId !== deploymentId);
  if (!hasSucceeded(deployment) || since === undefined) return others;
  const run = { deploymentId, releaseId, version, sha, digest, slot, since, by, rolledBackBy };
  const all = [...others, run].toSorted(newestFirst);
  const good = all.filter(({ rolledBackBy: by }) => by === undefined);
  const newestOfVersions = [...new Map(good.toReversed().map((one) => [one.version, one])).values()];
  const kept = new Set([
    ...all.slice(0, MOST_REMEMBERED),
    ...newestOfVersions.toSorted(newestFirst).slice(0, MOST_REMEMBERED),
  ]);
  return all.filter((one) => kept.has(one));
}
