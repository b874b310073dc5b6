// People of a tenant: the user, the membership with its role, sentinels of unique email and username, and the user's
// identities at providers.
import { boolean, defineEntity, defineRecord, type ItemOf, oneOf, text } from '../_base/table/entity.ts';
import { ROLES } from '../names.ts';
import { IDENTITY_PROVIDERS, identityKeys, membershipKeys, uniqueUserKeys, userKeys } from './user.keys.ts';

export const userDefinition = defineEntity('user', userKeys, {
  userId: text,
  email: text,
  username: text,
  fullName: text,
  isActive: boolean,
});

export const membershipDefinition = defineEntity('membership', membershipKeys, {
  userId: text,
  role: oneOf(ROLES),
  isActive: boolean,
  name: text,
});

export const uniqueUserDefinition = defineRecord('uniqueUser', uniqueUserKeys, {
  field: oneOf(['email', 'username']),
  value: text,
  userId: text,
});

export const identityDefinition = defineRecord('identity', identityKeys, {
  provider: oneOf(IDENTITY_PROVIDERS),
  externalId: text,
  userId: text,
});

export type UserItem = ItemOf<typeof userDefinition>;
export type MembershipItem = ItemOf<typeof membershipDefinition>;
