// Mails the link that confirms the address of a user again.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { EmailConfirmationRequested } from '../../../entities/people/events.ts';
import { assertSelfOrAdmin, assertUnconfirmed, viewUser } from '../../../entities/people/user.model.ts';
import { assertSendsMail } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const requestEmailConfirmation: Ops['requestEmailConfirmation'] = async (call, deps) => {
  const { caller } = call;
  const user = await deps.people.get(caller.tenantId, call.params.user ?? '');
  const { userId } = user;
  assertSelfOrAdmin(caller, userId);
  assertRevision(call, user);
  assertSendsMail(deps);
  assertUnconfirmed(user);
  return call.save(
    {
      writes: [deps.invitations.countMail(caller.tenantId, caller.at)],
      events: [EmailConfirmationRequested.create(caller, userId, { userId })],
      audit: { action: 'user.email_confirmation_requested', resourceType: 'User', resourceId: userId },
    },
    { body: viewUser(user), revision: user.revision },
  );
};
