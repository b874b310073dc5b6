// Reads the snapshot of a promotion: everything that its gates decide by, at one moment. At most as many targets, agents and windows as an
// environment or a tenant may have.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { statusOf, worksIn } from '../../../entities/agents/agent.model.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { liveRun } from '../../../entities/deployments/live/live.model.ts';
import { countsIn } from '../../../entities/deployments/windlass/counted.model.ts';
import type { EnvironmentItem, Stop } from '../../../entities/environments/environment.entity.ts';
import { appliesTo } from '../../../entities/environments/freezes/freeze-window.model.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import type { Snapshot } from '../../../entities/promotions/decisions/snapshot.model.ts';
import { overrideInForce } from '../../../entities/promotions/overrides/override.model.ts';
import type { PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import { boundHash, gatePolicyOf, requesterOf } from '../../../entities/promotions/promotion.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { PromotionsDeps } from '../deps.ts';
import { authorsOf } from './authors.ts';
import { type Opinions, opinionsOf } from './opinions.ts';

const MOST_SOURCES = 100;
/** Deployments of a release that are looked at for its last one in each environment: five pages. */
const PAGE = 100;
const MOST_PAGES = 5;

/** A snapshot, and how the promotion stands by it. */
export interface Reading {
  readonly snapshot: Snapshot;
  readonly opinions: Opinions;
  /** The hash to which approvals are bound, and the round in which it is asked about. */
  readonly approvedHash: string;
  readonly round: number;
}

const byId = (name: string) => (one: object, other: object) =>
  String(one[name as never]) < String(other[name as never]) ? -1 : 1;

const stopOf = (stop: Pick<Stop, 'reason' | 'byName'> | undefined) =>
  stop ? { reason: stop.reason, byName: stop.byName } : null;

/** The deployment of the release that is live in an environment. */
async function liveIn(
  { tenantId, releaseId, serviceId, service }: PromotionItem,
  environmentId: string,
  deps: PromotionsDeps,
): Promise<DeploymentItem | undefined> {
  const live = await deps.live.find({ tenantId, environmentId, serviceId, service });
  const run = live && liveRun(live);
  return run?.releaseId === releaseId ? deps.deployments.find(tenantId as TenantId, run.deploymentId) : undefined;
}

/** The last deployments in environments, by their ids: those that count there, and reports that do not. */
type Found = Readonly<Record<'last' | 'ignored', Map<string, DeploymentItem>>>;

function note({ last, ignored }: Found, places: readonly EnvironmentItem[], deployment: DeploymentItem): void {
  const place = places.find(({ environmentId }) => environmentId === deployment.environmentId);
  if (!place) return;
  const kept = countsIn(deployment, place) ? last : ignored;
  const before = kept.get(place.environmentId);
  if (before === undefined || before.beganAt < deployment.beganAt) kept.set(place.environmentId, deployment);
}

/** The last deployment of the service's release in each of the environments; of one that runs in very many, that which is live there. */
async function lastIn(
  item: PromotionItem,
  places: readonly EnvironmentItem[],
  at: number,
  deps: PromotionsDeps,
): Promise<Found> {
  const { tenantId, releaseId, serviceId } = item;
  const found: Found = { last: new Map(), ignored: new Map() };
  const { last } = found;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && last.size < places.length; page++) {
    const request = { limit: PAGE, cursor };
    const { items, nextCursor } = await deps.deployments.list(
      tenantId as TenantId,
      { releaseId },
      serviceId,
      request,
      at,
    );
    for (const deployment of items) note(found, places, deployment);
    if (nextCursor === null) return found;
    cursor = nextCursor;
  }
  const missing = places.filter(({ environmentId }) => !last.has(environmentId));
  const runs = await Promise.all(missing.map(({ environmentId }) => liveIn(item, environmentId, deps)));
  for (const run of runs) if (run) note(found, places, run);
  return found;
}

async function sourcesOf(item: PromotionItem, environment: EnvironmentItem, at: number, deps: PromotionsDeps) {
  const places = await deps.environments.before(environment, MOST_SOURCES);
  if (places.length === 0) return [];
  const { last, ignored } = await lastIn(item, places, at, deps);
  return places.toSorted(byId('environmentId')).map(({ environmentId, name, soakMinutes }) => {
    const found = last.get(environmentId);
    const deployment = found ? { status: found.status, finishedAt: found.finishedAt ?? null, soakMinutes } : null;
    const isReported = deployment === null && ignored.has(environmentId);
    return { environmentId, name, deployment, ...(isReported && { isReported: true as const }) };
  });
}

