// Deployment endpoints and the staged rollouts of both stores: the clients against the stand-ins, over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppStoreCaller } from '../../functions/_adapters/app-store/app-store-api.ts';
import { createAppStoreClient } from '../../functions/_adapters/app-store/app-store-client.ts';
import { createPlayStoreClient } from '../../functions/_adapters/play-store/play-store-client.ts';
import { createWebClient } from '../../functions/_adapters/web/web-client.ts';
import { SIGNING_SECRET } from '../support/releases/integration-samples.ts';
import { inEnglish } from '../support/releases/store-notes.ts';
import { type OutsideServer, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

describe('WEB', () => {
  const setSecret = (secret: string) => outside.play('web', 'PUT', '/_secrets', { secret });

  it('verifies and tells the endpoint of a version in one message, however often', async () => {
    await setSecret(SIGNING_SECRET);
    const config = { url: `${outside.origin}/_local/web/deploy?stage=production` };
    const client = createWebClient(outside.contextOf('WEB', { config }));
    expect(await client.verify()).toMatch(/^127\.0\.0\.1:\d+ takes our webhooks$/);
    const input = { version: '1.5.0', buildNumber: '7', notes: inEnglish('New') };
    const first = await client.submit(input);
    outside.clock.now += 600_000;
    expect(await client.submit(input)).toEqual(first);
    expect(outside.taken('web', 'POST', '/deploy?stage=production')).toHaveLength(3);
    const { body } = await outside.play('web', 'GET', '/_releases');
    expect(body).toEqual({ items: [{ ...input, notes: 'New', notesByLocale: { 'en-US': 'New' } }] });
  });

  it('is unauthorized with another secret than the endpoint has', async () => {
    await setSecret(`whsec_${Buffer.from('another secret of the endpoint').toString('base64')}`);
    const client = createWebClient(
      outside.contextOf('WEB', { config: { url: `${outside.origin}/_local/web/deploy` } }),
    );
    await expect(client.verify()).rejects.toMatchObject({ code: 'integration.unauthorized' });
  });
});

const DAY = 86_400_000;
const refused = { code: 'integration.refused' };

describe('a phased release on the App Store', () => {
  const version = '4.0.0';

  it('begins, pauses, resumes and ends, each once', async () => {
    const context = outside.contextOf('APP_STORE', { config: { appId: '999' } });
    const client = createAppStoreClient(context);
    const decide = (outcome: string) => outside.play('app-store', 'PUT', '/_reviews/999', { outcome });
    expect(await client.status({ version })).toEqual({ state: 'NOT_SUBMITTED', storeState: 'absent' });
    await decide('WAITING');
    const { versionId } = await client.submit({ version, buildNumber: '1', notes: inEnglish('New'), percentage: 1 });
    const waiting = { storeState: 'WAITING_FOR_REVIEW', reviewState: 'WAITING_FOR_REVIEW' };
    expect(await client.status({ version })).toEqual({ state: 'IN_REVIEW', versionId, ...waiting });
    await expect(client.rollOut({ version, percentage: 1 })).rejects.toMatchObject(refused);

    await releaseByHand(context);
    await decide('APPROVED');
    expect(await client.status({ version })).toMatchObject({ state: 'APPROVED' });
    for (let turn = 0; turn < 2; turn += 1) {
      const begun = { state: 'ROLLING_OUT', versionId, storeState: 'ACTIVE', percentage: 1, pausedDays: 0 };
      expect(await client.rollOut({ version, percentage: 1 })).toEqual(begun);
    }
    outside.clock.now += 2 * DAY;
    expect(await client.status({ version })).toMatchObject({ percentage: 5 });
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await client.pauseRollout({ version })).toMatchObject({ state: 'PAUSED', percentage: 5 });
    }
    await expect(client.rollOut({ version, percentage: 1 })).rejects.toMatchObject(refused);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await client.resumeRollout({ version })).toMatchObject({ state: 'ROLLING_OUT' });
    }
    for (let turn = 0; turn < 2; turn += 1) {
      const ended = { state: 'RELEASED', versionId, storeState: 'READY_FOR_DISTRIBUTION' };
      expect(await client.rollOut({ version, percentage: 100 })).toEqual(ended);
    }
    expect(outside.taken('app-store', 'POST', '/appStoreVersionPhasedReleases')).toHaveLength(1);
    expect(outside.taken('app-store', 'POST', '/appStoreVersionReleaseRequests')).toHaveLength(1);
    const changes = outside
      .received('app-store')
      .filter(({ method, path }) => method === 'PATCH' && /PhasedReleases/.test(path));
    expect(changes).toHaveLength(3);
  });

  it('begins by itself with a version that is on sale once it is approved', async () => {
    const client = createAppStoreClient(outside.contextOf('APP_STORE', { config: { appId: '998' } }));
    await client.submit({ version, buildNumber: '2', notes: inEnglish('New'), percentage: 1 });
    expect(await client.status({ version })).toMatchObject({ state: 'ROLLING_OUT', percentage: 1 });
    expect(await client.pauseRollout({ version })).toMatchObject({ state: 'PAUSED', percentage: 1 });
  });

  it('is paused for 30 days in all; a further pause is refused in words for people, and nothing is asked for', async () => {
    const client = createAppStoreClient(outside.contextOf('APP_STORE', { config: { appId: '997' } }));
    await client.submit({ version, buildNumber: '3', notes: inEnglish('New'), percentage: 1 });
    await client.pauseRollout({ version });
    outside.clock.now += 12 * DAY;
    expect(await client.resumeRollout({ version })).toMatchObject({
      state: 'ROLLING_OUT',
      percentage: 1,
      pausedDays: 12,
    });
    await client.pauseRollout({ version });
    outside.clock.now += 20 * DAY;
    expect(await client.status({ version })).toMatchObject({ state: 'ROLLING_OUT', percentage: 5, pausedDays: 30 });
    const asked = outside.received('app-store').filter(({ method }) => method === 'PATCH').length;
    await expect(client.pauseRollout({ version })).rejects.toMatchObject({
      ...refused,
      message: 'A phased release can be paused for 30 days in all, which 4.0.0 has been',
    });
    expect(outside.received('app-store').filter(({ method }) => method === 'PATCH')).toHaveLength(asked);
    expect(await client.resumeRollout({ version })).toMatchObject({ state: 'ROLLING_OUT' });
  });

  /** As a team does that wants the last word: an approved version waits for its release. */
  async function releaseByHand(context: Parameters<typeof createAppStoreCaller>[0]) {
    const api = createAppStoreCaller(context);
    const { json } = await api.send({ method: 'GET', path: '/v1/apps/999/appStoreVersions' });
    const [{ id }] = (json as { data: [{ id: string }] }).data;
    const data = { type: 'appStoreVersions', id, attributes: { releaseType: 'MANUAL' } };
    await api.send({ method: 'PATCH', path: `/v1/appStoreVersions/${id}`, body: { data } });
  }
});

