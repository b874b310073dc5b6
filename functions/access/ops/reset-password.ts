// Sets a new password with the secret of a mailed link, once. Every session of the user ends, and every other link.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { passwordErrors } from '../../../entities/access/errors.ts';
import { PasswordChanged } from '../../../entities/access/events.ts';
import { readSecret } from '../../../entities/access/secret.model.ts';
import { wordsAbout } from '../../_kit/accounts/passwords.ts';
import type { Ops } from '../deps.ts';

export const resetPassword: Ops['resetPassword'] = async ({ visitor, body }, deps) => {
  const { at, ip, userAgent, correlationId } = visitor;
  const [tenant, read] = [await deps.tenants.find(visitor.tenant), readSecret('wlr', body.secret)];
  if (!tenant || !read || read.tenantId !== tenant.tenantId) throw passwordErrors.reset_invalid();
  const { userId, resetId, hash } = read;
  const tenantId = tenant.tenantId as TenantId;
  const [user, live, stored] = await Promise.all([
    deps.people.find(tenantId, userId),
    deps.passwords.liveResets(tenantId, userId, at),
    deps.passwords.find(tenantId, userId),
  ]);
  const reset = live.find((one) => one.resetId === resetId && one.hash === hash);
  if (!user?.isActive || !reset) throw passwordErrors.reset_invalid();
  deps.hashing.assertAcceptable('password', body.password, wordsAbout(user, tenant));
  const next = await deps.hashing.hash(userId, body.password);
  const caller = {
    ...{ tenantId, correlationId, at, ip, userAgent },
    actor: { type: 'USER', id: userId, name: user.fullName } as const,
  };
  await deps.save(caller, {
    writes: [
      ...live.map((one) => deps.passwords.useReset(one)),
      deps.passwords.set(tenantId, userId, next, isoOf(at), stored),
      deps.sessions.revokeAll(tenantId, userId),
    ],
    events: [PasswordChanged.create(caller, userId, { userId, byMail: true })],
    audit: { action: 'password.reset', resourceType: 'User', resourceId: userId },
  });
  return {};
};
