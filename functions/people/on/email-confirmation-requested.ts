// Mails the link that confirms an address of a user. Each delivery of the event makes a new secret, and only the latest one is
// valid.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { EmailConfirmationRequested } from '../../../entities/people/events.ts';
import { newConfirmation, unconfirmedEmail } from '../../../entities/people/user.model.ts';
import { plainName } from '../../_adapters/email/account-mail.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PeopleEventsDeps } from '../deps.ts';

export async function onEmailConfirmationRequested({ detail }: BusEvent, deps: PeopleEventsDeps): Promise<void> {
  const { id: eventId, tenantId, data } = EmailConfirmationRequested.parse(detail);
  const [tenant, user] = await Promise.all([
    deps.tenants.get(tenantId as TenantId),
    deps.people.find(tenantId as TenantId, data.userId),
  ]);
  const address = user && unconfirmedEmail(user);
  if (!tenant || !user || address === undefined) return;
  const { secret, changes } = newConfirmation(user, deps.now());
  if (!(await deps.people.settle(user, changes))) throw new Error('the user was changed meanwhile');
  const place = plainName(tenant.name);
  await deps.mail({
    to: address,
    subject: `Confirm your address for ${place} on Windlass`,
    lines: [
      `This address was entered for ${plainName(user.fullName)} of ${place} on Windlass.`,
      'The link is valid once, for 24 hours. If you do not know about it, ignore this mail.',
    ],
    label: 'Confirm the address',
    page: `/console/${tenant.slug}/confirm-email`,
    ...{ secret, eventId },
  });
}
