// API tokens at rest: hash, principal, role, scopes and expiry. See api-token.model.ts for what a token looks like.
import { Entity, type EntityItem } from 'electrodb';
import { ROLES } from '../names.ts';
import { apiTokenKeys } from './keys.ts';

const definition = {
  model: { entity: 'apiToken', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    hash: { type: 'string', required: true },
    name: { type: 'string', required: true },
    role: { type: ROLES, required: true },
    /** Scopes separated by a space, or `*` for all that the role may. */
    scopes: { type: 'string', required: true },
    /** The user it acts for; a CI token acts for nobody. */
    userId: { type: 'string' },
    isRevoked: { type: 'boolean', required: true },
    createdAt: { type: 'string', required: true },
    validUntil: { type: 'string' },
  },
  indexes: {
    byHash: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: apiTokenKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: ['hash'], template: apiTokenKeys.sk },
    },
  },
} as const;

export const createApiTokenEntity = (table: string) => new Entity(definition, { table });
export type ApiTokenItem = EntityItem<ReturnType<typeof createApiTokenEntity>>;
