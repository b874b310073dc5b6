// API tokens: owner, rights and expiry, the hashes of the secret, and the last use, which the authorizer notes without a
// new revision.
import { defineEntity, defineRecord, type ItemOf, list, number, oneOf, optional, text } from '../_base/table/entity.ts';
import { ROLES } from '../names.ts';
import { apiTokenCountKeys, apiTokenKeys } from './api-token.keys.ts';

export const apiTokenDefinition = defineEntity('apiToken', apiTokenKeys, {
  tokenId: text,
  name: text,
  /** The id of the user whose token it is, or CI_OWNER. */
  ownerId: text,
  role: oneOf(ROLES),
  /** Scopes separated by a space, or `*` for all that the role may. */
  scopes: text,
  hash: text,
  /** The secret before the last rotation, which is accepted until `previousUntil`. */
  previousHash: optional(text),
  previousUntil: optional(text),
  expiresAt: text,
  revokedAt: optional(text),
  madeById: text,
  madeByName: text,
  lastUsedAt: optional(text),
  lastUsedIp: optional(text),
  /** Addresses that have used the token, the newest last. */
  addresses: optional(list(text)),
});

export const apiTokenCountDefinition = defineRecord('apiTokenCount', apiTokenCountKeys, {
  ownerId: text,
  tokenCount: number,
});

export type ApiTokenItem = ItemOf<typeof apiTokenDefinition>;
