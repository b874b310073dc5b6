// A runbook was deleted: deletes its revisions. Ids are never used again, so a repeated event finds nothing.
import { RunbookDeleted } from '../../../entities/runbooks/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { RunbooksDeps } from '../deps.ts';

export async function onRunbookDeleted(
  { detail }: BusEvent,
  { runbooks }: Pick<RunbooksDeps, 'runbooks'>,
): Promise<void> {
  const { tenantId, data } = RunbookDeleted.parse(detail);
  await runbooks.removeRevisions(tenantId, data.runbookId);
}
