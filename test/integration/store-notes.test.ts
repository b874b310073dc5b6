// Release notes in the languages of both stores: the clients against the stand-ins, over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppStoreCaller } from '../../functions/_adapters/app-store/app-store-api.ts';
import { createAppStoreClient } from '../../functions/_adapters/app-store/app-store-client.ts';
import { createPlayStoreClient } from '../../functions/_adapters/play-store/play-store-client.ts';
import { inEnglish, notesBy } from '../support/releases/store-notes.ts';
import { type OutsideServer, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

describe('the App Store', () => {
  const version = '2.0.0';
  const CREATED = ['POST', '/appStoreVersionLocalizations'] as const;

  /** An app of its own, with a look at what its version says in which language. */
  async function app(appId: string, languages: object) {
    await outside.play('app-store', 'PUT', `/_languages/${appId}`, languages);
    const context = outside.contextOf('APP_STORE', { config: { appId } });
    const api = createAppStoreCaller(context);
    const read = async (path: string) =>
      ((await api.send({ method: 'GET', path })).json as { data: { id: string; attributes: Record<string, string> }[] })
        .data;
    const whatsNew = async () => {
      const [found] = await read(`/v1/apps/${appId}/appStoreVersions`);
      const list = await read(`/v1/appStoreVersions/${found?.id}/appStoreVersionLocalizations`);
      return Object.fromEntries(list.map(({ attributes }) => [attributes.locale, attributes.whatsNew]));
    };
    const decide = (outcome: string) => outside.play('app-store', 'PUT', `/_reviews/${appId}`, { outcome });
    return { client: createAppStoreClient(context), whatsNew, decide };
  }
  const patches = () =>
    outside
      .received('app-store')
      .filter(({ method, path }) => method === 'PATCH' && path.includes('/appStoreVersionLocalizations/')).length;

  it('gets the notes of each language, adds one that the app has, and is told nothing in any other', async () => {
    const languages = { app: ['en-US', 'de-DE', 'fr-FR'], version: ['en-US', 'de-DE'] };
    const { client, whatsNew } = await app('501', languages);
    const notes = notesBy({ 'en-US': 'New', de: 'Neu', 'fr-FR': 'Nouveau', eo: 'Nova' });
    const { submissionId, versionId, ...rest } = await client.submit({ version, buildNumber: '1', notes });
    expect(rest).toStrictEqual({ unlistedLocales: ['eo'] });
    expect(await whatsNew()).toStrictEqual({ 'en-US': 'New', 'de-DE': 'Neu', 'fr-FR': 'Nouveau' });
    const before = patches();
    const again = await client.submit({ version, buildNumber: '1', notes });
    expect(again).toStrictEqual({ submissionId, versionId, keepsNotes: true });
    expect([patches(), outside.taken('app-store', ...CREATED).length]).toStrictEqual([before, 1]);
  });

  it('gets notes that were edited after a rejection, and keeps what somebody wrote there', async () => {
    const { client, whatsNew, decide } = await app('502', {
      app: ['en-US', 'ja', 'de-DE'],
      version: ['en-US', 'ja', 'de-DE'],
    });
    await decide('REJECTED');
    const first = notesBy({ 'en-US': 'New', ja: '新着' });
    await client.submit({ version, buildNumber: '1', notes: first });
    expect(await whatsNew()).toStrictEqual({ 'en-US': 'New', ja: '新着', 'de-DE': 'New' });
    await client.submit({ version, buildNumber: '2', notes: notesBy({ 'en-US': 'Better', ja: '新着' }) });
    expect(await whatsNew()).toStrictEqual({ 'en-US': 'Better', ja: '新着', 'de-DE': 'Better' });
    await client.submit({ version, buildNumber: '3', notes: inEnglish('Best') });
    expect(await whatsNew()).toStrictEqual({ 'en-US': 'Best', ja: '新着', 'de-DE': 'Best' });
  });

  it('gets the main notes in its primary language when it has not theirs', async () => {
    const { client, whatsNew, decide } = await app('503', { app: ['en-GB'], version: ['en-GB'] });
    await decide('REJECTED');
    for (const text of ['New', 'Better']) {
      expect(await client.submit({ version, buildNumber: text, notes: inEnglish(text) })).not.toHaveProperty(
        'unlistedLocales',
      );
      expect(await whatsNew()).toStrictEqual({ 'en-GB': text });
    }
  });

  it('refuses a version that lacks a language of its app', async () => {
    const { client } = await app('504', { app: ['en-US', 'fr-FR'], version: ['en-US'] });
    await expect(client.submit({ version, buildNumber: '1', notes: inEnglish('New') })).rejects.toMatchObject({
      code: 'integration.refused',
      message: expect.stringContaining('en-US, fr-FR'),
    });
  });
});

describe('Google Play', () => {
  it('gets the notes of each language that it has a listing in, each in 500 characters', async () => {
    const client = createPlayStoreClient(outside.contextOf('PLAY_STORE'));
    const notes = notesBy({ 'en-US': 'New', de: 'ü'.repeat(501), he: 'חדש', 'fr-FR': 'Nouveau', 'zh-Hans': '新' });
    const input = { version: '2.0.0', buildNumber: '2001', notes };
    expect(await client.submit(input)).toMatchObject({ unlistedLocales: ['fr-FR'] });
    const { submissionId } = await client.submit(input);
    expect(submissionId).toBe('com.acme.app/production/2.0.0');
    const [track] = outside.taken('play-store', 'PUT', '/tracks/production');
    expect(track?.body).toMatchObject({
      releases: [
        {
          releaseNotes: [
            { language: 'en-US', text: 'New' },
            { language: 'de-DE', text: `${'ü'.repeat(499)}…` },
            { language: 'iw-IL', text: 'חדש' },
            { language: 'zh-CN', text: '新' },
          ],
        },
      ],
    });
    expect(outside.taken('play-store', 'POST', ':commit')).toHaveLength(1);
  });
});
