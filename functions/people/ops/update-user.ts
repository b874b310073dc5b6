// Changes names, address or activity of a user. Users change their own names and address, an ADMIN those of others too.
import { assertRevision, baseErrors } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { userErrors } from '../../../entities/people/errors.ts';
import { EmailConfirmationRequested, UserUpdated } from '../../../entities/people/events.ts';
import { assertMayGrant } from '../../../entities/people/rights.model.ts';
import { assertSelfOrAdmin, changesOf, viewUser } from '../../../entities/people/user.model.ts';
import { assertSendsMail } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const updateUser: Ops['updateUser'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.people.get(caller.tenantId, call.params.user ?? '');
  assertRevision(call, before);
  assertSelfOrAdmin(caller, before.userId);
  if (body.isActive !== undefined && caller.role !== 'ADMIN') {
    throw baseErrors.forbidden({ detail: 'This needs the role ADMIN.' });
  }
  // A new address is a way to a new password, and with it to all rights of the user.
  if (body.email !== undefined || body.isActive === true) assertMayGrant(caller, before.role ?? 'VIEWER');
  const changes = changesOf(before, body);
  const isMailed = changes.pendingEmail !== undefined;
  if (isMailed) assertSendsMail(deps);
  const { tenantId, at } = caller;
  const { userId } = before;
  const taken = userErrors.taken({
    fields: [{ path: 'email', code: 'user.taken', message: 'belongs to another user' }],
  });
  const view = viewUser({ ...before, ...changes, revision: before.revision + 1, updatedAt: isoOf(at) });
  return call.save(
    {
      writes: [
        ...deps.people.change(before, isoOf(at), changes),
        ...(changes.pendingEmail === undefined
          ? []
          : [
              deps.people.checkEmailFree(tenantId, changes.pendingEmail, taken),
              deps.invitations.countMail(tenantId, at),
            ]),
      ],
      events: [
        UserUpdated.create(caller, userId, { userId }),
        ...(isMailed ? [EmailConfirmationRequested.create(caller, userId, { userId })] : []),
      ],
      audit: {
        action: 'user.updated',
        resourceType: 'User',
        resourceId: userId,
        details: { before: viewUser(before), after: view },
      },
    },
    { body: view, revision: view.revision },
  );
};
