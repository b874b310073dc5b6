// The one request that an agent repeats: what it reports of itself and of targets, and which of it is stored when. Pure.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { changedFields } from '../_base/changes.ts';
import type { Changes } from '../_base/table/table.ts';
import { digest, isDistinct, prose, reference } from '../_base/text.ts';
import { isoOf } from '../_base/time/iso.ts';
import type { TargetItem } from '../environments/targets/target.entity.ts';
import { HEALTH_STATUSES } from '../environments/words.model.ts';
import type { AgentItem } from './agent.entity.ts';
import { reported, statusOf, worksIn } from './agent.model.ts';
import { syncedTasks, syncTasks } from './tasks/sync-tasks.model.ts';

/** Seconds between two syncs of an agent: without work, and while work waits or runs. */
export const SYNC_EVERY_SECONDS = 15;
export const WORK_EVERY_SECONDS = 1;
/** A heartbeat is stored when the stored one is older: one of four syncs. The stored one of a living agent is at most a minute old. */
const HEARTBEAT_EVERY_MS = 45_000;
/** Observations that are the same as those before are compared with their targets again after this time. */
const COMPARE_EVERY_MS = 600_000;
/** When they are compared, the time of a check is stored if the stored one is older. */
const CHECK_EVERY_MS = 300_000;
const MOST_TARGETS = 100;

const observation = z.strictObject({
  targetId: reference,
  healthStatus: z.enum(HEALTH_STATUSES),
  detail: prose(500).trim().min(1).optional().describe('Why, for people'),
  digest: digest.nullable().optional().describe('The digest that runs there; null if nothing runs'),
  stickerHash: digest.nullable().optional().describe('The hash of the version sticker there; null if none is there'),
});
export type Observation = z.output<typeof observation>;

export const syncAgentBody = z.lazy(() =>
  z.strictObject({
    ...reported,
    problem: prose(500)
      .trim()
      .min(1)
      .optional()
      .describe('A problem of the agent itself; without it the agent has none'),
    targets: z
      .array(observation)
      .max(MOST_TARGETS)
      .refine((all) => isDistinct(all.map(({ targetId }) => targetId)), { error: 'must not name a target twice' })
      .default([])
      .describe('Those that the agent has looked at'),
    ...syncTasks,
  }),
);

export const syncedAgentView = z
  .strictObject({
    agentId: z.string(),
    ...syncedTasks,
    refused: z
      .array(z.strictObject({ targetId: z.string(), code: z.string(), message: z.string() }))
      .describe('Targets that the agent may not observe, and why; the others were taken'),
    nextSyncSeconds: z.number().int(),
  })
  .meta({ id: 'SyncedAgent' });
export type Refused = z.output<typeof syncedAgentView>['refused'][number];

/** The refusal of an observation: `target` is missing, or stands where the agent does not work. */
export function refusalOf(agent: AgentItem, targetId: string, target: TargetItem | undefined): Refused | undefined {
  if (!target) return { targetId, code: 'target.not_found', message: 'The target does not exist' };
  if (worksIn(agent, target.environmentId)) return undefined;
  return {
    targetId,
    code: 'agent.not_its_environment',
    message: `${target.name} is in an environment where the agent does not work`,
  };
}

/**
 * The hash of observations, and of the environments where the agent works. Details are left out: they may differ each time. A field that was
 * not observed is not the same as null.
 */
export function hashOfObservations({ environmentIds }: AgentItem, targets: readonly Observation[]): string {
  const facts = targets
    .map(({ detail: _, ...facts }) => Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1)))
    .map((entries) => JSON.stringify(entries))
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([environmentIds, facts]))
    .digest('base64url');
}

/** True if the observations were compared with their targets before, and not too long ago. */
export const areKnown = ({ observedHash, observedAt = '' }: AgentItem, hash: string, at: number): boolean =>
  observedHash === hash && at - Date.parse(observedAt) < COMPARE_EVERY_MS;

