// Release notes: edits per locale, and the notes that the workflow uses.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '../../../entities/_base/actors.ts';
import { manifest } from '../../../functions/releases/manifest.ts';
import { currentNotes, notesForStore } from '../../../functions/releases/notes/notes.ts';
import {
  inOtherTenant,
  type Kit,
  MISSING_ID,
  NOW_ISO,
  paths,
  startWorld,
  verdict,
  type World,
} from '../../support/release-world.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';

let world: World;
let kit: Kit;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());
beforeEach(async () => {
  id = (await world.release(kit)).id;
});

const edit = (locale: string, body: object, headers = {}) =>
  world.asRole('DEVELOPER')('PUT', `/releases/${id}/notes/${locale}`, body, headers);
const list = (query = '') => world.asRole('VIEWER')('GET', `/releases/${id}/notes${query}`);

describe('the actions of notes', () => {
  it.each(['LEAD', 'VIEWER'] as const)('are true for the role %s, before and after the publication', async (role) => {
    await edit('pt-BR', { text: 'Novo' });
    for (const tag of [undefined, 'v1']) {
      await world.seed([world.releases.update((await world.stored(id)).release, NOW_ISO, { tag })]);
      const { items } = (await world.call({ role, method: 'GET', path: `/releases/${id}/notes` })).body;
      for (const { locale, actions } of items) {
        const bodies = { editReleaseNotes: { text: 'Mais novo' } };
        await expectTrue(world.call, manifest, { role }, { actions, params: { release: id, locale }, bodies });
      }
    }
  });
});

