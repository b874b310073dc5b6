// The departure of a train that created a release: one departure creates one release.
import { Entity } from 'electrodb';
import { TTL_ATTRIBUTE } from '../../names.ts';
import { releaseOriginKeys } from './release-origin.keys.ts';

const definition = {
  model: { entity: 'releaseOrigin', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    origin: { type: 'string', required: true },
    releaseId: { type: 'string', required: true },
    /** None of those made before they expired. */
    expiresAt: { type: 'number', field: TTL_ATTRIBUTE },
  },
  indexes: {
    byOrigin: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'origin'], template: releaseOriginKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: [], template: releaseOriginKeys.sk },
    },
  },
} as const;

export const createReleaseOriginEntity = (table: string) => new Entity(definition, { table });