/**
 * True if the agent found another digest or sticker than the latest deployment left there. A fact that it did not look at is as last
 * observed. A target that no deployment has changed cannot drift.
 */
export function hasDrifted(target: TargetItem, seen: Pick<Observation, 'digest' | 'stickerHash'>): boolean {
  const { currentDigest, stickerHash } = target;
  if (currentDigest === undefined) return false;
  const digest = seen.digest === undefined ? (target.observedDigest ?? currentDigest) : seen.digest;
  const sticker = seen.stickerHash === undefined ? (target.observedStickerHash ?? stickerHash) : seen.stickerHash;
  return digest !== currentDigest || (stickerHash !== undefined && sticker !== stickerHash);
}

/** While work is under way on a target, it is not compared. */
function driftOf(target: TargetItem, seen: Observation, at: number): Changes<TargetItem> {
  const looked = seen.digest !== undefined || seen.stickerHash !== undefined;
  if (!looked || target.useCount > 0) return {};
  const isDrift = hasDrifted(target, seen);
  if (isDrift === (target.driftSince !== undefined)) return {};
  return { driftSince: isDrift ? isoOf(at) : undefined };
}

/** The changes of a target that people are told; none if it is as it was. `undefined` deletes a field. */
export function observed(target: TargetItem, seen: Observation, at: number): Changes<TargetItem> {
  const { healthStatus, detail: healthDetail } = seen;
  const changes = {
    ...changedFields(target, { healthStatus }),
    ...(seen.digest !== undefined && changedFields(target, { observedDigest: seen.digest })),
    ...(seen.stickerHash !== undefined && changedFields(target, { observedStickerHash: seen.stickerHash })),
    ...driftOf(target, seen, at),
  };
  return Object.keys(changes).length === 0 ? {} : { ...changes, healthDetail, healthCheckedAt: isoOf(at) };
}

export const isCheckDue = ({ healthCheckedAt }: TargetItem, at: number): boolean =>
  healthCheckedAt === undefined || at - Date.parse(healthCheckedAt) >= CHECK_EVERY_MS;

interface Said {
  readonly version: string;
  readonly capabilities: readonly string[];
  readonly problem?: string | undefined;
  /** Of observations that were compared with their targets now, if none was refused. */
  readonly observedHash?: string | undefined;
  /** Reports the end of a task: the next observations are compared, as its target is another one now. */
  readonly hasEnded?: boolean | undefined;
}

export interface Heard {
  /** Fields that changed for people. */
  readonly told: readonly string[];
  /** The agent was OFFLINE. */
  readonly isReturned: boolean;
  /** Everything to store; none if the stored heartbeat is young and says the same. */
  readonly changes: Changes<AgentItem>;
}

/** The changes that a sync makes to its agent. */
export function heard(agent: AgentItem, said: Said, at: number): Heard {
  const { version, capabilities, problem, observedHash, hasEnded } = said;
  const changed = changedFields(agent, { version, capabilities });
  const isOther = (problem === undefined) !== (agent.problem === undefined);
  const told = [...Object.keys(changed), ...(isOther ? ['problem'] : [])];
  const isReturned = statusOf(agent, at) === 'OFFLINE';
  const isDue =
    at - Date.parse(agent.lastHeartbeatAt ?? '') > HEARTBEAT_EVERY_MS || agent.lastHeartbeatAt === undefined;
  const forgets = hasEnded === true && agent.observedHash !== undefined;
  if (told.length === 0 && !isReturned && !isDue && observedHash === undefined && !forgets)
    return { told, isReturned, changes: {} };
  const compared = observedHash === undefined ? {} : { observedHash, observedAt: isoOf(at) };
  const forgotten = forgets ? { observedHash: undefined, observedAt: undefined } : compared;
  return { told, isReturned, changes: { ...changed, problem, lastHeartbeatAt: isoOf(at), ...forgotten } };
}