describe('a staged rollout on Google Play', () => {
  const version = '1.5.0';

  it('grows, halts, resumes and ends, each once', async () => {
    const client = createPlayStoreClient(outside.contextOf('PLAY_STORE'));
    await client.submit({ version: '1.4.0', buildNumber: '1044', notes: inEnglish('') });
    expect(await client.status({ version })).toEqual({ state: 'NOT_SUBMITTED', storeState: 'absent' });
    await client.submit({ version, buildNumber: '1045', notes: inEnglish('New'), percentage: 7 });
    expect(await client.status({ version })).toEqual({ state: 'ROLLING_OUT', storeState: 'inProgress', percentage: 7 });
    expect(await client.status({ version: '1.4.0' })).toEqual({ state: 'RELEASED', storeState: 'completed' });

    for (let turn = 0; turn < 2; turn += 1) {
      expect(await client.rollOut({ version, percentage: 20 })).toMatchObject({ percentage: 20 });
    }
    await expect(client.rollOut({ version, percentage: 10 })).rejects.toMatchObject(refused);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await client.haltRollout({ version })).toMatchObject({ state: 'HALTED', percentage: 20 });
    }
    await expect(client.rollOut({ version, percentage: 50 })).rejects.toMatchObject(refused);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await client.resumeRollout({ version })).toMatchObject({ state: 'ROLLING_OUT', percentage: 20 });
    }
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await client.rollOut({ version, percentage: 100 })).toEqual({
        state: 'RELEASED',
        storeState: 'completed',
      });
    }
    expect(outside.taken('play-store', 'POST', ':commit')).toHaveLength(6);
    expect(await client.status({ version: '1.4.0' })).toMatchObject({ storeState: 'absent' });
  });
});
