// Answers an approval with its decisions.
import { showApproval, unapprovableOf } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getApproval: Ops['getApproval'] = async (call, deps) => {
  const whole = await deps.approvals.whole(call.caller.tenantId, call.params.approval ?? '');
  const body = showApproval(call.caller, whole, await unapprovableOf(whole, deps));
  return { body, revision: whole.approval.revision };
};
