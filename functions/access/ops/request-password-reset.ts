// Asks for a mail with a link that resets a password. The answer is the same, and needs the same time and requests to the
// table, whether a user has the name or not: the consumer of the event sends the mail.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { PasswordResetRequested } from '../../../entities/access/events.ts';
import { NO_TENANT } from '../../../entities/tenants/tenant.repo.ts';
import type { Ops } from '../deps.ts';
import { countAttempt } from '../passwords/guess.ts';
import { foldedName, namedUser } from '../passwords/named-user.ts';
import { visitorsCaller } from '../passwords/visitors-caller.ts';

export const requestPasswordReset: Ops['requestPasswordReset'] = async ({ visitor, body }, deps) => {
  const tenant = await deps.tenants.find(visitor.tenant);
  const tenantId = (tenant?.tenantId ?? NO_TENANT) as TenantId;
  const name = foldedName(body.login);
  const userId = await namedUser(tenantId, name, deps);
  const { ip, at } = visitor;
  await countAttempt({ tenantId, name: `reset ${name}`, userId, ip, at }, deps);
  if (!tenant) await deps.attempts.pretendSave(tenantId, at);
  else {
    const caller = visitorsCaller(tenantId, visitor);
    await deps.save(caller, {
      writes: [],
      events: [PasswordResetRequested.create(caller, userId ?? tenantId, { userId })],
      audit: { action: 'password.reset_requested', resourceType: 'User', resourceId: userId ?? 'unknown' },
    });
  }
  return {};
};
