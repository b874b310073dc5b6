// An OpenID provider through which the people of a tenant sign in, and the link of a subject at the provider to a user. The client's
// secret is sealed.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  list,
  map,
  number,
  oneOf,
  optional,
  text,
} from '../../_base/table/entity.ts';
import { MEMBER_ROLES } from '../../people/rights.model.ts';
import { providerCountKeys, providerKeys, providerLinkKeys, userLinkKeys } from './provider.keys.ts';

export const providerDefinition = defineEntity('provider', providerKeys, {
  providerId: text,
  name: text,
  /** The URL of the issuer, without a slash at its end. */
  issuer: text,
  clientId: text,
  sealedSecret: text,
  /** The claim with the names of the user's groups. */
  groupsClaim: text,
  roles: list(map({ group: text, role: oneOf(MEMBER_ROLES) })),
  defaultRole: optional(oneOf(MEMBER_ROLES)),
  /** Domains whose confirmed addresses say who a new subject is. */
  emailDomains: list(text),
  createsUsers: boolean,
  isActive: boolean,
});

export const providerCountDefinition = defineRecord('providerCount', providerCountKeys, { providerCount: number });

export const providerLinkDefinition = defineRecord('providerLink', providerLinkKeys, {
  providerId: text,
  /** The claim `sub`: it never changes at the provider, unlike an address. */
  subject: text,
  userId: text,
});

export const userLinkDefinition = defineRecord('userLink', userLinkKeys, {
  providerId: text,
  subject: text,
  userId: text,
});

export type ProviderItem = ItemOf<typeof providerDefinition>;
