// The integration and the items beside it: its sealed credentials, the sentinel of its unique name. The integration itself
// stays well under 1 KB, because every release that is created counts itself in `useCount` of each one it uses.
import { Entity, type EntityItem } from 'electrodb';
import { integrationKeys, integrationSecretKeys, uniqueIntegrationKeys } from './integration.keys.ts';
import { INTEGRATION_KINDS, TYPE_NAMES } from './types/integration-types.ts';
import { HEALTH_STATUSES, VERIFICATION_STATUSES } from './verification.model.ts';

const model = (entity: string) => ({ entity, service: 'windlass', version: '1' });

export const createIntegrationEntity = (table: string) =>
  new Entity(
    {
      model: model('integration'),
      attributes: {
        tenantId: { type: 'string', required: true },
        integrationId: { type: 'string', required: true },
        kind: { type: INTEGRATION_KINDS, required: true },
        type: { type: TYPE_NAMES, required: true },
        name: { type: 'string', required: true },
        config: { type: 'any', required: true },
        isActive: { type: 'boolean', required: true },
        verificationStatus: { type: VERIFICATION_STATUSES, required: true },
        lastVerifiedAt: { type: 'string' },
        verificationError: { type: 'string' },
        healthStatus: { type: HEALTH_STATUSES, required: true },
        /** Since when it is broken that was VALID. People were told, and are told when it is VALID again. */
        brokenSince: { type: 'string' },
        /** Of SLACK: the workspace that the service named when it was last verified, whose people it speaks for. */
        workspaceId: { type: 'string' },
        /** Releases and pipelines that use it; it cannot be deleted before this is 0. Not part of the revision. */
        useCount: { type: 'number', required: true },
        /** The account that gave it its present config or credentials. */
        configuredByAccountId: { type: 'string' },
        /** Of a pipeline: when a release last had it build. Not part of the revision. */
        lastTriggeredAt: { type: 'string' },
        /** Ids of releases that were counted and whose use has no item of its own yet; a few at a time. */
        newUses: { type: 'set', items: 'string' },
        revision: { type: 'number', required: true },
        schemaVersion: { type: 'number', required: true },
        createdAt: { type: 'string', required: true },
        updatedAt: { type: 'string', required: true },
      },
      indexes: {
        byKind: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: integrationKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['kind', 'integrationId'], template: integrationKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createIntegrationSecretEntity = (table: string) =>
  new Entity(
    {
      model: model('integrationSecret'),
      attributes: {
        tenantId: { type: 'string', required: true },
        integrationId: { type: 'string', required: true },
        /** Base64 of the KMS ciphertext; see functions/_kit/sealer.ts. */
        sealed: { type: 'string', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: {
        byIntegration: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: integrationSecretKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['integrationId'], template: integrationSecretKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createUniqueIntegrationEntity = (table: string) =>
  new Entity(
    {
      model: model('uniqueIntegration'),
      attributes: {
        tenantId: { type: 'string', required: true },
        kind: { type: INTEGRATION_KINDS, required: true },
        /** As `uniqueName` makes it. */
        name: { type: 'string', required: true },
        integrationId: { type: 'string', required: true },
      },
      indexes: {
        byName: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: uniqueIntegrationKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['kind', 'name'], template: uniqueIntegrationKeys.sk },
        },
      },
    } as const,
    { table },
  );

export type IntegrationItem = EntityItem<ReturnType<typeof createIntegrationEntity>>;
