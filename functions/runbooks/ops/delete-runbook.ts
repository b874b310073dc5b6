// Deletes a runbook; a consumer of the event deletes its revisions.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { RunbookDeleted } from '../../../entities/runbooks/events.ts';
import { viewListed } from '../../../entities/runbooks/runbook.model.ts';
import { auditOf, type Ops } from '../deps.ts';

export const deleteRunbook: Ops['deleteRunbook'] = async (call, { runbooks }) => {
  const { caller } = call;
  const runbook = await runbooks.get(caller.tenantId, call.params.runbook ?? '');
  assertRevision(call, runbook);
  const { runbookId, title } = runbook;
  return call.save(
    {
      writes: runbooks.remove(runbook),
      events: [RunbookDeleted.create(caller, runbookId, { runbookId, title })],
      audit: auditOf(runbook, 'runbook.deleted', { before: viewListed(runbook) }),
    },
    {},
  );
};
