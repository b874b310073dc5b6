// Tells a user with a confirmed address by mail that the password was changed.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { PasswordChanged } from '../../../entities/access/events.ts';
import { plainName } from '../../_adapters/email/account-mail.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { AccessEventsDeps } from '../deps.ts';

export async function onPasswordChanged({ detail }: BusEvent, deps: AccessEventsDeps): Promise<void> {
  const { id: eventId, tenantId: id, occurredAt, data } = PasswordChanged.parse(detail);
  const tenantId = id as TenantId;
  const [tenant, user] = await Promise.all([deps.tenants.get(tenantId), deps.people.find(tenantId, data.userId)]);
  if (!tenant || !user?.isEmailConfirmed || !deps.sendsMail) return;
  const place = plainName(tenant.name);
  const at = occurredAt.slice(0, 16).replace('T', ' ');
  await deps.mail({
    to: user.email,
    subject: `Your password for ${place} on Windlass was changed`,
    lines: [
      `The password of ${plainName(user.fullName)} of ${place} was changed${data.byMail ? ' with a mailed link' : ''} at ${at} UTC.`,
      'All other sessions have ended. If it was not you, reset the password now and tell an admin of your organization.',
    ],
    eventId,
  });
}