const fits = ({ labels }: TargetItem, wanted: Readonly<Record<string, string>> = {}): boolean =>
  Object.entries(wanted).every(([key, value]) => (labels as Readonly<Record<string, string>>)[key] === value);

async function targetsOf({ tenantId, targetEnvironmentId, components, rollout }: PromotionItem, deps: PromotionsDeps) {
  const all = await deps.targets.ofEnvironment(tenantId as TenantId, targetEnvironmentId);
  const runs = new Set((components as Snapshot['release']['components']).map(({ componentId }) => componentId));
  return all
    .filter((target) => target.isActive && runs.has(target.componentId) && fits(target, rollout.labels))
    .map(({ targetId, name, componentId, capability, healthStatus }) => ({
      ...{ targetId, name, componentId, capability, healthStatus },
    }))
    .sort(byId('targetId'));
}

/** The agents that may deploy on one of the targets, each with what the targets need: of a large tenant, a snapshot stays small. */
async function agentsOf(
  { tenantId, targetEnvironmentId }: PromotionItem,
  targets: Snapshot['targets'],
  at: number,
  deps: PromotionsDeps,
): Promise<Snapshot['agents']> {
  const all = await deps.agents.all(tenantId as TenantId);
  const needed = new Set(targets.map(({ capability }) => capability));
  return all
    .filter((agent) => agent.isActive && worksIn(agent, targetEnvironmentId))
    .map((agent) => ({
      agentId: agent.agentId,
      isOnline: statusOf(agent, at) === 'ONLINE',
      capabilities: agent.capabilities.filter((one) => needed.has(one)).sort(),
    }))
    .filter(({ capabilities }) => capabilities.length > 0)
    .sort(byId('agentId'));
}

async function windowsOf(item: PromotionItem, deps: PromotionsDeps): Promise<Snapshot['freezeWindows']> {
  const { targetEnvironmentId: environmentId, service, isRollback } = item;
  const all = await deps.freezeWindows.all(item.tenantId as TenantId);
  return all
    .filter((window) => appliesTo(window, { environmentId, service, isRollback }))
    .map(({ freezeWindowId, name, effect, rrule, timeZone, dtstart, duration }) => ({
      ...{ freezeWindowId, name, effect, ...(rrule === undefined ? {} : { rrule }), timeZone, dtstart, duration },
    }))
    .sort(byId('freezeWindowId'));
}

async function goneOf(tenantId: TenantId, { groups }: Snapshot['policy'], { teams }: PromotionsDeps) {
  const found = await Promise.all(groups.map(({ groupId }) => teams.find(tenantId, groupId)));
  const goneGroups = groups.flatMap(({ groupId }, index) => (found[index] ? [] : [groupId]));
  return goneGroups.length === 0 ? {} : { goneGroups };
}

/** `at` is epoch milliseconds, the moment of the snapshot. */
export async function readSnapshot(
  item: PromotionItem,
  environment: EnvironmentItem,
  release: ReleaseItem,
  at: number,
  deps: PromotionsDeps,
): Promise<Reading> {
  const tenantId = item.tenantId as TenantId;
  const policy = gatePolicyOf(environment, environment.policyVersion ?? 1);
  const approvedHash = boundHash(item, policy);
  const round = item.round + (approvedHash === item.approvedHash ? 0 : 1);
  const targets = await targetsOf(item, deps);
  const [emergencyStop, sources, freezeWindows, agents, opinions, authors, gone] = await Promise.all([
    deps.environments.stopOf(tenantId),
    sourcesOf(item, environment, at, deps),
    windowsOf(item, deps),
    agentsOf(item, targets, at, deps),
    opinionsOf(tenantId, item.promotionId, round, deps),
    authorsOf(release, item.authors, deps),
    goneOf(tenantId, policy, deps),
  ]);
  const { environmentId, name, stop } = environment;
  const { releaseId, releaseKey, service, components } = item;
  const areAuthorsKnown = release.branchSha !== undefined || release.status !== 'PENDING';
  const snapshot: Snapshot = {
    at: isoOf(at),
    isRollback: item.isRollback,
    ...(item.isOfTarget ? { isOfTarget: true as const } : {}),
    requestedBy: requesterOf(item),
    release: { releaseId, releaseKey, service, authors, areAuthorsKnown, components: [...components] },
    environment: { environmentId, name, stop: stopOf(stop) },
    emergencyStop: stopOf(emergencyStop),
    ...{ sources, freezeWindows, override: overrideInForce(item.override), targets, agents, policy, ...gone },
    decisions: opinions.decisions.toSorted(byId('userId')),
  };
  return { snapshot, opinions, approvedHash, round };
}
