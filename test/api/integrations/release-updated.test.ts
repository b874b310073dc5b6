// The consumer of ReleaseUpdated: a chat or ticket integration that a release was given is known to be used by it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIntegrationUseRepo } from '../../../entities/integrations/integration-use.repo.ts';
import { ReleaseUpdated } from '../../../entities/releases/events.ts';
import { onReleaseUpdated } from '../../../functions/integrations/on/release-updated.ts';
import { TENANT_ID } from '../../support/http.ts';
import { startTable, type TestTable } from '../../support/table.ts';
import { NOW_ISO, systemCaller } from './fixture.ts';

let test: TestTable;
let uses: ReturnType<typeof createIntegrationUseRepo>;
beforeAll(async () => {
  test = await startTable();
  uses = createIntegrationUseRepo(test.table);
});
afterAll(() => test.stop());

const release = { releaseId: 'release-1', releaseKey: 'app@1.5.0' };
const updated = (given: object) => {
  const data = { ...release, version: '1.5.0', revision: 2, changed: Object.keys(given), ...given };
  const { detail } = ReleaseUpdated.create(systemCaller(), release.releaseId, data);
  return {
    id: 'bus-1',
    source: ReleaseUpdated.source,
    'detail-type': ReleaseUpdated.type,
    time: NOW_ISO,
    detail: { ...detail },
  };
};

it('records what the release was given, once for any number of deliveries', async () => {
  const event = updated({ communicationIntegrationId: 'slack-2', ticketIntegrationId: 'jira-2' });
  for (let delivery = 0; delivery < 2; delivery++) await onReleaseUpdated(event, { uses });
  for (const id of ['slack-2', 'jira-2']) expect(await uses.releasesOf(TENANT_ID, id, 20)).toEqual([release]);
});

it('records nothing of another change', async () => {
  const before = await test.items();
  await onReleaseUpdated(updated({}), { uses });
  expect(await test.items()).toEqual(before);
});
