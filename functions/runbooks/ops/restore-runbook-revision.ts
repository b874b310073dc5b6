// Restores the values of an earlier revision as the next one.
import type { Ops } from '../deps.ts';
import { revisionNumber } from '../deps.ts';
import { saveEdit } from '../edit.ts';

export const restoreRunbookRevision: Ops['restoreRunbookRevision'] = async (call, deps) => {
  const { caller, params } = call;
  const before = await deps.runbooks.get(caller.tenantId, params.runbook ?? '');
  const number = revisionNumber(params.revision);
  const { revision, content } = await deps.runbooks.revision(caller.tenantId, before.runbookId, number);
  const { title, tags, isActive, service = null, environment = null } = revision;
  return saveEdit(call, before, { title, tags, isActive, service, environment, content }, deps, number);
};
