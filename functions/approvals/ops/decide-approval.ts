// Approves or rejects as the user of the credential.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { approvalErrors } from '../../../entities/approvals/errors.ts';
import { decide, viewApproval } from '../decide.ts';
import type { Ops } from '../deps.ts';

export const decideApproval: Ops['decideApproval'] = async (call, deps) => {
  const { caller, params, body } = call;
  if (caller.actor.type !== 'USER') {
    throw approvalErrors.not_an_approver({ detail: 'Only a user can decide; this credential belongs to no user.' });
  }
  const approvalId = params.approval ?? '';
  if (call.revision !== undefined) {
    const { approval } = await deps.approvals.whole(caller.tenantId, approvalId);
    assertRevision(call, approval);
  }
  const { change, after } = await decide(caller, approvalId, caller.actor.id, body, deps);
  const reply = { body: viewApproval(after), revision: after.approval.revision };
  return change ? call.save(change, reply) : reply;
};
