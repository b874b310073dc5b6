// Mails the link of an invitation. Each delivery of the event makes a new secret, and only the latest one is valid.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { InvitationRequested } from '../../../entities/people/events.ts';
import { plainName } from '../../_adapters/email/account-mail.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PeopleEventsDeps } from '../deps.ts';

export async function onInvitationRequested({ detail }: BusEvent, deps: PeopleEventsDeps): Promise<void> {
  const { id: eventId, tenantId, actor, data } = InvitationRequested.parse(detail);
  const { invitationId } = data;
  const [tenant, invitation] = await Promise.all([
    deps.tenants.get(tenantId as TenantId),
    deps.invitations.find(tenantId as TenantId, invitationId),
  ]);
  if (!tenant || invitation?.status !== 'PENDING') return;
  const { secret, hash } = mintSecret('wli', { invitationId });
  if (!(await deps.invitations.settle(invitation, hash))) throw new Error('the invitation was changed meanwhile');
  const [inviter, place] = [plainName(actor.name), plainName(tenant.name)];
  await deps.mail({
    to: invitation.email,
    subject: `${inviter} invites you to ${place} on Windlass`,
    lines: [
      `${inviter} invites you to ${place} on Windlass with the role ${invitation.role}.`,
      `The link is valid once, until ${invitation.expiresAt.slice(0, 16).replace('T', ' ')} UTC.`,
    ],
    label: 'Accept the invitation',
    page: `/console/${tenant.slug}/invitation`,
    ...{ secret, eventId },
  });
}
