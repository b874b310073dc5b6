// Lists the revisions of a runbook without contents, newest first.
import { viewRevision } from '../../../entities/runbooks/runbook.model.ts';
import type { Ops } from '../deps.ts';

export const listRunbookRevisions: Ops['listRunbookRevisions'] = async ({ caller, params, query }, { runbooks }) => {
  const { runbookId } = await runbooks.get(caller.tenantId, params.runbook ?? '');
  const { items, nextCursor } = await runbooks.revisions(caller.tenantId, runbookId, query);
  return { body: { items: items.map(viewRevision), nextCursor } };
};
