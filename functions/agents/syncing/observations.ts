// Takes an agent's observations of targets: a change that people want to know has its event and audit entry, the time of a check has not.
// Observations that are the same as those before cost no read.

import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { AgentItem } from '../../../entities/agents/agent.entity.ts';
import {
  areKnown,
  hashOfObservations,
  isCheckDue,
  type Observation,
  observed,
  type Refused,
  refusalOf,
} from '../../../entities/agents/sync.model.ts';
import { DriftDetected, TargetHealthChanged, TargetUpdated } from '../../../entities/environments/events.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import { targetFactsOf, viewTarget } from '../../../entities/environments/targets/target.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { AgentsDeps } from '../deps.ts';

/** Targets of one transaction: each takes six of its items, an update, its drift, an audit entry and three events. */
const AT_ONCE = 16;
const OBSERVED = ['observedDigest', 'observedStickerHash', 'driftSince'];

interface Found {
  readonly target: TargetItem;
  readonly seen: Observation;
  readonly changes: Changes<TargetItem>;
}

/** The drift of a target that begins, or becomes another one. */
function driftIn(after: TargetItem, changed: readonly string[]) {
  const { driftSince, currentDigest, observedDigest, stickerHash, observedStickerHash, useCount } = after;
  if (driftSince === undefined || currentDigest === undefined || useCount > 0 || changed.length === 0) return undefined;
  return {
    ...{ ...targetFactsOf(after), driftSince, expectedDigest: currentDigest },
    ...(observedDigest !== undefined && { observedDigest }),
    ...(stickerHash !== undefined && { expectedStickerHash: stickerHash }),
    ...(observedStickerHash !== undefined && { observedStickerHash }),
  };
}

function changeOf(caller: Caller, { target, seen, changes }: Found, { targets }: Pick<AgentsDeps, 'targets'>) {
  const now = isoOf(caller.at);
  const after = { ...target, ...changes, updatedAt: now, revision: target.revision + 1 } as TargetItem;
  const facts = targetFactsOf(target);
  const isHealth = target.healthStatus !== after.healthStatus;
  const changed = OBSERVED.filter((name) => name in changes);
  const drift = driftIn(after, changed);
  const { healthStatus, detail } = seen;
  const health = { ...facts, before: target.healthStatus, healthStatus, ...(detail !== undefined && { detail }) };
  return {
    writes: targets.update(target, now, changes),
    events: [
      ...(isHealth ? [TargetHealthChanged.create(caller, target.targetId, health)] : []),
      ...(changed.length > 0 ? [TargetUpdated.create(caller, target.targetId, { ...facts, changed })] : []),
      ...(drift ? [DriftDetected.create(caller, target.targetId, drift)] : []),
    ],
    audit: {
      action: isHealth ? 'target.health_changed' : 'target.observed',
      resourceType: 'Target',
      resourceId: target.targetId,
      details: { before: viewTarget(target), after: viewTarget(after) },
    },
  } satisfies Change;
}

/** The refused targets, and the hash of the observations if none was refused. */
export async function takeObservations(
  caller: Caller,
  agent: AgentItem,
  observations: readonly Observation[],
  deps: Pick<AgentsDeps, 'targets' | 'save'>,
): Promise<{ readonly refused: readonly Refused[]; readonly observedHash?: string }> {
  const { tenantId, at } = caller;
  const observedHash = hashOfObservations(agent, observations);
  if (observations.length === 0 || areKnown(agent, observedHash, at)) return { refused: [] };
  const byId = await deps.targets.findMany(
    tenantId,
    observations.map(({ targetId }) => targetId),
  );
  const refused = observations.flatMap(({ targetId }) => refusalOf(agent, targetId, byId.get(targetId)) ?? []);
  const isRefused = new Set(refused.map(({ targetId }) => targetId));
  const found = observations.flatMap((seen): Found[] => {
    const target = byId.get(seen.targetId);
    return target && !isRefused.has(seen.targetId) ? [{ target, seen, changes: observed(target, seen, at) }] : [];
  });
  const changed = found.filter(({ changes }) => Object.keys(changes).length > 0);
  for (let from = 0; from < changed.length; from += AT_ONCE) {
    const [first, ...others] = changed.slice(from, from + AT_ONCE).map((one) => changeOf(caller, one, deps));
    if (!first) continue;
    await deps.save(caller, {
      writes: [first, ...others].flatMap(({ writes }) => writes),
      events: [first, ...others].flatMap(({ events }) => events),
      audit: first.audit,
      furtherAudit: others.map(({ audit }) => audit),
    });
  }
  const checked = found.filter(({ target, changes }) => Object.keys(changes).length === 0 && isCheckDue(target, at));
  await Promise.all(checked.map(({ target, seen }) => deps.targets.noteCheck(target, isoOf(at), seen.detail)));
  return refused.length > 0 ? { refused } : { refused, observedHash };
}
