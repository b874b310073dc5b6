// Resolves a bearer token to tenant, actor, role and scopes (RFC 6750). API Gateway can only answer 403 for a refusal, so a
// bad token passes with `problem` in its context, and the surface v1 answers 401 with the reason.
import { readToken, tokenIdOf } from '../../../entities/access/api-token.model.ts';
import { weakerOf } from '../../../entities/names.ts';

import { createShortMemory } from '../../_kit/short-memory.ts';
import type { CredentialReads } from './credential-reads.ts';
import type { TakeShare } from './fair-share.ts';

type Context = Readonly<Record<string, string>>;

export interface AuthorizerReply {
  readonly isAuthorized: true;
  readonly context: Context;
}

export type Authorize = (header: string | undefined, now: number) => Promise<AuthorizerReply>;

/** A valid token, which may have expired. */
interface Known {
  /** Epoch milliseconds. */
  readonly validUntil: number;
  readonly context: Context;
}

/** A revoked token, a removed member and a changed role take effect after at most this time. */
const MEMORY_MS = 30_000;
const MOST_TOKENS = 2_000;

type TokenRef = NonNullable<ReturnType<typeof readToken>>;

const reply = (context: Context): AuthorizerReply => ({ isAuthorized: true, context });

async function resolve(token: TokenRef, reads: CredentialReads): Promise<Known | undefined> {
  const { tenantId, hash } = token;
  const [tenant, stored] = await Promise.all([reads.tenant(tenantId), reads.token(tenantId, hash)]);
  if (!tenant || !stored || stored.isRevoked) return undefined;
  const member = stored.userId === undefined ? undefined : await reads.membership(tenantId, stored.userId);
  if (stored.userId !== undefined && !member?.isActive) return undefined;
  return {
    validUntil: stored.validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(stored.validUntil),
    context: {
      tenantId: tenant.tenantId,
      tenantSlug: tenant.slug,
      tenantAliases: (tenant.aliases ?? []).join(' '),
      actorType: member ? 'USER' : 'TOKEN',
      actorId: member?.userId ?? tokenIdOf(stored.hash),
      actorName: member?.name ?? stored.name,
      role: member ? weakerOf(member.role, stored.role) : stored.role,
      scopes: stored.scopes,
    },
  };
}

/**
 * Valid tokens stay in memory for half a minute. Unknown tokens are looked up each time, so that a new token works at once.
 */
export function createAuthorize(reads: CredentialReads, takeShare: TakeShare = () => 0): Authorize {
  const memory = createShortMemory<Known>(MEMORY_MS, MOST_TOKENS);
  return async (header, now) => {
    const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) return reply({ problem: 'missing' });
    const read = readToken(token);
    if (!read) return reply({ problem: 'malformed' });
    const key = `${read.tenantId}#${read.hash}`;
    const remembered = memory.get(key, now);
    const known = remembered ?? (await resolve(read, reads));
    if (!known) return reply({ problem: 'unknown' });
    if (!remembered) memory.set(key, known, now);
    if (known.validUntil <= now) return reply({ problem: 'expired' });
    // Only callers with a valid token use up their tenant's share.
    const waitSeconds = takeShare(read.tenantId, now);
    return reply(waitSeconds > 0 ? { problem: 'throttled', waitSeconds: `${waitSeconds}` } : known.context);
  };
}
