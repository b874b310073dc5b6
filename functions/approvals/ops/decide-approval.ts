// Approves or rejects as the user of the credential.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { assertIsUser, showApproval } from '../actions.ts';
import { decide } from '../decide.ts';
import type { Ops } from '../deps.ts';

export const decideApproval: Ops['decideApproval'] = async (call, deps) => {
  const { caller, params, body } = call;
  assertIsUser(caller);
  const approvalId = params.approval ?? '';
  if (call.revision !== undefined) {
    const { approval } = await deps.approvals.whole(caller.tenantId, approvalId);
    assertRevision(call, approval);
  }
  const { change, after } = await decide(caller, approvalId, caller.actor.id, body, deps);
  const reply = { body: showApproval(caller, after), revision: after.approval.revision };
  return change ? call.save(change, reply) : reply;
};
