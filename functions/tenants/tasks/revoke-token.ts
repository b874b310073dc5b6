// Revokes an API token within 30 seconds. An operator invokes it with the token (if it leaked) or with its id, which
// bootstrapTenant answers for new and for existing tokens.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { tokenErrors } from '../../../entities/access/errors.ts';
import { TokenRevoked } from '../../../entities/access/events.ts';
import { readSecret } from '../../../entities/access/secret.model.ts';
import { tenantErrors } from '../../../entities/tenants/errors.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import type { BootstrapDeps } from './bootstrap-tenant.ts';

const input = z
  .strictObject({
    task: z.literal('revokeToken').optional(),
    slug: z.string().min(1),
    token: z.string().min(1).optional(),
    tokenId: z.string().min(1).optional(),
  })
  .refine(({ token, tokenId }) => (token === undefined) !== (tokenId === undefined), {
    error: 'must name either the token or its tokenId',
  });

/** Repeated calls answer the same. Throws `tenant.not_found` or `token.not_found`. */
export async function revokeToken(raw: unknown, deps: BootstrapDeps) {
  const { slug, token, ...asked } = input.parse(raw);
  const read = token === undefined ? undefined : readSecret('wl', token);
  return retryOnConflict(async () => {
    const tenantId = await deps.tenants.idOfSlug(slug);
    if (tenantId === undefined) throw tenantErrors.not_found({ detail: `No tenant has the slug ${slug}` });
    if (read && read.tenantId !== tenantId) throw tokenErrors.not_found({ detail: `${slug} has no such token` });
    const stored = await deps.apiTokens.get(tenantId, asked.tokenId ?? read?.tokenId ?? '');
    const { tokenId, name, role, revokedAt } = stored;
    const answer = { tenant: { id: tenantId, slug }, tokenId, name, role, isRevoked: true };
    if (revokedAt !== undefined) return answer;
    const at = deps.now();
    const caller: Caller = { tenantId, actor: systemActor('operator'), correlationId: newId<'Correlation'>(), at };
    await deps.save(caller, {
      writes: deps.apiTokens.revoke(stored, isoOf(at)),
      events: [TokenRevoked.create(caller, tenantId, { tokenId })],
      audit: {
        action: 'token.revoked',
        resourceType: 'ApiToken',
        resourceId: tokenId,
        details: { slug, tokenId, name, role },
      },
    });
    return answer;
  });
}
