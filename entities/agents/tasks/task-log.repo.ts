// Reads and writes of the logs of tasks: facts of high volume, without event, which expire.
import { shelfOf } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Table } from '../../_base/table/table.ts';
import { expiryOf, isoOf } from '../../_base/time/iso.ts';
import { RETENTION_DAYS } from '../../names.ts';
import { type TaskItem, type TaskLogItem, taskLogDefinition } from './task.entity.ts';
import { keptChunk, type LogChunk } from './task-log.model.ts';

export type TaskLogRepo = ReturnType<typeof createTaskLogRepo>;

export function createTaskLogRepo(table: Table) {
  const logs = itemsOf(table, taskLogDefinition);

  return {
    /** Keeps a chunk of the log of the present lease; one with the same offset replaces the first. `at` is epoch milliseconds. */
    async keep({ tenantId, taskId, fence }: TaskItem, chunk: LogChunk, at: number): Promise<void> {
      const expiresAtEpoch = expiryOf(at, RETENTION_DAYS.taskLog);
      const of = { tenantId, taskId, shelf: shelfOf(taskId), fence };
      await logs.send(logs.put({ ...of, ...keptChunk(chunk), writtenAt: isoOf(at), expiresAtEpoch }));
    },

    /** By lease and offset; a page may be short, as it is one read of a megabyte at most. `at` is epoch milliseconds. */
    list: ({ tenantId, taskId }: TaskItem, page: PageRequest, at: number): Promise<Page<TaskLogItem>> =>
      logs.page(
        { tenantId, taskId, shelf: shelfOf(taskId) },
        page,
        { atMost: page.limit + 1 },
        ({ expiresAtEpoch }) => expiresAtEpoch * 1000 > at,
        { taskId },
      ),
  };
}
