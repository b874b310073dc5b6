// The people API on a real table with a fixed clock.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { createPeopleRepo } from '../../../entities/people/people.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createSave } from '../../../functions/_kit/save.ts';
import { operations } from '../../../functions/people/api.handler.ts';
import { manifest } from '../../../functions/people/manifest.ts';
import { apiCaller, OTHER_TENANT_ID, strictKit, TENANT_ID } from '../../support/http.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const NOW_ISO = '2026-03-01T12:00:00.000Z';
export const inOtherTenant = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };

export async function startPeople() {
  const { table, items, stop } = await startTable();
  const people = createPeopleRepo(table);
  const save = createSave(table);
  const kit = strictKit(table, () => NOW);
  const call = apiCaller(manifest, httpHandler(manifest, operations, kit, { people }));
  const actor = { type: 'SYSTEM', id: 'tests', name: 'tests' } as const;

  /** Stores what tests need, without a request. */
  const seed = (writes: readonly Write[], tenantId: string = TENANT_ID): Promise<void> =>
    save(
      { tenantId: tenantId as TenantId, actor, correlationId: 'tests', at: NOW },
      { writes, events: [], audit: { action: 'seeded', resourceType: 'Test', resourceId: 'seed' } },
    );
  return { table, items, stop, people, save, call, seed };
}
