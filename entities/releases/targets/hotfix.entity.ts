// Which hotfixes of a service are under way, and which releases of it are held back by them. One partition per service.
import { Entity, type EntityItem } from 'electrodb';
import { heldReleaseKeys, ongoingHotfixKeys } from '../release.keys.ts';

const entry = <const Name extends string, const Sk extends string>(entity: Name, sk: Sk) =>
  ({
    model: { entity, service: 'windlass', version: '1' },
    attributes: {
      tenantId: { type: 'string', required: true },
      service: { type: 'string', required: true },
      releaseId: { type: 'string', required: true },
      releaseKey: { type: 'string', required: true },
    },
    indexes: {
      byService: {
        pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'service'], template: ongoingHotfixKeys.pk },
        sk: { field: 'sk', casing: 'none', composite: ['releaseId'], template: sk },
      },
    },
  }) as const;

/** From STARTED until the hotfix is out or given up. */
export const createOngoingHotfixEntity = (table: string) =>
  new Entity(entry('ongoingHotfix', ongoingHotfixKeys.sk), { table });

export const createHeldReleaseEntity = (table: string) =>
  new Entity(entry('heldRelease', heldReleaseKeys.sk), { table });

export type OngoingHotfixItem = EntityItem<ReturnType<typeof createOngoingHotfixEntity>>;
