// Edits of a runbook and the revisions that they leave: what differs, what can be restored.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TENANT_ID } from '../../support/http.ts';
import { startRunbooks } from './fixture.ts';

let stage: Awaited<ReturnType<typeof startRunbooks>>;
beforeAll(async () => {
  stage = await startRunbooks();
});
afterAll(() => stage.stop());

const eventsOf = async (id: string) =>
  (await stage.items()).filter(({ pk }) => pk === `T#${TENANT_ID}#OUTBOX#${id}`).map(({ detailType }) => detailType);
const actionsOf = async (id: string) =>
  (await stage.items()).filter(({ pk }) => pk === `T#${TENANT_ID}#AUDIT#Runbook#${id}`).map(({ action }) => action);

describe('listRunbookRevisions', () => {
  it('makes a revision of each edit, and none of one that changes nothing', async () => {
    const id = await stage.create({ content: 'one', service: 'app' });
    const edits = [{ content: 'two' }, { content: 'two' }, { service: null, tags: ['a'] }, { isActive: false }, {}];
    for (const edit of edits) expect((await stage.asDeveloper('PATCH', `/runbooks/${id}`, edit)).status).toBe(200);
    const { body } = await stage.asDeveloper('GET', `/runbooks/${id}/revisions`);
    expect(
      body.items.map(({ revision, service, tags, isActive }: Record<string, unknown>) => [
        revision,
        service,
        tags,
        isActive,
      ]),
    ).toEqual([
      [4, undefined, ['a'], false],
      [3, undefined, ['a'], true],
      [2, 'app', [], true],
      [1, 'app', [], true],
    ]);
    expect(await eventsOf(id)).toEqual(['RunbookCreated', 'RunbookUpdated', 'RunbookUpdated', 'RunbookUpdated']);
  });
});

describe('updateRunbook', () => {
  it('refuses an edit of an older revision with 412, and keeps one of ten at once', async () => {
    const id = await stage.create();
    const edit = (index: number) =>
      stage.asDeveloper('PATCH', `/runbooks/${id}`, { content: `${index}` }, { 'if-match': '"1"' });
    const replies = await Promise.all(Array.from({ length: 10 }, (_, index) => edit(index)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  });
});

describe('diffRunbookRevision', () => {
  it('shows changed fields and a patch of the content, from the one before or from any', async () => {
    const id = await stage.create({ content: 'a\nb\nc\n', tags: ['x'] });
    await stage.asDeveloper('PATCH', `/runbooks/${id}`, { content: 'a\nB\nc\n' });
    await stage.asDeveloper('PATCH', `/runbooks/${id}`, { tags: [], title: 'New' });
    const diff = async (query: string) => (await stage.asDeveloper('GET', `/runbooks/${id}/revisions/${query}`)).body;
    expect(await diff('2/diff')).toMatchObject({
      from: 1,
      to: 2,
      fields: [],
      patch: expect.stringContaining('-b\n+B\n'),
    });
    expect(await diff('3/diff')).toEqual({
      ...{ from: 2, to: 3, patch: '' },
      fields: [
        { field: 'title', before: 'Restart the queue', after: 'New' },
        { field: 'tags', before: ['x'], after: [] },
      ],
    });
    expect(await diff('3/diff?from=1')).toMatchObject({
      from: 1,
      fields: [{}, {}],
      patch: expect.stringContaining('+B'),
    });
    expect(await diff('1/diff')).toEqual({ from: 1, to: 1, fields: [], patch: '' });
  });

  it('shows contents that differ in every line as replaced, at once', async () => {
    const lines = (letter: string) =>
      Array.from({ length: 8_000 }, (_, index) => `${letter}${index % 97}`)
        .join('\n')
        .slice(0, 40_000);
    const id = await stage.create({ content: lines('a') });
    await stage.asDeveloper('PATCH', `/runbooks/${id}`, { content: lines('b') });
    const { body } = await stage.asDeveloper('GET', `/runbooks/${id}/revisions/2/diff`);
    expect([body.patch.match(/^-a/gm).length, body.patch.match(/^\+b/gm).length]).toEqual(
      Array(2).fill(lines('a').split('\n').length),
    );
  });
});

describe('restoreRunbookRevision', () => {
  it('makes the values of a revision the next one, which says so', async () => {
    const id = await stage.create({ content: 'good', environment: 'staging' });
    await stage.asDeveloper('PATCH', `/runbooks/${id}`, { content: 'bad', environment: null });
    const reply = await stage.asDeveloper('POST', `/runbooks/${id}/revisions/1/restore`);
    expect(reply).toMatchObject({ status: 200, body: { content: 'good', environment: 'staging', revision: 3 } });
    expect((await stage.asDeveloper('GET', `/runbooks/${id}/revisions/3`)).body).toMatchObject({
      restored: 1,
      content: 'good',
    });
    expect(await actionsOf(id)).toEqual(['runbook.created', 'runbook.updated', 'runbook.restored']);
  });
});

describe('getRunbookRevision', () => {
  it.each(['0', '7', '1.5', 'x', '9999999'])('answers 404 for the number %s', async (number) => {
    const id = await stage.create();
    for (const path of [number, `${number}/diff`]) {
      const reply = await stage.asDeveloper('GET', `/runbooks/${id}/revisions/${path}`);
      expect(reply).toMatchObject({ status: 404, body: { code: 'runbook.revision_not_found' } });
    }
  });
});
