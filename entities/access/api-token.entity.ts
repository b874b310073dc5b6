// API tokens as stored: hash, user, role, scopes and expiry. api-token.model.ts describes the token itself.
import { boolean, defineEntity, type ItemOf, oneOf, optional, text } from '../_base/table/entity.ts';
import { ROLES } from '../names.ts';
import { apiTokenKeys } from './api-token.keys.ts';

export const apiTokenDefinition = defineEntity('apiToken', apiTokenKeys, {
  hash: text,
  name: text,
  role: oneOf(ROLES),
  /** Scopes separated by a space, or `*` for all that the role may. */
  scopes: text,
  /** The token's user; a CI token has none. */
  userId: optional(text),
  isRevoked: boolean,
  validUntil: optional(text),
});

export type ApiTokenItem = ItemOf<typeof apiTokenDefinition>;
