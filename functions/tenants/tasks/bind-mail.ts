// Sets the Amazon SES identities that a tenant may send mails from, and the addresses that may receive them besides its
// members. An operator invokes it and knows who owns the identities: SES has one account for all tenants.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { tenantErrors } from '../../../entities/tenants/errors.ts';
import { MailBindingChanged } from '../../../entities/tenants/events.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import type { BootstrapDeps } from './bootstrap-tenant.ts';

const name = z.union([z.email(), z.hostname()], { error: 'must be an address or a domain' });
const names = z.array(name).max(100);

const input = z.strictObject({
  task: z.literal('bindMail').optional(),
  slug: z.string().min(1),
  /** Addresses and domains that the tenant may send from; it may also send to them. */
  senders: names,
  /** Further addresses and domains that may receive its mails. */
  recipients: names.default([]),
});

/** Replaces the earlier binding. Throws `tenant.not_found`. */
export async function bindMail(raw: unknown, deps: Pick<BootstrapDeps, 'tenants' | 'save' | 'now'>) {
  const { slug, senders, recipients } = input.parse(raw);
  return retryOnConflict(async () => {
    const tenantId = await deps.tenants.idOfSlug(slug);
    const tenant = tenantId === undefined ? undefined : await deps.tenants.get(tenantId);
    if (tenantId === undefined || tenant === undefined) {
      throw tenantErrors.not_found({ detail: `No tenant has the slug ${slug}` });
    }
    const { mailSenders, mailRecipients } = tenant;
    const at = deps.now();
    const caller: Caller = { tenantId, actor: systemActor('operator'), correlationId: newId<'Correlation'>(), at };
    await deps.save(caller, {
      writes: [deps.tenants.bindMail(tenant, isoOf(at), senders, recipients)],
      events: [MailBindingChanged.create(caller, tenantId, { slug })],
      audit: {
        action: 'tenant.mail_bound',
        resourceType: 'Tenant',
        resourceId: tenantId,
        details: { before: { mailSenders, mailRecipients }, after: { senders, recipients } },
      },
    });
    return { tenant: { id: tenantId, slug }, senders, recipients };
  });
}
