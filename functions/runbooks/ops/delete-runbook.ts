// Deletes a runbook: hides it, and then deletes its revisions. A deletion that was interrupted is finished by the next one.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { runbookErrors } from '../../../entities/runbooks/errors.ts';
import { RunbookDeleted } from '../../../entities/runbooks/events.ts';
import { viewListed } from '../../../entities/runbooks/runbook.model.ts';
import { auditOf, type Ops } from '../deps.ts';

export const deleteRunbook: Ops['deleteRunbook'] = async (call, { runbooks }) => {
  const { caller } = call;
  const runbook = await runbooks.stored(caller.tenantId, call.params.runbook ?? '');
  if (runbook.deletedAt !== undefined) {
    await runbooks.forget(runbook);
    throw runbookErrors.not_found();
  }
  assertRevision(call, runbook);
  const { runbookId, title } = runbook;
  const reply = await call.save(
    {
      writes: runbooks.markDeleted(runbook, isoOf(caller.at)),
      events: [RunbookDeleted.create(caller, runbookId, { runbookId, title })],
      audit: auditOf(runbook, 'runbook.deleted', { before: viewListed(runbook) }),
    },
    {},
  );
  await runbooks.forget(runbook);
  return reply;
};
