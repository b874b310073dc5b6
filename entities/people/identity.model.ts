// Identities of users at providers: bodies, replies, and the form of the ids there. Pure.
import * as z from 'zod';
import { baseErrors } from '../_base/conflicts.ts';
import type { Actor } from '../_base/events.ts';
import { userErrors } from './errors.ts';
import { assertMayGrant, type Granter } from './rights.model.ts';
import type { IDENTITY_PROVIDERS } from './user.keys.ts';
import { assertSelfOrAdmin, email, foldName, type UserFacts } from './user.model.ts';

const MOST_IDENTITIES = 20;

/** A name without spaces; services compare it without regard to case. */
const account = z
  .string()
  .regex(/^[^\s#/\p{C}]{1,100}$/u, 'must be a name without spaces')
  .transform(foldName);

export const addIdentityBody = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('github'), externalId: account }),
  z.strictObject({ provider: z.literal('gitlab'), externalId: account }),
  z.strictObject({ provider: z.literal('bitbucket'), externalId: account }),
  z.strictObject({ provider: z.literal('email'), externalId: email.transform(foldName) }),
  z.strictObject({
    provider: z.literal('slack'),
    externalId: z
      .string()
      .regex(/^[TE][A-Z0-9]{1,20}\/[UW][A-Z0-9]{1,20}$/, 'must be the ids of workspace and member: T0ACME/U0ADA'),
  }),
]);

export const identityView = z
  .strictObject({
    id: z.string(),
    provider: z.string(),
    externalId: z.string(),
    addedAt: z.iso.datetime(),
  })
  .meta({ id: 'Identity' });

interface IdentityFacts {
  readonly provider: (typeof IDENTITY_PROVIDERS)[number];
  readonly externalId: string;
  readonly addedAt: string;
}

/** The id of an identity in paths. */
const identityIdOf = ({ provider, externalId }: Omit<IdentityFacts, 'addedAt'>): string =>
  `${provider}-${Buffer.from(externalId).toString('base64url')}`;

export const viewIdentity = (identity: IdentityFacts): z.output<typeof identityView> => ({
  id: identityIdOf(identity),
  provider: identity.provider,
  externalId: identity.externalId,
  addedAt: identity.addedAt,
});

/** Throws `user.identity_not_found`. */
export function identityIn<Item extends IdentityFacts>(identities: readonly Item[], id: string): Item {
  const found = identities.find((identity) => identityIdOf(identity) === id);
  if (!found) throw userErrors.identity_not_found();
  return found;
}

/**
 * Users add the accounts that they have at source code hosts. Only an ADMIN adds identities of others, addresses, and members
 * of a chat, because these speak for the user. Throws `request.forbidden` or `user.too_many_identities`.
 */
export function assertMayAdd(
  caller: Granter & { readonly actor: Actor },
  { userId, role = 'VIEWER' }: UserFacts,
  { provider }: Pick<IdentityFacts, 'provider'>,
  held: number,
): void {
  assertSelfOrAdmin(caller, userId);
  if (provider === 'slack' || provider === 'email') {
    if (caller.role !== 'ADMIN')
      throw baseErrors.forbidden({ detail: `Only an ADMIN adds an identity at ${provider}.` });
    assertMayGrant(caller, role);
  }
  if (held >= MOST_IDENTITIES) throw userErrors.too_many_identities();
}
