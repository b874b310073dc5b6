// API tokens at rest: hash, principal, role, scopes and expiry. See api-token.model.ts for what a token looks like.
import { boolean, defineEntity, type ItemOf, oneOf, optional, text } from '../_base/table/entity.ts';
import { ROLES } from '../names.ts';
import { apiTokenKeys } from './tenant.keys.ts';

export const apiTokenDefinition = defineEntity('apiToken', apiTokenKeys, {
  hash: text,
  name: text,
  role: oneOf(ROLES),
  /** Scopes separated by a space, or `*` for all that the role may. */
  scopes: text,
  /** The user it acts for; a CI token acts for nobody. */
  userId: optional(text),
  isRevoked: boolean,
  validUntil: optional(text),
});

export type ApiTokenItem = ItemOf<typeof apiTokenDefinition>;
