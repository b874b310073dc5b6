// API tokens: bodies, replies and decisions. Pure.
import * as z from 'zod';
import { baseErrors } from '../_base/conflicts.ts';
import { pageQuery } from '../_base/list.ts';
import { prose } from '../_base/text.ts';
import { isoOf } from '../_base/time/iso.ts';
import { ROLES, type Role } from '../names.ts';
import { actionsView } from './actions/action.model.ts';
import type { ApiTokenItem } from './api-token.entity.ts';
import { tokenErrors } from './errors.ts';
import { coversRole, coversScopes, type Rights } from './rights.model.ts';

/** The owner of tokens of CI, which belong to nobody. */
export const CI_OWNER = 'CI';
/** Tokens that an owner may have, revoked ones aside. */
export const MOST_TOKENS = 50;
export const USED_EVERY_MS = 300_000;
/** The addresses that a token keeps; the oldest is forgotten first. */
export const MOST_ADDRESSES = 50;

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;
const MOST_DAYS = 365;
/** The longest life of a token. */
export const LONGEST_MS = MOST_DAYS * DAY_MS;
const MOST_GRACE_SECONDS = 86_400;

const ALL = ['*'];
const scopes = z
  .array(
    z
      .string()
      .regex(/^(?:\*|[a-z][a-z-]{0,30}:(?:read|write))$/, { error: 'must be * or <domain>:read or <domain>:write' }),
  )
  .min(1)
  .max(50)
  .describe(
    'Scopes such as `releases:read`, or `*` for all that the role may; default: those of the credential that makes it',
  );
const expiresAt = z.iso.datetime().describe(`At most ${MOST_DAYS} days from now; default: ${DEFAULT_DAYS} days`);

export const createTokenBody = z.strictObject({
  name: prose(100).trim().min(1),
  role: z
    .enum(ROLES)
    .optional()
    .describe('Default: the role of the credential that makes it; CI: a token that belongs to nobody'),
  scopes: scopes.optional(),
  expiresAt: expiresAt.optional(),
});

export const rotateTokenBody = z
  .strictObject({
    graceSeconds: z
      .number()
      .int()
      .min(0)
      .max(MOST_GRACE_SECONDS)
      .default(0)
      .describe('How long the earlier secret is accepted besides the new one'),
    expiresAt: expiresAt.optional(),
  })
  .prefault({});

export const listTokensQuery = z.strictObject({
  ...pageQuery,
  owner: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('Only for an ADMIN: the id of a user, `CI`, or `all`; default: the caller'),
});

const person = z.strictObject({ id: z.string(), name: z.string() });

export const tokenView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    scopes: z.array(z.string()),
    ownerId: z.string().nullable().describe('The user whose token it is; null for CI'),
    madeBy: person,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    previousUntil: z.iso.datetime().nullable().describe('Until then the secret before the last rotation is accepted'),
    revokedAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().describe('The last use, to five minutes'),
    lastUsedIp: z.string().nullable(),
    revision: z.number().int(),
  })
  .meta({ id: 'TokenSummary' });

const TOKEN_ACTIONS = ['rotateToken', 'revokeToken'] as const;
export type TokenAction = (typeof TOKEN_ACTIONS)[number];

/** As it is read; after a change it has no actions. */
export const shownTokenView = z.strictObject({ ...tokenView.shape, actions: actionsView(TOKEN_ACTIONS) });

export const tokenWithSecretView = z
  .strictObject({
    ...tokenView.shape,
    token: z.string().nullable().describe('The secret; null when the answer of an earlier request is repeated'),
  })
  .meta({ id: 'TokenWithSecret' });

export function viewToken(token: ApiTokenItem): z.output<typeof tokenView> {
  const { tokenId, ownerId, madeById, madeByName, previousUntil = null, revokedAt = null } = token;
  const { name, role, createdAt, expiresAt, lastUsedAt = null, lastUsedIp = null, revision } = token;
  return {
    ...{ id: tokenId, name, role, scopes: token.scopes.split(' '), ownerId: ownerId === CI_OWNER ? null : ownerId },
    ...{ madeBy: { id: madeById, name: madeByName }, createdAt, expiresAt, previousUntil, revokedAt },
    ...{ lastUsedAt, lastUsedIp, revision },
  };
}

/** The hash is that of the present secret, or of the one before during its grace. */
export const isSecretOf = (token: ApiTokenItem, hash: string, now: number): boolean =>
  hash === token.hash ||
  (hash === token.previousHash && token.previousUntil !== undefined && now < Date.parse(token.previousUntil));

const problem = (path: string, code: string, message: string) => ({ fields: [{ path, code, message }] });

/** The end of a token. Throws `request.invalid` unless it lies within the next year. */
export function expiryAsked(asked: string | undefined, now: number): string {
  const at = asked === undefined ? now + DEFAULT_DAYS * DAY_MS : Date.parse(asked);
  if (at <= now || at > now + LONGEST_MS) {
    throw baseErrors.invalid(
      problem('expiresAt', 'token.expiry_invalid', `must be in the future, and at most ${MOST_DAYS} days from now`),
    );
  }
  return isoOf(at);
}

/** Throws `request.forbidden` unless a credential with `own` rights may do all that the token may. */
export function assertCovers(own: Rights, { role, scopes }: Rights): void {
  if (!coversRole(own.role, role)) {
    throw baseErrors.forbidden({ detail: `A token with the role ${role} needs a credential that has it.` });
  }
  if (!coversScopes(own.scopes, scopes)) {
    throw baseErrors.forbidden({ detail: 'A token has no scope that the credential that makes it lacks.' });
  }
}

/** Role and scopes of a token to make. Throws `request.forbidden`, and `request.invalid` for a scope that does not exist. */
export function rightsAsked(
  own: Rights,
  asked: { readonly role?: Role | undefined; readonly scopes?: readonly string[] | undefined },
  known: ReadonlySet<string>,
): Rights {
  const names = [...new Set(asked.scopes ?? own.scopes.split(' '))].sort();
  const unknown = names.filter((name) => name !== '*' && !known.has(name));
  if (unknown.length > 0) {
    throw baseErrors.invalid(problem('scopes', 'token.scope_unknown', `${unknown.join(', ')} does not exist`));
  }
  const rights = { role: asked.role ?? own.role, scopes: (names.includes('*') ? ALL : names).join(' ') };
  assertCovers(own, rights);
  return rights;
}

/** Throws `token.revoked` unless the token is in use. */
export function assertUsable({ revokedAt, expiresAt }: ApiTokenItem, now: number): void {
  if (revokedAt !== undefined || Date.parse(expiresAt) <= now) throw tokenErrors.revoked();
}
