// getFeed: the changes after a number of the chain, in order and once; who did them is not shown.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_CHANGES } from '../../../entities/audit/feed.model.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/console/api.handler.ts';
import { manifest } from '../../../functions/console/manifest.ts';
import { apiCaller, OTHER_TENANT_ID, strictKit } from '../../support/http.ts';
import { auditItem, startSealing } from '../../support/services/audit-sealing.ts';
import { startTable } from '../../support/table.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');

async function startFeed() {
  const store = await startTable();
  const sealing = startSealing(store, () => NOW);
  const call = apiCaller(
    manifest,
    httpHandler(
      manifest,
      operations,
      strictKit(store.table, () => NOW),
      { log: sealing.log },
    ),
  );
  return { ...store, ...sealing, get: (path: string) => call({ role: 'VIEWER', method: 'GET', path }) };
}

let feed: Awaited<ReturnType<typeof startFeed>>;
const change = async (index: number) =>
  auditItem(feed, NOW + index, { action: 'release.paused', resourceType: 'Release', resourceId: `r-${index}` });
const changeOf = (index: number) => ({
  resourceType: 'Release',
  resourceId: `r-${index}`,
  action: 'release.paused',
  at: new Date(NOW + index).toISOString(),
});

beforeAll(async () => {
  feed = await startFeed();
});
afterAll(() => feed.stop());

describe('getFeed', () => {
  it('answers number 0 before the first change', async () => {
    const { status, body } = await feed.get('/feed');
    expect([status, body]).toEqual([200, { latest: 0, changes: [], isPartial: false }]);
  });

  it('answers the changes after a number, oldest first, and no others', async () => {
    await feed.deliver([await change(1), await change(2)]);
    await feed.deliver([await auditItem(feed, NOW, { tenantId: OTHER_TENANT_ID as never }), await change(3)]);
    expect((await feed.get('/feed')).body).toEqual({ latest: 3, changes: [], isPartial: false });
    expect((await feed.get('/feed?after=1')).body).toEqual({
      latest: 3,
      changes: [changeOf(2), changeOf(3)],
      isPartial: false,
    });
    expect((await feed.get('/feed?after=3')).body).toEqual({ latest: 3, changes: [], isPartial: false });
  });

  it('tells a page that missed too many', async () => {
    await feed.deliver(await Promise.all(Array.from({ length: MOST_CHANGES }, (_, index) => change(10 + index))));
    const { body } = await feed.get('/feed?after=2');
    expect([body.latest, body.changes.length, body.isPartial]).toEqual([3 + MOST_CHANGES, MOST_CHANGES, true]);
    expect((await feed.get('/feed?after=3')).body.isPartial).toBe(false);
  });

  it.each(['-1', 'x', '1.5', '1000000000000'])('answers 400 for after=%s', async (after) => {
    const { status, body } = await feed.get(`/feed?after=${after}`);
    expect([status, body.code]).toEqual([400, 'request.invalid']);
  });
});
