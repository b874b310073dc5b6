// Deletes a tenant with all its data; invoked by an operator. From then on its requests are refused and its events ignored.
// The consumer of TenantDeleted starts the removal of the data (statemachines/tenant-removal).
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { tenantErrors } from '../../../entities/tenants/errors.ts';
import { TenantDeleted } from '../../../entities/tenants/events.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import type { BootstrapDeps } from './bootstrap-tenant.ts';

const input = z
  .strictObject({
    task: z.literal('deleteTenant').optional(),
    slug: z.string().min(1),
    /** The slug again as a confirmation: a deleted tenant cannot be restored. */
    confirmation: z.string(),
  })
  .refine(({ slug, confirmation }) => confirmation === slug, {
    path: ['confirmation'],
    error: 'must be the slug of the tenant again',
  });

const answerOf = (id: string, slug: string, deletedAt: string) => ({ tenant: { id, slug }, deletedAt });

/** Repeated calls answer the same until the tenant's data is removed, then throw `tenant.not_found`. */
export async function deleteTenant(raw: unknown, deps: Pick<BootstrapDeps, 'tenants' | 'save' | 'now'>) {
  const { slug } = input.parse(raw);
  return retryOnConflict(async () => {
    const tenantId = await deps.tenants.idOfSlug(slug);
    const tenant = tenantId === undefined ? undefined : await deps.tenants.stored(tenantId);
    if (tenantId === undefined || tenant === undefined) {
      throw tenantErrors.not_found({ detail: `No tenant has the slug ${slug}` });
    }
    if (tenant.deletedAt !== undefined) return answerOf(tenantId, slug, tenant.deletedAt);
    const at = deps.now();
    const deletedAt = isoOf(at);
    const caller: Caller = { tenantId, actor: systemActor('operator'), correlationId: newId<'Correlation'>(), at };
    await deps.save(caller, {
      writes: [deps.tenants.markDeleted(tenant, deletedAt)],
      events: [TenantDeleted.create(caller, tenantId, { slug })],
      audit: { action: 'tenant.deleted', resourceType: 'Tenant', resourceId: tenantId, details: { slug } },
    });
    return answerOf(tenantId, slug, deletedAt);
  });
}
