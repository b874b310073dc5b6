// Resolves a bearer token to tenant, principal, role and scopes (RFC 6750). API Gateway can only answer 403 for a refusal,
// so a bad token is let through marked as a problem, and the HTTP bundle answers 401 with the reason.

import { weakerOf } from '../../../entities/names.ts';
import { readToken, tokenIdOf } from '../../../entities/tenants/api-token.model.ts';
import type { TenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import type { TakeShare } from './fair-share.ts';

export interface AuthorizerReply {
  readonly isAuthorized: true;
  readonly context: Readonly<Record<string, string>>;
}

const refused = (problem: string): AuthorizerReply => ({ isAuthorized: true, context: { problem } });

export async function authorize(
  header: string | undefined,
  tenants: TenantRepo,
  now: number,
  takeShare: TakeShare = () => 0,
): Promise<AuthorizerReply> {
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) return refused('missing');
  const read = readToken(token);
  if (!read) return refused('malformed');
  const [tenant, stored] = await Promise.all([
    tenants.get(read.tenantId),
    tenants.tokenOfHash(read.tenantId, read.hash),
  ]);
  if (!tenant || !stored || stored.isRevoked) return refused('unknown');
  if (stored.validUntil !== undefined && Date.parse(stored.validUntil) <= now) return refused('expired');
  const member = stored.userId === undefined ? undefined : await tenants.membershipOf(read.tenantId, stored.userId);
  if (stored.userId !== undefined && !member?.isActive) return refused('unknown');
  // Of who is known to be of the tenant: others would use up its share.
  const waitSeconds = takeShare(read.tenantId, now);
  if (waitSeconds > 0) return { isAuthorized: true, context: { problem: 'throttled', waitSeconds: `${waitSeconds}` } };
  return {
    isAuthorized: true,
    context: {
      tenantId: tenant.tenantId,
      tenantSlug: tenant.slug,
      actorType: member ? 'USER' : 'TOKEN',
      actorId: member?.userId ?? tokenIdOf(stored.hash),
      actorName: member?.name ?? stored.name,
      role: member ? weakerOf(member.role, stored.role) : stored.role,
      scopes: stored.scopes,
    },
  };
}
