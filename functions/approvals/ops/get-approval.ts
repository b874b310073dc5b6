// Answers an approval with its decisions.
import { viewApproval } from '../decide.ts';
import type { Ops } from '../deps.ts';

export const getApproval: Ops['getApproval'] = async (call, deps) => {
  const whole = await deps.approvals.whole(call.caller.tenantId, call.params.approval ?? '');
  return { body: viewApproval(whole), revision: whole.approval.revision };
};
