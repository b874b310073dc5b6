// Mails the link that resets a password. An address that nobody has confirmed may be somebody else's:
// it gets none. Each delivery of the event makes a new secret, and only its latest one is valid. Earlier
// links stay valid, so that somebody else's request does not end them, and few are sent.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { PasswordResetRequested } from '../../../entities/access/events.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { plainName } from '../../_adapters/email/account-mail.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { AccessEventsDeps } from '../deps.ts';

const VALID_MS = 3_600_000;
const MOST_LINKS = 5;

export async function onPasswordResetRequested({ detail }: BusEvent, deps: AccessEventsDeps): Promise<void> {
  const { id: eventId, tenantId: id, data } = PasswordResetRequested.parse(detail);
  const tenantId = id as TenantId;
  const { userId } = data;
  if (userId === undefined || !deps.sendsMail) return;
  const now = deps.now();
  const [tenant, user, live] = await Promise.all([
    deps.tenants.get(tenantId),
    deps.people.find(tenantId, userId),
    deps.passwords.liveResets(tenantId, userId, now),
  ]);
  const others = live.filter(({ resetId }) => resetId !== eventId);
  if (!tenant || !user?.isActive || !user.isEmailConfirmed || others.length >= MOST_LINKS) return;
  const { secret, hash } = mintSecret('wlr', { tenantId, userId, resetId: eventId });
  await deps.passwords.keepReset({
    ...{ tenantId, userId, resetId: eventId, hash },
    expiresAtEpoch: Math.floor((now + VALID_MS) / 1000),
  });
  const place = plainName(tenant.name);
  await deps.mail({
    to: user.email,
    subject: `Reset your password for ${place} on Windlass`,
    lines: [
      `Somebody asked to reset the password of ${plainName(user.fullName)} of ${place} on Windlass.`,
      'The link is valid once, for one hour. If it was not you, ignore this mail: your password stays as it is.',
    ],
    label: 'Reset the password',
    page: `/console/${tenant.slug}/reset-password`,
    ...{ secret, eventId },
  });
}
