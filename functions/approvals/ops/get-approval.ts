// Answers an approval with its decisions.
import type { Operation } from '../../_kit/http/http-handler.ts';
import { viewApproval } from '../decide.ts';
import type { ApprovalsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const getApproval: Operation<typeof manifest.routes.getApproval, ApprovalsDeps> = async (call, deps) => {
  const whole = await deps.approvals.whole(call.caller.tenantId, call.params.approval ?? '');
  return { body: viewApproval(whole), revision: whole.approval.revision };
};
