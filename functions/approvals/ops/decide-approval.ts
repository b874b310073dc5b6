// Approves or rejects as the user of the credential.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { approvalErrors } from '../../../entities/approvals/errors.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { type ApprovalsDeps, decide, viewApproval } from '../decide.ts';
import type { manifest } from '../manifest.ts';

export const decideApproval: Operation<typeof manifest.routes.decideApproval, ApprovalsDeps> = async (call, deps) => {
  const { caller, params, body } = call;
  if (caller.actor.type !== 'USER') {
    throw approvalErrors.not_an_approver({ detail: 'A person decides; this credential acts for nobody.' });
  }
  const { change, before, after } = await decide(caller, params.approval ?? '', caller.actor.id, body, deps);
  if (call.revision !== undefined && call.revision !== before.approval.revision) throw baseErrors.precondition_failed();
  const reply = { body: viewApproval(after), revision: after.approval.revision };
  return change ? call.commit(change, reply) : reply;
};
