import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIntegrationUseRepo } from '../../../entities/integrations/integration-use.repo.ts';
import { onReleaseCreated } from '../../../functions/integrations/on/release-created.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { startTable, type TestTable } from '../../support/table.ts';
import { NOW_ISO } from './fixture.ts';

let test: TestTable;
let uses: ReturnType<typeof createIntegrationUseRepo>;
beforeAll(async () => {
  test = await startTable();
  uses = createIntegrationUseRepo(test.table);
});
afterAll(() => test.stop());

const event = (data: object) => ({
  id: 'bus-1',
  source: 'windlass.releases',
  'detail-type': 'ReleaseCreated',
  time: NOW_ISO,
  detail: {
    id: 'event-1',
    version: 1,
    tenantId: TENANT_ID,
    occurredAt: NOW_ISO,
    actor: { type: 'USER', id: 'u', name: 'u' },
    correlationId: 'c',
    data,
  },
});
const created = {
  releaseId: 'release-1',
  releaseKey: 'app@1.5.0',
  service: 'app',
  scmIntegrationId: 'scm-1',
  targetIntegrationIds: ['target-1', 'target-2'],
  pipelineIntegrationIds: ['pipeline-1'],
  communicationIntegrationId: 'slack-1',
  ticketIntegrationId: null,
};
const used = ['scm-1', 'target-1', 'target-2', 'pipeline-1', 'slack-1'];

describe('ReleaseCreated', () => {
  it('records the release with every integration that it uses, once for any number of deliveries', async () => {
    for (let delivery = 0; delivery < 3; delivery++) await onReleaseCreated(event(created), { uses });
    const release = { releaseId: 'release-1', releaseKey: 'app@1.5.0' };
    for (const id of used) expect(await uses.releasesOf(TENANT_ID, id, 20)).toEqual([release]);
    expect(await test.items()).toHaveLength(used.length);
    expect(await uses.releasesOf(OTHER_TENANT_ID, 'scm-1', 20)).toEqual([]);
  });

  it('refuses what is no ReleaseCreated, so that it is retried and dead-lettered', async () => {
    await expect(onReleaseCreated(event({ releaseId: 'release-2' }), { uses })).rejects.toThrow();
    expect(await test.items()).toHaveLength(used.length);
  });
});
