// People of a tenant: the user with the role of the membership, sentinels of unique email and username, and the user's
// identities at providers.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { MEMBER_ROLES } from './rights.model.ts';
import {
  adminCountKeys,
  IDENTITY_PROVIDERS,
  identityKeys,
  uniqueUserKeys,
  userIdentityKeys,
  userKeys,
} from './user.keys.ts';

export const userDefinition = defineEntity('user', userKeys, {
  userId: text,
  email: text,
  /** False until somebody opens the link that is mailed to the address; other mails wait for that. */
  isEmailConfirmed: boolean,
  /** The address that replaces `email` when it is confirmed. */
  pendingEmail: optional(text),
  /** SHA-256 of the mailed secret that confirms `pendingEmail`, or else `email`. */
  emailSecretHash: optional(text),
  emailSecretExpiresAt: optional(text),
  username: text,
  fullName: text,
  /** The full name as lists order it; see `sortNameOf`. */
  sortName: text,
  /** The role of the membership; a user without one is not a member. */
  role: optional(oneOf(MEMBER_ROLES)),
  isActive: boolean,
});

export const uniqueUserDefinition = defineRecord('uniqueUser', uniqueUserKeys, {
  field: oneOf(['email', 'username']),
  value: text,
  userId: text,
});

/** The number of active members with the role ADMIN; it never falls to zero. */
export const adminCountDefinition = defineRecord('adminCount', adminCountKeys, { adminCount: number });

/** Finds the user of an identity, which is unique in the tenant. */
export const identityDefinition = defineRecord('identity', identityKeys, {
  provider: oneOf(IDENTITY_PROVIDERS),
  externalId: text,
  userId: text,
});

export const userIdentityDefinition = defineRecord('userIdentity', userIdentityKeys, {
  provider: oneOf(IDENTITY_PROVIDERS),
  externalId: text,
  userId: text,
  addedAt: text,
});

export type UserItem = ItemOf<typeof userDefinition>;
export type IdentityItem = ItemOf<typeof userIdentityDefinition>;
