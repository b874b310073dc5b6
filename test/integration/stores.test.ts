// The way of a version through both stores that goes wrong on the way: the clients against the stand-ins, over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppStoreClient } from '../../functions/_adapters/app-store/app-store-client.ts';
import { createPlayStoreClient } from '../../functions/_adapters/play-store/play-store-client.ts';
import { inEnglish } from '../support/releases/store-notes.ts';
import { type OutsideServer, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

const HOUR = 3_600_000;
const notes = inEnglish('New');

describe('the App Store', () => {
  function app(appId: string) {
    const client = createAppStoreClient(outside.contextOf('APP_STORE', { config: { appId } }));
    const says = (what: string, body: object) => outside.play('app-store', 'PUT', `/_${what}/${appId}`, body);
    return { client, says };
  }

  it('makes room for a hotfix: the version in review is named, withdrawn, and submitted again afterwards (W4)', async () => {
    const { client, says } = app('601');
    await says('reviews', { outcome: 'WAITING' });
    const planned = { version: '1.1.0', buildNumber: '1', notes };
    const hotfix = { version: '1.0.1', buildNumber: '2', notes };
    const { versionId = '' } = await client.submit(planned);
    const inTheWay = { version: '1.1.0', versionId, state: 'IN_REVIEW', storeState: 'WAITING_FOR_REVIEW' };
    await expect(client.submit(hotfix)).rejects.toMatchObject({ details: { members: { inTheWay } } });
    expect(await client.withdraw({ version: '1.1.0', versionId })).toMatchObject({ state: 'WITHDRAWN' });

    const submitted = await client.submit({ ...hotfix, mayReplace: [versionId] });
    expect(await client.status({ ...hotfix, ...submitted })).toMatchObject({ state: 'IN_REVIEW' });
    expect(await client.status({ version: '1.1.0', versionId })).toMatchObject({ state: 'NOT_SUBMITTED' });
    await says('reviews', { outcome: 'APPROVED' });
    expect(await client.status(hotfix)).toMatchObject({ state: 'RELEASED' });
    const again = await client.submit(planned);
    expect(again.versionId).not.toBe(versionId);
    expect(await client.status({ ...planned, ...again })).toMatchObject({ state: 'RELEASED' });
    expect(await client.status(hotfix)).toMatchObject({ state: 'REPLACED' });
  });

  it('keeps an approved version until it is released by hand, or gives it up', async () => {
    const { client, says } = app('602');
    await says('reviews', { outcome: 'APPROVED' });
    for (const version of ['1.0.0', '1.1.0']) {
      await client.submit({ version, buildNumber: '1', notes, releaseMode: 'MANUAL' });
      expect(await client.status({ version })).toMatchObject({ state: 'APPROVED' });
      if (version === '1.0.0') expect(await client.release({ version })).toMatchObject({ state: 'RELEASED' });
    }
    expect(await client.withdraw({ version: '1.1.0' })).toMatchObject({ state: 'WITHDRAWN' });
    await expect(client.withdraw({ version: '1.0.0' })).rejects.toMatchObject({ code: 'integration.refused' });
  });

  it('releases an approved version at its time, and not before', async () => {
    const { client, says } = app('603');
    await says('reviews', { outcome: 'APPROVED' });
    const at = new Date(Math.ceil(outside.clock.now / HOUR) * HOUR + HOUR).toISOString();
    await client.submit({ version: '1.0.0', buildNumber: '1', notes, releaseMode: { at } });
    expect(await client.status({ version: '1.0.0' })).toMatchObject({ state: 'APPROVED' });
    outside.clock.now = Date.parse(at);
    expect(await client.status({ version: '1.0.0' })).toMatchObject({ state: 'RELEASED' });
  });

  it('is waited for while it processes the newest build, or shows none (K5 K14)', async () => {
    const { client, says } = app('604');
    const submit = () => client.submit({ version: '1.0.0', notes });
    await says('builds', { builds: [] });
    await expect(submit()).rejects.toMatchObject({ code: 'integration.busy' });
    const older = { version: '1.0.0', number: '41', state: 'VALID' };
    const newest = { version: '1.0.0', number: '42' };
    await says('builds', { builds: [older, { ...newest, state: 'PROCESSING' }] });
    await expect(submit()).rejects.toMatchObject({ code: 'integration.busy' });
    await says('builds', { builds: [older, { ...newest, state: 'VALID' }] });
    expect(await submit()).toMatchObject({ buildNumber: '42' });
  });

  it.each([
    ['an emoji', '605', false, 'Faster 🚀', "can't contain the following characters: 🚀"],
    ["an app's first version", '606', true, 'New', "'whatsNew' cannot be edited at this time"],
  ])('refuses notes for %s, and takes the version (K6)', async (_label, appId, isNew, text, reason) => {
    const { client, says } = app(appId);
    await says('languages', { app: ['en-US'], version: ['en-US'], isNew });
    const { refusedNotes } = await client.submit({ version: '1.0.0', buildNumber: '1', notes: inEnglish(text) });
    expect(refusedNotes).toEqual([{ locale: 'en-US', reason: expect.stringContaining(reason) }]);
  });
});

describe('Google Play', () => {
  const LEFT = expect.stringContaining('Play Console');
  function app(packageName: string, config: object = {}) {
    const client = createPlayStoreClient(outside.contextOf('PLAY_STORE', { config: { packageName, ...config } }));
    return { client, says: (body: object) => outside.play('play-store', 'PUT', `/_apps/${packageName}`, body) };
  }

  it('replaces a staged release by a hotfix that all get, and says so of it (W5)', async () => {
    const { client } = app('com.acme.replaced');
    const planned = { version: '1.1.0', buildNumber: '10', notes };
    await client.submit({ version: '1.0.0', buildNumber: '9', notes });
    const { versionId } = await client.submit({ ...planned, percentage: 10 });
    await client.submit({ version: '1.0.1', buildNumber: '11', notes });
    expect(await client.status({ version: '1.1.0', versionId })).toEqual({ state: 'REPLACED', storeState: 'absent' });
    await expect(client.rollOut({ version: '1.1.0', versionId, percentage: 50 })).rejects.toMatchObject({
      message: expect.stringContaining('1.0.1 took its place'),
    });
  });

  it('withdraws a staged release by halting it, beside the one that all have', async () => {
    const { client } = app('com.acme.halted');
    await client.submit({ version: '1.0.0', buildNumber: '9', notes });
    const { versionId } = await client.submit({ version: '1.1.0', buildNumber: '10', notes, percentage: 50 });
    const halted = { state: 'HALTED', storeState: 'halted', percentage: 50 };
    expect(await client.withdraw({ version: '1.1.0', versionId })).toEqual(halted);
    expect(await client.status({ version: '1.1.0', versionId })).toEqual(halted);
    expect(await client.status({ version: '1.0.0', versionId: '9' })).toMatchObject({ state: 'RELEASED' });
  });

  it.each([
    ['keeps what it does not send for review', 'com.acme.kept', { isSentForReview: false }, 'RELEASED'],
    ['has drafts of an app that was never published', 'com.acme.fresh', { isDraft: true }, 'NOT_SUBMITTED'],
  ])('%s, and what is left to do is said (K22)', async (_label, packageName, body, state) => {
    const { client, says } = app(packageName);
    await says(body);
    const wanted = { version: '1.0.0', buildNumber: '9' };
    expect(await client.submit({ ...wanted, notes })).toMatchObject({ versionId: '9', leftToDo: LEFT });
    expect(await client.status(wanted)).toMatchObject({ state });
  });

  it('is told to keep changes by an integration whose app sends them by now (K22)', async () => {
    const { client } = app('com.acme.sent', { changesNotSentForReview: true });
    expect(await client.submit({ version: '1.0.0', buildNumber: '9', notes })).not.toHaveProperty('leftToDo');
  });

  it("refuses a lower version code in Google's words (K28)", async () => {
    const { client, says } = app('com.acme.lower');
    await says({ checksUpgrades: true });
    await client.submit({ version: '1.1.0', buildNumber: '10', notes });
    await expect(client.submit({ version: '1.2.0', buildNumber: '8', notes })).rejects.toMatchObject({
      code: 'integration.refused',
      message: expect.stringContaining('does not allow any existing users to upgrade'),
    });
    expect(await client.status({ version: '1.1.0', versionId: '10' })).toMatchObject({ state: 'RELEASED' });
  });
});
