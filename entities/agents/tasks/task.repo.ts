// Reads and writes of tasks and their waiting list. Writes are returned for a transaction; the waiting list follows the status.
import { isId, shelfOf, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Changes, Table, Write } from '../../_base/table/table.ts';

import { taskErrors } from '../errors.ts';
import { type TaskItem, taskDefinition, type WaitingTaskItem, waitingTaskDefinition } from './task.entity.ts';
import type { TaskFilter } from './task.model.ts';

export type TaskRepo = ReturnType<typeof createTaskRepo>;

/** A task is found by its deployment and its id. */
export type TaskRef = Pick<TaskItem, 'deploymentId' | 'taskId'>;

/** Entries of the waiting list in one part, and the parts that a sync reads at most. */
const MOST_WAITING = 500;
const MOST_PARTS = 10;
/** Tasks that a filtered page reads: with their stickers, 200 KB. */
const MOST_READ = 150;

export function createTaskRepo(table: Table) {
  const tasks = itemsOf(table, taskDefinition);
  const waiting = itemsOf(table, waitingTaskDefinition);

  const keyFor = (tenantId: string, { deploymentId, taskId }: TaskRef) => ({
    ...{ tenantId, deploymentId, taskId },
    shelf: shelfOf(deploymentId),
  });
  const place = ({ tenantId, environmentId, capability = '', taskId, deploymentId }: TaskItem) => ({
    ...{ tenantId, environmentId, capability, taskId, deploymentId },
  });
  const find = async (tenantId: TenantId, ref: TaskRef): Promise<TaskItem | undefined> =>
    isId(ref.deploymentId) && isId(ref.taskId) ? tasks.find(keyFor(tenantId, ref)) : undefined;

  return {
    find,

    /** Throws `task.not_found`. */
    async get(tenantId: TenantId, ref: TaskRef): Promise<TaskItem> {
      const found = await find(tenantId, ref);
      if (!found) throw taskErrors.not_found();
      return found;
    },

    /** Those that exist, by id. */
    async findMany(tenantId: TenantId, refs: readonly TaskRef[]): Promise<ReadonlyMap<string, TaskItem>> {
      const known = refs.filter(({ deploymentId, taskId }) => isId(deploymentId) && isId(taskId));
      const found = await tasks.findMany(known.map((ref) => keyFor(tenantId, ref)));
      return new Map(found.map((item) => [item.taskId, item]));
    },

    /** All tasks of a deployment, of every step, by a consistent read. */
    ofDeployment: (tenantId: TenantId, deploymentId: string): Promise<TaskItem[]> =>
      tasks.all({ tenantId, deploymentId, shelf: shelfOf(deploymentId) }),

    /** In the order of their ids; a filtered page may be short. */
    list: (tenantId: TenantId, deploymentId: string, filter: TaskFilter, page: PageRequest): Promise<Page<TaskItem>> =>
      tasks.page(
        { tenantId, deploymentId, shelf: shelfOf(deploymentId) },
        page,
        { atMost: MOST_READ },
        ({ status }) => filter.status === undefined || status === filter.status,
        filter,
      ),

    /** Conflicts if the task exists. */
    create: (item: TaskItem): Write[] => [
      tasks.create(item),
      ...(item.status === 'QUEUED' ? [waiting.create(place(item))] : []),
    ],

    update(before: TaskItem, at: string, changes: Changes<TaskItem>): Write[] {
      const after = { ...before, ...changes } as TaskItem;
      const [waited, waits] = [before.status === 'QUEUED', after.status === 'QUEUED'];
      return [
        tasks.change(before, at, changes),
        ...(waited && !waits ? [waiting.forget(place(before))] : []),
        ...(!waited && waits ? [waiting.put(place(after))] : []),
      ];
    },

    /** Stores facts without a new revision; false if the task was changed since it was read. */
    note: (loaded: TaskItem, facts: Changes<TaskItem>): Promise<boolean> => tasks.send(tasks.note(loaded, facts)),

    /** Counts bytes of the log of the present lease; false if there would be more than `most`. */
    countLog: (loaded: TaskItem, bytes: number, most: number): Promise<boolean> =>
      tasks.send(
        tasks.add(
          keyFor(loaded.tenantId, loaded),
          { logBytes: bytes },
          {
            expression: 'fence = :fence AND (attribute_not_exists(logBytes) OR logBytes <= :room)',
            values: { fence: loaded.fence, room: most - bytes },
          },
        ),
      ),

    /**
     * Stores the token of a wait, as a new revision: an end that has not seen the token would answer an earlier one. False if the task was
     * changed since it was read.
     */
    keepToken: (loaded: TaskItem, token: Pick<TaskItem, 'taskToken' | 'tokenOf'>): Promise<boolean> =>
      tasks.send(tasks.change(loaded, undefined, token)),

    /**
     * The first part of the waiting list, of one environment or all, in which some fit, by eventually consistent reads: tasks that nobody can
     * take do not hide the others.
     */
    async waiting(
      tenantId: TenantId,
      environmentId: string | undefined,
      fits: (one: WaitingTaskItem) => boolean,
    ): Promise<readonly WaitingTaskItem[]> {
      const of = { tenantId, ...(environmentId && { environmentId }) };
      let cursor: string | undefined;
      for (let part = 0; part < MOST_PARTS; part++) {
        const { items, nextCursor } = await waiting.page(of, { limit: MOST_WAITING, cursor });
        const fit = items.filter(fits);
        if (fit.length > 0 || nextCursor === null) return fit;
        cursor = nextCursor;
      }
      return [];
    },
  };
}
