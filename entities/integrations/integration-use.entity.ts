// Which releases use an integration, so that a refused deletion can name them. Written by the consumer of ReleaseCreated,
// so it may lag behind `useCount`, which alone decides.
import { Entity, type EntityItem } from 'electrodb';
import { integrationUseKeys } from './integration.keys.ts';
import { INTEGRATION_KINDS } from './integration-types.ts';

const definition = {
  model: { entity: 'integrationUse', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    integrationId: { type: 'string', required: true },
    kind: { type: INTEGRATION_KINDS, required: true },
    releaseId: { type: 'string', required: true },
    releaseKey: { type: 'string', required: true },
    schemaVersion: { type: 'number', required: true },
  },
  indexes: {
    byIntegration: {
      pk: {
        field: 'pk',
        casing: 'none',
        composite: ['tenantId', 'integrationId'],
        template: integrationUseKeys.pk,
      },
      sk: { field: 'sk', casing: 'none', composite: ['releaseId'], template: integrationUseKeys.sk },
    },
  },
} as const;

export const createIntegrationUseEntity = (table: string) => new Entity(definition, { table });
export type IntegrationUseItem = EntityItem<ReturnType<typeof createIntegrationUseEntity>>;
