// Creates a user with a role. The address gets a link to confirm it; until then no mail about releases is sent there.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { EmailConfirmationRequested, UserCreated } from '../../../entities/people/events.ts';
import { assertMayGrant } from '../../../entities/people/rights.model.ts';
import { userDefinition } from '../../../entities/people/user.entity.ts';
import { viewUser } from '../../../entities/people/user.model.ts';
import { wordsAbout } from '../../_kit/accounts/passwords.ts';
import type { Ops } from '../deps.ts';

export const createUser: Ops['createUser'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const { password, ...said } = body;
  assertMayGrant(caller, said.role);
  const userId = newId<'User'>();
  const tenant = await deps.tenants.get(tenantId);
  if (password !== undefined) deps.hashing.assertAcceptable('password', password, wordsAbout(said, tenant));
  const createdAt = isoOf(caller.at);
  const user = { tenantId, userId, ...said, isEmailConfirmed: false, isActive: true, createdAt };
  const view = viewUser({ ...user, ...firstStamps(userDefinition, createdAt) });
  return call.save(
    {
      writes: [
        ...deps.people.create(tenantId, [{ user }]),
        ...(password === undefined
          ? []
          : [deps.passwords.set(tenantId, userId, await deps.hashing.hash(userId, password), createdAt)]),
        ...(deps.sendsMail ? [deps.invitations.countMail(tenantId, caller.at)] : []),
      ],
      events: [
        UserCreated.create(caller, userId, { userId }),
        ...(deps.sendsMail ? [EmailConfirmationRequested.create(caller, userId, { userId })] : []),
      ],
      audit: { action: 'user.created', resourceType: 'User', resourceId: userId, details: { after: view } },
    },
    { body: view, revision: view.revision, location: `/users/${userId}` },
  );
};
