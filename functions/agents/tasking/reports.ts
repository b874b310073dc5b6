// Takes what an agent reports of its tasks: extends leases, keeps logs, and stores ends with what they change on the target. A report may
// come twice: it changes nothing then and is answered the same.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import {
  endOf,
  type RefusedTask,
  type TaskReport,
  taskRefusal,
} from '../../../entities/agents/tasks/sync-tasks.model.ts';
import type { TaskItem } from '../../../entities/agents/tasks/task.entity.ts';
import { extended, isEnded, stopReason } from '../../../entities/agents/tasks/task.model.ts';
import {
  CUT_CHUNK,
  countedBytes,
  type LogChunk,
  MOST_LOG_BYTES,
} from '../../../entities/agents/tasks/task-log.model.ts';
import { TargetUpdated } from '../../../entities/environments/events.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import { targetFactsOf, viewTarget } from '../../../entities/environments/targets/target.model.ts';
import { type Caller, type Change, retryOnConflict } from '../../_kit/save.ts';
import type { SyncDeps } from '../deps.ts';
import { type End, endingOf, tellEnd } from './endings.ts';
import { tellLease } from './leasing.ts';

/** Reports that are stored at the same time. */
const AT_ONCE = 10;

interface Taken {
  readonly refused?: RefusedTask;
  /** The agent has the task from now on too. */
  readonly isHeld?: true;
  readonly isCancelled?: boolean;
}

/** The fields of a target that the end of a task changes. */
function changesOf(target: TargetItem, task: TaskItem, end: End, report: TaskReport): Changes<TargetItem> {
  const { digest, stickerHash } = report;
  return {
    useCount: target.useCount - 1,
    ...(digest !== undefined && { observedDigest: digest ?? undefined }),
    ...(stickerHash !== undefined && { observedStickerHash: stickerHash ?? undefined }),
    ...(end.status === 'SUCCEEDED' && {
      ...{ currentDigest: task.digest, currentReleaseId: task.releaseId, currentServiceId: task.serviceId },
      ...{ stickerHash: task.stickerHash, driftSince: undefined },
    }),
  };
}

/** The change that ends a task, with its target. */
async function endingWithTarget(caller: Caller, task: TaskItem, end: End, report: TaskReport, deps: SyncDeps) {
  const now = isoOf(caller.at);
  const target = (await deps.targets.findMany(caller.tenantId, [task.targetId])).get(task.targetId);
  if (!target) return endingOf(caller, task, end, deps, []);
  const changes = changesOf(target, task, end, report);
  const { after, change } = endingOf(caller, task, end, deps, deps.targets.update(target, now, changes));
  if (end.status !== 'SUCCEEDED') return { after, change };
  const changed = { ...target, ...changes, updatedAt: now, revision: target.revision + 1 } as TargetItem;
  const told = { ...targetFactsOf(target), changed: ['currentDigest', 'currentReleaseId'] };
  const both: Change = {
    ...change,
    events: [...change.events, TargetUpdated.create(caller, target.targetId, told)],
    furtherAudit: [
      {
        action: 'target.deployed',
        resourceType: 'Target',
        resourceId: target.targetId,
        details: { before: viewTarget(target), after: viewTarget(changed) },
      },
    ],
  };
  return { after, change: both };
}

/** A later end of the lease is a heartbeat of the wait. */
async function goOn(caller: Caller, task: TaskItem, deps: SyncDeps): Promise<void> {
  const leasedUntil = extended(task, caller.at);
  if (leasedUntil === undefined) return;
  // Lost to the end of the task, which the next report meets.
  await deps.tasks.note(task, { leasedUntil });
  if (task.tokenOf === 'QUEUE') await tellLease(task, deps);
  else if (task.taskToken !== undefined) await deps.tokens.beat(task.taskToken);
}

/** Keeps a chunk while the log has room for it. */
async function keepLog(task: TaskItem, log: LogChunk, at: number, { tasks, logs }: SyncDeps): Promise<void> {
  const bytes = countedBytes(log);
  const hasRoom = bytes === 0 || (await tasks.countLog(task, bytes, MOST_LOG_BYTES));
  await logs.keep(task, hasRoom ? log : CUT_CHUNK, at);
}

async function take(
  caller: Caller,
  report: TaskReport,
  known: TaskItem | undefined,
  isCancelled: boolean,
  deps: SyncDeps,
) {
  let task = known;
  let { log } = report;
  return retryOnConflict(async (): Promise<Taken> => {
    const refused = taskRefusal(task, report, caller.actor.id);
    if (refused || !task) return { ...(refused && { refused }) };
    if (log) await keepLog(task, log, caller.at, deps);
    log = undefined;
    if (isEnded(task)) {
      await tellEnd(task, deps);
      return {};
    }
    if (report.status === 'RUNNING') {
      await goOn(caller, task, deps);
      return { isHeld: true, isCancelled };
    }
    const end = { ...endOf(task, report, isCancelled), reported: report.status };
    const { after, change } = await endingWithTarget(caller, task, end, report, deps);
    await deps.save(caller, change).catch(async (error: unknown) => {
      task = await deps.tasks.find(caller.tenantId, report);
      throw error;
    });
    await tellEnd(after, deps);
    return {};
  });
}

/** The ids of the deployments that people have cancelled, or that have ended. */
async function cancelledAmong(tenantId: TenantId, tasks: Iterable<TaskItem>, { deployments }: SyncDeps) {
  const ids = [...new Set([...tasks].map(({ deploymentId }) => deploymentId))];
  const found = await Promise.all(ids.map((id) => deployments.find(tenantId, id)));
  return new Set(found.flatMap((one) => (one && stopReason(one) !== undefined ? [one.deploymentId] : [])));
}

/** The refusals and cancellations among the reports, and the number of tasks that the agent has. */
export async function takeReports(caller: Caller, reports: readonly TaskReport[], deps: SyncDeps) {
  if (reports.length === 0) return { held: 0, cancelled: [], refusedTasks: [] };
  const tasks = await deps.tasks.findMany(caller.tenantId, reports);
  const cancelledIds = await cancelledAmong(caller.tenantId, tasks.values(), deps);
  const taken: (Taken & TaskReport)[] = [];
  for (let from = 0; from < reports.length; from += AT_ONCE) {
    const some = reports.slice(from, from + AT_ONCE).map(async (report) => {
      const isCancelled = cancelledIds.has(report.deploymentId);
      return { ...report, ...(await take(caller, report, tasks.get(report.taskId), isCancelled, deps)) };
    });
    taken.push(...(await Promise.all(some)));
  }
  return {
    held: taken.filter(({ isHeld }) => isHeld).length,
    cancelled: taken
      .filter(({ isHeld, isCancelled }) => isHeld && isCancelled)
      .map(({ deploymentId, taskId, fence }) => ({ deploymentId, taskId, fence })),
    refusedTasks: taken.flatMap(({ refused }) => refused ?? []),
  };
}