describe('editReleaseNotes', () => {
  it('keeps a text per locale, under its canonical tag', async () => {
    const { status, body, headers } = await edit('pt-br', { text: ' Novo ' });
    expect([status, headers.etag]).toEqual([200, '"1"']);
    expect(body).toMatchObject({ locale: 'pt-BR', text: 'Novo', isEdited: true, notSentTo: [] });
    expect((await edit('pt-BR', { text: 'Mais novo' })).body).toMatchObject({ text: 'Mais novo', revision: 2 });
    expect((await world.eventsOf(id)).at(-1)).toMatchObject({ type: 'ReleaseNotesEdited', data: { locale: 'pt-BR' } });
    expect((await world.auditOf(id)).at(-1)).toMatchObject({ action: 'release.notes_edited' });
  });

  it('honours If-Match', async () => {
    expect((await edit('de', { text: 'a' }, { 'if-match': '"1"' })).status).toBe(412);
    await edit('de', { text: 'a' });
    expect((await edit('de', { text: 'b' }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await edit('de', { text: 'c' }, { 'if-match': '"1"' })).status).toBe(412);
  });

  it('with If-None-Match: * writes the first notes of a locale and replaces none', async () => {
    const onlyNew = { 'if-none-match': '*' };
    expect((await edit('de', { text: 'a' }, onlyNew)).status).toBe(200);
    expect(verdict(await edit('DE', { text: 'b' }, onlyNew))).toEqual([412, 'request.precondition_failed']);
    expect((await list()).body.items).toMatchObject([{ locale: 'de', text: 'a', revision: 1 }]);
  });

  it.each([
    ['a locale that is none', 'not_a_locale', { text: 'x' }, 'locale'],
    ['an empty text', 'en-US', { text: ' ' }, 'text'],
    ['a text of 8,001 characters', 'en-US', { text: 'x'.repeat(8001) }, 'text'],
    ['an unknown field', 'en-US', { text: 'x', isEdited: false }, 'isEdited'],
  ])('answers 400 to %s', async (_, locale, body, path) => {
    const reply = await edit(locale, body);
    expect([verdict(reply), paths(reply)]).toEqual([[400, 'request.invalid'], [path]]);
  });

  it.each([
    ['RELEASED', {}],
    ['CANCELLED', {}],
    ['ARCHIVED', {}],
    ['BUILD_SUBMITTED', { tag: 'v1' }],
  ] as const)('answers 409 release.field_locked in %s with %j', async (status, over) => {
    const { release } = await world.stored(id);
    await world.seed([world.releases.update(release, release.updatedAt, { status, ...over })]);
    expect(verdict(await edit('en-US', { text: 'late' }))).toEqual([409, 'release.field_locked']);
  });

  it('answers 404 for a release of another tenant', async () => {
    const request = { role: 'LEAD', method: 'PUT', body: { text: 'x' } } as const;
    const missing = await world.call({ ...request, path: `/releases/${MISSING_ID}/notes/en-US` });
    const foreign = await world.call({ ...request, path: `/releases/${id}/notes/en-US`, ...inOtherTenant });
    expect([missing.status, foreign.text]).toEqual([404, missing.text]);
  });
});

describe('deleteReleaseNotes', () => {
  const remove = (locale: string, headers = {}) =>
    world.asRole('DEVELOPER')('DELETE', `/releases/${id}/notes/${locale}`, undefined, headers);

  it('takes the text of one locale back, whatever the case of its tag', async () => {
    await edit('pt-BR', { text: 'Novo' });
    await edit('de', { text: 'Neu' });
    expect((await remove('PT-br')).status).toBe(204);
    expect((await list()).body.items).toMatchObject([{ locale: 'de' }]);
    expect((await world.eventsOf(id)).at(-1)).toMatchObject({ type: 'ReleaseNotesDeleted', data: { locale: 'pt-BR' } });
    expect((await world.auditOf(id)).at(-1)).toMatchObject({
      action: 'release.notes_deleted',
      details: { locale: 'pt-BR', before: 'Novo' },
    });
  });

  it('answers 404 release.notes_not_found where there are none, also the second time', async () => {
    await edit('de', { text: 'Neu' });
    expect(verdict(await remove('fr'))).toEqual([404, 'release.notes_not_found']);
    await remove('de');
    expect(verdict(await remove('de'))).toEqual([404, 'release.notes_not_found']);
  });

  it('honours If-Match', async () => {
    await edit('de', { text: 'a' });
    await edit('de', { text: 'b' });
    expect((await remove('de', { 'if-match': '"1"' })).status).toBe(412);
    expect((await remove('de', { 'if-match': '"2"' })).status).toBe(204);
  });

  it('answers 400 to a locale that is none', async () => {
    const reply = await remove('not_a_locale');
    expect([verdict(reply), paths(reply)]).toEqual([[400, 'request.invalid'], ['locale']]);
  });

  it.each([
    ['RELEASED', {}],
    ['CANCELLED', {}],
    ['BUILD_SUBMITTED', { tag: 'v1' }],
  ] as const)('answers 409 release.field_locked in %s with %j', async (status, over) => {
    await edit('de', { text: 'Neu' });
    const { release } = await world.stored(id);
    await world.seed([world.releases.update(release, release.updatedAt, { status, ...over })]);
    const reply = await remove('de');
    expect([verdict(reply), paths(reply)]).toEqual([[409, 'release.field_locked'], ['locale']]);
    expect((await list()).body.items).toHaveLength(1);
  });

  it('answers 404 for a release of another tenant', async () => {
    await edit('de', { text: 'Neu' });
    const request = { role: 'LEAD', method: 'DELETE' } as const;
    const missing = await world.call({ ...request, path: `/releases/${MISSING_ID}/notes/de` });
    const foreign = await world.call({ ...request, path: `/releases/${id}/notes/de`, ...inOtherTenant });
    expect([missing.status, foreign.text]).toEqual([404, missing.text]);
    expect((await list()).body.items).toHaveLength(1);
  });
});

describe('listReleaseNotes', () => {
  it('answers the notes by locale, page by page', async () => {
    for (const locale of ['fr', 'de', 'en-US']) await edit(locale, { text: locale });
    const { body } = await list('?limit=2');
    expect(body.items.map(({ locale }: { locale: string }) => locale)).toEqual(['de', 'en-US']);
    expect((await list(`?limit=2&cursor=${body.nextCursor}`)).body.items).toMatchObject([{ locale: 'fr' }]);
  });
});

describe('the workflow', () => {
  const commit = {
    sha: 'a1b2c3d4e5',
    message: 'Fix a bug\n\nin full',
    author: 'Ada',
    committedAt: '2026-03-01T00:00:00Z',
  };
  const scmWith = (...commits: object[]) =>
    ({ commitsBetween: async () => commits, comparisonUrl: () => 'https://scm.test/compare' }) as never;
  const scm = scmWith(commit);
  const workflow = () => {
    const deps = { ...world, outside: { scm: async () => scm } } as never;
    return { deps, caller: { ...world.caller(), actor: systemActor('release-lifecycle') } };
  };

  it('tells users nothing of the changelog: a sentence in their language where nobody wrote anything (W10)', async () => {
    const { deps, caller } = workflow();
    const { release } = await world.stored(id);
    const { texts, defaults } = await notesForStore(release, kit.appStore, caller, deps);
    expect(texts).toEqual({});
    expect(defaults).toMatchObject({ en: expect.stringMatching(/^Bug fixes/), de: expect.stringMatching(/^Fehler/) });
    expect((await list()).body.items).toEqual([]);
  });

  it('tells users the sentences that the integration of the store has (W10)', async () => {
    const { deps, caller } = workflow();
    const config = { appId: '1', defaultNotes: { 'en-US': 'Better again.', 'pt-BR': 'Melhor.' } };
    const store = await world.integration('APP_STORE', { config } as never);
    const { defaults } = await notesForStore((await world.stored(id)).release, store, caller, deps);
    expect(defaults).toMatchObject({ 'en-US': 'Better again.', 'pt-BR': 'Melhor.', de: expect.anything() });
    expect(Object.keys(defaults ?? {})).not.toContain('en');
    await edit('en-US', { text: 'By hand' });
    const beside = await notesForStore((await world.stored(id)).release, store, caller, deps);
    expect(beside).toMatchObject({ texts: { 'en-US': 'By hand' }, defaults: config.defaultNotes });
    expect(Object.keys(beside.defaults ?? {})).toHaveLength(2);
  });

  it("generates the changelog once for endpoints of the team's own, for people to edit", async () => {
    const { deps, caller } = workflow();
    const web = await world.integration('WEB');
    const { release } = await world.stored(id);
    const { texts, mainLocale } = await notesForStore(release, web, caller, deps);
    const text = texts[mainLocale];
    expect(text).toContain('- Fix a bug (a1b2c3d, Ada)');
    const again = await notesForStore(release, web, caller, deps);
    expect(again).toEqual({ texts: { 'en-US': text }, mainLocale: 'en-US' });
    expect((await list()).body.items).toMatchObject([{ locale: 'en-US', text, isEdited: false, revision: 1 }]);
  });

  it('publishes generated notes anew where commits have come since, and edited ones as they are', async () => {
    const { deps, caller } = workflow();
    const { release } = await world.stored(id);
    await notesForStore(release, await world.integration('WEB'), caller, deps);
    expect((await currentNotes(release, 'main', scm, caller, deps)).generated).toBeUndefined();
    const more = scmWith(commit, { ...commit, message: 'Fix another' });
    expect((await currentNotes(release, 'main', more, caller, deps)).generated).toMatchObject({
      revision: 2,
      isEdited: false,
    });
    await edit('en-US', { text: 'By hand' });
    const byHand = { text: 'By hand', page: 'By hand', generated: undefined };
    expect(await currentNotes(release, 'main', scm, caller, deps)).toEqual(byHand);
    expect((await notesForStore(release, kit.appStore, caller, deps)).texts).toEqual({ 'en-US': 'By hand' });
  });

  it('generates the default ones again once a person has taken theirs back', async () => {
    const { deps, caller } = workflow();
    await edit('en-US', { text: 'By hand' });
    await world.asRole('DEVELOPER')('DELETE', `/releases/${id}/notes/en-US`);
    const web = await world.integration('WEB');
    const { texts } = await notesForStore((await world.stored(id)).release, web, caller, deps);
    expect(texts).toEqual({ 'en-US': expect.stringContaining('- Fix a bug') });
    expect((await list()).body.items).toMatchObject([{ locale: 'en-US', isEdited: false, revision: 1 }]);
  });

  it('hands stores the notes of every locale that people wrote', async () => {
    const { deps, caller } = workflow();
    await edit('de', { text: 'Neu' });
    await edit('pt-BR', { text: 'Novo' });
    const { texts } = await notesForStore((await world.stored(id)).release, kit.appStore, caller, deps);
    expect(texts).toEqual({ de: 'Neu', 'pt-BR': 'Novo' });
  });
});
