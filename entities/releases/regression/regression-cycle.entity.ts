// Regression cycles of a release, beside it: reading a release does not read them.
import { Entity, type EntityItem } from 'electrodb';
import { BUILD_STATUSES, CYCLE_REASONS, CYCLE_STATUSES } from '../lifecycle/status.model.ts';
import { regressionCycleKeys } from '../release.keys.ts';

const text = { type: 'string', required: true } as const;

export const createRegressionCycleEntity = (table: string) =>
  new Entity(
    {
      model: { entity: 'regressionCycle', service: 'windlass', version: '1' },
      attributes: {
        tenantId: { type: 'string', required: true },
        releaseId: { type: 'string', required: true },
        cycle: { type: 'number', required: true, padding: { length: 6, char: '0' } },
        status: { type: CYCLE_STATUSES, required: true },
        reason: { type: CYCLE_REASONS, required: true },
        openedAt: { type: 'string', required: true },
        closedAt: { type: 'string' },
        signedOffBy: { type: 'string' },
        headSha: { type: 'string' },
        commits: {
          type: 'list',
          items: { type: 'map', properties: { sha: text, message: text, author: text, committedAt: text } },
        },
        /** Of all, of which `commits` has the last ones. */
        commitCount: { type: 'number' },
        /** Kept when the cycle is closed; until then they are the release's. */
        builds: {
          type: 'list',
          items: {
            type: 'map',
            properties: {
              pipelineIntegrationId: text,
              buildStatus: { type: BUILD_STATUSES, required: true },
              buildNumber: { type: 'string' },
              buildUrl: { type: 'string' },
            },
          },
        },
        revision: { type: 'number', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: {
        byRelease: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'releaseId'], template: regressionCycleKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['cycle'], template: regressionCycleKeys.sk },
        },
      },
    } as const,
    { table },
  );

export type RegressionCycleItem = EntityItem<ReturnType<typeof createRegressionCycleEntity>>;
