// Registered issuers: bodies, view, and whether the claims of a JWT fit the rules. Pure. Claims of GitHub Actions: GitHub Docs,
// "OpenID Connect reference"; of GitLab: GitLab Docs, "OpenID Connect (OIDC) Authentication Using ID Tokens".
import * as z from 'zod';
import { listOf, pageQuery } from '../../_base/list.ts';
import { ownValue } from '../../_base/own-value.ts';
import { isDistinct, prose } from '../../_base/text.ts';
import type { IssuerItem } from './issuer.entity.ts';

/** The most issuers of a tenant; each sign-in by a JWT reads them all. */
export const MOST_ISSUERS = 25;

/**
 * Claims that say whose token it is, for issuers that serve everybody: without a rule for one of them, every repository of the
 * service could sign in.
 */
const OWNER_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  'https://token.actions.githubusercontent.com': [
    ...['repository', 'repository_id', 'repository_owner', 'repository_owner_id', 'sub'],
  ],
  'https://gitlab.com': ['project_path', 'project_id', 'namespace_path', 'namespace_id', 'sub'],
  'https://agent.buildkite.com': ['organization_slug', 'organization_id', 'sub'],
  'https://accounts.google.com': ['sub', 'email'],
};

/** For an issuer of one organization, any claim will do. */
const isOwnerClaim = (issuer: string, claim: string): boolean =>
  ownValue(OWNER_CLAIMS, issuer)?.includes(claim) ?? true;

/** A text names one owner if it has no star, or none before its first slash: `acme/*`, but not `acme*`. */
const namesOwner = (text: string): boolean => !text.includes('*') || (text.split('*')[0] ?? '').includes('/');

const url = z
  .string()
  .max(300)
  .transform((text) => text.replace(/\/$/, ''))
  .pipe(z.url({ protocol: /^https?$/ }))
  .refine((text) => !/[?#@]/.test(text), { error: 'must be a URL without user, query and fragment' });

const pattern = z.string().min(1).max(300);
const claims = z
  .record(z.string().regex(/^[A-Za-z][\w.:/-]{0,99}$/, 'must be the name of a claim'), z.array(pattern).min(1).max(20))
  .refine((rules) => Object.keys(rules).length >= 1 && Object.keys(rules).length <= 20, {
    error: 'must have 1 to 20 claims',
  })
  .refine((rules) => ['iss', 'aud', 'exp', 'nbf', 'iat'].every((name) => !(name in rules)), {
    error: 'must not name iss, aud, exp, nbf or iat, which are always checked',
  })
  .describe('By claim: the allowed texts. A star stands for any characters, also for a slash');

const audience = z.string().min(1).max(200).describe('The value that the claim aud must have');
const scope = z.string().regex(/^[a-z-]+:(?:read|write)$/, 'must be a scope such as releases:write');
const scopes = z.array(scope).min(1).max(60).refine(isDistinct, {
  error: 'must name each scope once',
});

interface Rules {
  readonly issuer: string;
  readonly claims: Readonly<Record<string, readonly string[]>>;
}

const OWNER_MESSAGE = 'must say whose tokens are accepted: this issuer signs for everybody';

/** The claims by which an issuer that serves everybody tells its customers apart; undefined if the rules name one. */
export function missingOwner({ issuer, claims }: Rules): string | undefined {
  const isNamed = Object.entries(claims).some(
    ([claim, texts]) => isOwnerClaim(issuer, claim) && texts.every((text) => namesOwner(text)),
  );
  return isNamed
    ? undefined
    : `${OWNER_MESSAGE}. Name ${(ownValue(OWNER_CLAIMS, issuer) ?? ['a claim']).join(', or ')} without a star before its first slash`;
}

export const createIssuerBody = z.lazy(() =>
  z.strictObject({
    name: prose(100).trim().min(1),
    issuer: url,
    audience,
    claims,
    scopes,
    isActive: z.boolean().default(true),
  }),
);

export const updateIssuerBody = z.lazy(() =>
  z.strictObject({
    name: prose(100).trim().min(1).optional(),
    audience: audience.optional(),
    claims: claims.optional(),
    scopes: scopes.optional(),
    isActive: z.boolean().optional(),
  }),
);

export const issuerView = z.lazy(() =>
  z.strictObject({
    id: z.string(),
    name: z.string(),
    issuer: z.string(),
    audience: z.string(),
    claims: z.record(z.string(), z.array(z.string())),
    scopes: z.array(z.string()),
    isActive: z.boolean(),
    createdBy: z.strictObject({ id: z.string(), name: z.string() }),
    createdAt: z.string(),
    updatedAt: z.string(),
    revision: z.number().int(),
  }),
);
export const listIssuersQuery = z.strictObject(pageQuery);
export const issuerListView = z.lazy(() => listOf(issuerView));

export const viewIssuer = ({ issuerId: id, createdBy, createdByName, ...item }: IssuerItem) => {
  const { name, issuer, audience, claims, scopes, isActive, createdAt, updatedAt, revision } = item;
  const maker = { id: createdBy, name: createdByName };
  return { id, name, issuer, audience, claims, scopes, isActive, createdBy: maker, createdAt, updatedAt, revision };
};

/** Linear in the length of `text`: each part between two stars is looked for once, from left to right. */
export function fitsPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** A claim is a text, a number, a boolean, or a list of which one must fit. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}

/** Whether every rule has a claim that fits one of its texts. A claim that is absent fits nothing. */
export const fitsClaims = (rules: Rules['claims'], presented: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(rules).every(([claim, patterns]) =>
    textsOf(Object.hasOwn(presented, claim) ? presented[claim] : undefined).some((text) =>
      patterns.some((pattern) => fitsPattern(pattern, text)),
    ),
  );
