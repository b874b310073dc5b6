// A report on a deployment, as a change: the deployment, what is live, and the deployment that it takes back, in one transaction. A report
// that tells nothing new changes nothing; one that only counts later is kept without an event.
import { changedFields } from '../../../entities/_base/changes.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { type Attached, newReported, type Place } from '../../../entities/deployments/deployment.model.ts';
import type {
  DeploymentReport,
  DeploymentSource,
} from '../../../entities/deployments/reports/deployment-report.model.ts';
import { fieldsOf, tellMore } from '../../../entities/deployments/reports/told.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { ReportingDeps } from '../deps.ts';
import { auditOf, eventsOfChange } from './news.ts';
import { livenessOf, takenBack } from './outcome.ts';
import { releaseOf } from './release-of.ts';

export interface Reported {
  readonly place: Place;
  readonly source?: DeploymentSource | undefined;
  /** The deployment as it was read; undefined for one that is first heard of. */
  readonly before: DeploymentItem | undefined;
  readonly report: DeploymentReport;
  readonly ref?: string | undefined;
  /** A release that the report names. */
  readonly release?: Attached | undefined;
}

interface Heard {
  readonly item: DeploymentItem;
  /** Undefined if nobody sees a change. */
  readonly change?: Change;
}

/** Clocks differ by less. A wrong time zone is hours ahead, and would keep a deployment live over all that come after it until then. */
const AHEAD_MS = 15 * 60_000;

/** A time that lies ahead is that of a wrong clock, and undefined. `now` is epoch milliseconds. */
export const notAhead = (time: string | undefined, now: number): string | undefined =>
  time !== undefined && time < isoOf(now + AHEAD_MS) ? time : undefined;

/** A report from a wrong clock is one of its arrival. */
const inTime = ({ at, requestedAt, startedAt, ...report }: DeploymentReport, now: number): DeploymentReport => ({
  ...report,
  at: notAhead(at, now) ?? isoOf(now),
  requestedAt: notAhead(requestedAt, now),
  startedAt: notAhead(startedAt, now),
});

/** The deployment after the report, and what writes it; no writes if only `told` changed. */
async function applied(caller: Caller, reported: Reported, deps: ReportingDeps) {
  const { place, source, before, ref } = reported;
  const told = tellMore(before?.told, inTime(reported.report, caller.at));
  if (before?.told === told) return { item: before, writes: [], changed: [] };
  const known = before?.releaseId === undefined ? undefined : { releaseId: before.releaseId, version: before.version };
  const release = known ?? reported.release ?? (await releaseOf(place, told, ref, caller.at, deps));
  if (!before) {
    const item = newReported(place, caller.at, told, source, release);
    return { item, writes: deps.deployments.create(item), changed: [] };
  }
  const fields = { ...fieldsOf(told, before.rolledBackBy, release?.version), releaseId: release?.releaseId };
  const changes = changedFields(before, fields) as Changes<DeploymentItem>;
  const changed = Object.keys(changes).filter((name) => name !== 'beganAt' && name !== 'month');
  if (changed.length === 0) {
    await deps.deployments.keepTold(before, told);
    return { item: before, writes: [], changed };
  }
  const at = isoOf(caller.at);
  const item = { ...before, ...changes, told, updatedAt: at, revision: before.revision + 1 } as DeploymentItem;
  return { item, writes: deps.deployments.update(before, at, { ...changes, told }), changed };
}

/** Nothing is live in an environment that was deleted, and nothing of a deleted service. */
async function areThere({ tenantId, environmentId, serviceId }: DeploymentItem, deps: ReportingDeps): Promise<boolean> {
  const [environment, service] = await Promise.all([
    deps.environments.find(tenantId as TenantId, environmentId),
    deps.services.find(tenantId, serviceId),
  ]);
  return environment !== undefined && service !== undefined;
}

/** The change by a report. `around` are the writes, events and entries of what it needs, such as a new environment. */
export async function hear(
  caller: Caller,
  reported: Reported,
  deps: ReportingDeps,
  around: Pick<Change, 'writes' | 'events'> & Pick<Change, 'furtherAudit'> = { writes: [], events: [] },
): Promise<Heard> {
  const { before } = reported;
  const { item, writes, changed } = await applied(caller, reported, deps);
  if (writes.length === 0) return { item };
  const original = await takenBack(caller, item, deps);
  const changedItems = [item, ...(original ? [original.item] : [])];
  const isPlaced = !before || (await areThere(item, deps));
  const live: readonly Write[] = isPlaced ? await livenessOf(caller, changedItems, deps) : [];
  return {
    item,
    change: {
      writes: [...around.writes, ...writes, ...(original?.writes ?? []), ...live],
      events: [...around.events, ...eventsOfChange(caller, before, item, changed), ...(original?.events ?? [])],
      audit: auditOf('reported', before, item),
      furtherAudit: [...(around.furtherAudit ?? []), ...(original?.audit ?? [])],
    },
  };
}
