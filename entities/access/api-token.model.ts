// API tokens: `wl_`, the tenant's id and 32 random bytes. The tenant's id selects the partition of the look-up; only the
// SHA-256 of the whole token is stored.
import { createHash, randomBytes } from 'node:crypto';
import type { TenantId } from '../_base/ids.ts';

const PREFIX = 'wl_';
const TENANT_CHARS = 22;
const SECRET_CHARS = 43;
const TOKEN = new RegExp(`^${PREFIX}([\\w-]{${TENANT_CHARS}})[\\w-]{${SECRET_CHARS}}$`);

const toUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A new token; it is shown only once. */
export function mintToken(tenantId: TenantId): string {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex').toString('base64url');
  return `${PREFIX}${tenant}${randomBytes(32).toString('base64url')}`;
}

/** The tenant and hash of a presented token; undefined if it does not have our format. */
export function readToken(token: string): { tenantId: TenantId; hash: string } | undefined {
  const tenant = TOKEN.exec(token)?.[1];
  if (tenant === undefined) return undefined;
  return { tenantId: toUuid(Buffer.from(tenant, 'base64url').toString('hex')) as TenantId, hash: hashToken(token) };
}

/** The result of `hashToken`. */
const TOKEN_HASH = /^[\w-]{43}$/;

/**
 * The id of a token for people, in releases, audit entries and events. Its hash, under which it is stored, is never shown.
 */
export const tokenIdOf = (hash: string): string =>
  `token-${createHash('sha256').update(`windlass token id\n${hash}`).digest('base64url').slice(0, 22)}`;

/** An actor's id for people: older items contain a token's hash instead of its id. */
export const shownActorId = (actorId: string): string => (TOKEN_HASH.test(actorId) ? tokenIdOf(actorId) : actorId);
