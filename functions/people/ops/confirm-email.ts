// Confirms the address to which the secret was mailed. It becomes the address of the user.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { readSecret } from '../../../entities/access/secret.model.ts';
import { userErrors } from '../../../entities/people/errors.ts';
import { UserUpdated } from '../../../entities/people/events.ts';
import { confirmedBy, viewUser } from '../../../entities/people/user.model.ts';
import type { Ops } from '../deps.ts';

export const confirmEmail: Ops['confirmEmail'] = async ({ visitor, body }, { people, tenants, save }) => {
  const { tenant: asked, at, ...sender } = visitor;
  const [tenant, read] = [await tenants.find(asked), readSecret('wlc', body.secret)];
  const tenantId = tenant?.tenantId as TenantId | undefined;
  const user = tenantId && read && (await people.find(tenantId, read.userId));
  const changes = read && confirmedBy(user, read.hash, at);
  if (!tenantId || !user || !changes) throw userErrors.confirmation_invalid();
  const { userId, fullName: name } = user;
  const caller = { ...sender, tenantId, actor: { type: 'USER', id: userId, name }, at } as const;
  const after = viewUser({ ...user, ...changes, revision: user.revision + 1, updatedAt: isoOf(at) });
  await save(caller, {
    writes: people.change(user, isoOf(at), changes),
    events: [UserUpdated.create(caller, userId, { userId })],
    audit: {
      action: 'user.email_confirmed',
      resourceType: 'User',
      resourceId: userId,
      details: { before: viewUser(user), after },
    },
  });
  return {};
};
