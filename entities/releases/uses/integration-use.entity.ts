// Which releases use an integration, by integration. Written by the consumers of ReleaseCreated and ReleaseUpdated, so it lags
// behind `useCount`, which alone decides, and `newUses`, which says of whom it does not know yet.
import { Entity, type EntityItem } from 'electrodb';
import { INTEGRATION_KINDS } from '../../integrations/types/integration-types.ts';
import { integrationUseKeys } from '../release.keys.ts';

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
