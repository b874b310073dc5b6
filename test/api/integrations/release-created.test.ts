// The consumer of ReleaseCreated: which releases use an integration, told once however often the event comes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIntegrationUseRepo } from '../../../entities/integrations/integration-use.repo.ts';
import { ReleaseCreated } from '../../../entities/releases/events.ts';
import { onReleaseCreated } from '../../../functions/integrations/on/release-created.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { startTable, type TestTable } from '../../support/table.ts';
import { NOW_ISO, systemCaller } from './fixture.ts';

let test: TestTable;
let uses: ReturnType<typeof createIntegrationUseRepo>;
beforeAll(async () => {
  test = await startTable();
  uses = createIntegrationUseRepo(test.table);
});
afterAll(() => test.stop());

const event = (detail: object) => ({
  id: 'bus-1',
  source: ReleaseCreated.source,
  'detail-type': ReleaseCreated.type,
  time: NOW_ISO,
  detail: { ...detail },
});
const created = {
  releaseId: 'release-1',
  releaseKey: 'app@1.5.0',
  version: '1.5.0',
  scmIntegrationId: 'scm-1',
  targetIntegrationIds: ['target-1', 'target-2'],
  pipelineIntegrationIds: ['pipeline-1'],
  communicationIntegrationId: 'slack-1',
};
const { detail } = ReleaseCreated.create(systemCaller(), created.releaseId, created);
const used = ['scm-1', 'target-1', 'target-2', 'pipeline-1', 'slack-1'];

describe('ReleaseCreated', () => {
  it('records the release with every integration that it uses, once for any number of deliveries', async () => {
    for (let delivery = 0; delivery < 3; delivery++) await onReleaseCreated(event(detail), { uses });
    const release = { releaseId: 'release-1', releaseKey: 'app@1.5.0' };
    for (const id of used) expect(await uses.releasesOf(TENANT_ID, id, 20)).toEqual([release]);
    expect(await test.items()).toHaveLength(used.length);
    expect(await uses.releasesOf(OTHER_TENANT_ID, 'scm-1', 20)).toEqual([]);
  });

  it('lets every release that uses an integration be walked through, newest first', async () => {
    const ids = ['release-2', 'release-3'];
    for (const releaseId of ids) {
      await uses.record(TENANT_ID, { releaseId, releaseKey: releaseId }, [{ kind: 'TICKET', integrationId: 'jira-1' }]);
    }
    const walked: string[] = [];
    for await (const { releaseId } of uses.allReleasesOf(TENANT_ID, 'jira-1')) walked.push(releaseId);
    expect(walked).toEqual([...ids].reverse());
  });

  it('refuses what is no ReleaseCreated, so that it is retried and dead-lettered', async () => {
    await expect(onReleaseCreated(event({ ...detail, data: { releaseId: 'release-4' } }), { uses })).rejects.toThrow();
    expect((await test.items()).filter(({ sk }) => sk === 'release-4')).toEqual([]);
  });
});
