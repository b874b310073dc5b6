// Edits a runbook: its next revision.
import type { Ops } from '../deps.ts';
import { saveEdit } from '../edit.ts';

export const updateRunbook: Ops['updateRunbook'] = async (call, deps) => {
  const before = await deps.runbooks.get(call.caller.tenantId, call.params.runbook ?? '');
  return saveEdit(call, before, call.body, deps);
};
