// Runbooks: who may do what, every invalid input, filters and words, revisions with their differences, and what is stored of each.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { OTHER_TENANT_ID, TENANT_ID, USER_ID } from '../../support/http.ts';
import { storeApproval } from '../approvals/fixture.ts';
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

describe('createRunbook', () => {
  it('answers 201 with the whole runbook and its address, and stores revision, event and audit entry', async () => {
    const body = {
      title: 'Roll back',
      content: '# Steps\n\n1. Halt.',
      service: 'app',
      environment: 'production',
      tags: ['incident'],
    };
    const reply = await stage.asDeveloper('POST', '/runbooks', body);
    expect(reply).toMatchObject({ status: 201, headers: { etag: '"1"' } });
    const { id } = reply.body;
    expect(reply.headers.location).toBe(`/api/v1/${TENANT_ID}/runbooks/${id}`);
    expect(reply.body).toEqual({
      ...{ id, ...body, isActive: true, revision: 1 },
      ...{ createdBy: { id: USER_ID, name: expect.any(String) }, createdAt: expect.any(String) },
      updatedAt: reply.body.createdAt,
    });
    expect((await stage.asDeveloper('GET', `/runbooks/${id}`)).body).toMatchObject(reply.body);
    expect(await eventsOf(id)).toEqual(['RunbookCreated']);
    expect(await actionsOf(id)).toEqual(['runbook.created']);
    const audit = (await stage.items()).find(({ pk }) => pk === `T#${TENANT_ID}#AUDIT#Runbook#${id}`);
    expect(JSON.stringify(audit)).not.toContain('Halt');
  });

  it.each([
    ['no title', {}, 'title', 'request.invalid_type'],
    ['a blank title', { title: '  ' }, 'title', 'request.custom'],
    ['a title of 121 characters', { title: 'x'.repeat(121) }, 'title', 'request.too_big'],
    ['half a character', { title: 'a\ud800' }, 'title', expect.any(String)],
    ['a content of 40,001 characters', { title: 'a', content: 'x'.repeat(40_001) }, 'content', 'request.too_big'],
    ['a tag in capitals', { title: 'a', tags: ['Incident'] }, 'tags[0]', 'request.invalid_format'],
    ['a tag twice', { title: 'a', tags: ['a', 'a'] }, 'tags', 'request.custom'],
    ['eleven tags', { title: 'a', tags: Array.from('abcdefghijk') }, 'tags', 'request.too_big'],
    ['a service that is no slug', { title: 'a', service: 'My App' }, 'service', 'request.invalid_format'],
    ['an unknown field', { title: 'a', body: '' }, 'body', 'request.unknown_field'],
  ])('refuses %s', async (_, body, path, code) => {
    const reply = await stage.asDeveloper('POST', '/runbooks', body);
    expect(reply).toMatchObject({
      status: 400,
      body: { fields: expect.arrayContaining([expect.objectContaining({ path, code })]) },
    });
  });

  it('refuses a service that does not exist with 422 service.unknown, and so does an edit', async () => {
    const refused = { status: 422, body: { code: 'service.unknown', fields: [{ path: 'service' }] } };
    expect(await stage.asDeveloper('POST', '/runbooks', { title: 'a', service: 'none' })).toMatchObject(refused);
    const id = await stage.create();
    expect(await stage.asDeveloper('PATCH', `/runbooks/${id}`, { service: 'none' })).toMatchObject(refused);
  });

  it('is done once when it is sent twice with one key', async () => {
    const headers = { 'idempotency-key': 'same' };
    const [first, second] = [
      await stage.asDeveloper('POST', '/runbooks', { title: 'Once' }, headers),
      await stage.asDeveloper('POST', '/runbooks', { title: 'Once' }, headers),
    ];
    expect(second.text).toBe(first.text);
  });

  it('takes the longest title, content and list of tags in one transaction, and changes all of them', async () => {
    const word = (index: number) => String.fromCodePoint(0x4e00 + index);
    const words = (from: number) => Array.from({ length: 60 }, (_, index) => word(from + index)).join(' ');
    const tags = (letter: string) =>
      Array.from({ length: 10 }, (_, index) => `${letter}${index}.${letter}x${index}.${letter}y${index}`);
    const whole = (from: number, letter: string) => ({
      ...{ title: words(from).slice(0, 119), content: '字'.repeat(40_000), tags: tags(letter) },
      ...{ service: letter, environment: letter },
    });
    const id = await stage.create(whole(0, 'a'));
    const reply = await stage.asDeveloper('PATCH', `/runbooks/${id}`, whole(100, 'b'));
    expect(reply).toMatchObject({ status: 200, body: { revision: 2, title: whole(100, 'b').title } });
  });
});

describe('every route', () => {
  const id = '0192f000-0000-7000-8000-00000000ffff';
  const routes = [
    { may: ['ADMIN', 'LEAD', 'DEVELOPER'], method: 'POST', path: '/runbooks', body: { title: 'a' } },
    { may: ROLES, method: 'GET', path: '/runbooks' },
    { may: ROLES, method: 'GET', path: '/runbooks/{id}' },
    { may: ['ADMIN', 'LEAD', 'DEVELOPER'], method: 'PATCH', path: '/runbooks/{id}', body: {} },
    { may: ['ADMIN', 'LEAD'], method: 'DELETE', path: '/runbooks/{id}' },
    { may: ROLES, method: 'GET', path: '/runbooks/{id}/revisions' },
    { may: ROLES, method: 'GET', path: '/runbooks/{id}/revisions/1' },
    { may: ROLES, method: 'GET', path: '/runbooks/{id}/revisions/1/diff' },
    { may: ['ADMIN', 'LEAD', 'DEVELOPER'], method: 'POST', path: '/runbooks/{id}/revisions/1/restore' },
    { may: ROLES, method: 'GET', path: '/releases/{id}/runbooks' },
    { may: ROLES, method: 'GET', path: '/approvals/{id}/runbooks' },
  ];
  const at = (path: string, of: string) => path.replace('{id}', of);

  it.each(routes.flatMap((route) => ROLES.map((role) => ({ ...route, role }))))(
    'lets or refuses $role: $method $path',
    async ({ may, role, method, path, body }) => {
      const { status } = await stage.call({ role, method, path: at(path, id), ...(body && { body }) });
      expect(status === 403).toBe(!(may as readonly string[]).includes(role));
    },
  );

  it.each(routes)('asks for a credential and its scope: $method $path', async ({ method, path, body }) => {
    const request = { method, path: at(path, id), ...(body && { body }) };
    expect((await stage.call(request)).status).toBe(401);
    expect((await stage.call({ ...request, role: 'ADMIN', scopes: 'releases:write' })).status).toBe(403);
  });

  it.each(routes.filter(({ path }) => path.startsWith('/runbooks/{id}')))(
    'answers a foreign tenant’s runbook as a missing one: $method $path',
    async ({ method, path, body }) => {
      const known = await stage.create();
      const missing = await stage.call({ role: 'ADMIN', method, path: at(path, id), ...(body && { body }) });
      const foreign = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
      const other = await stage.call({
        role: 'ADMIN',
        method,
        path: at(path, known),
        ...(body && { body }),
        ...foreign,
      });
      expect([other.status, other.text]).toEqual([404, missing.text]);
    },
  );
});

describe('listRunbooks', () => {
  it('finds by every filter and by words of title and tags, alone and together, newest first', async () => {
    const own = await startRunbooks();
    const made: {
      id: string;
      title: string;
      service?: string;
      environment?: string;
      tags: string[];
      isActive: boolean;
    }[] = [];
    for (let index = 0; index < 24; index++) {
      const body = {
        title: `${['Restart', 'Restore'][index % 2]} the ${['queue', 'Datenbank', 'キュー'][index % 3]} No ${index}`,
        ...(index % 4 === 0 ? {} : { service: ['app', 'api'][index % 2] as string }),
        ...(index % 5 === 0 ? {} : { environment: ['production', 'staging'][index % 2] as string }),
        tags: [['incident', 'routine'][index % 2] as string, ...(index % 3 === 0 ? ['on-call'] : [])],
        isActive: index % 6 !== 0,
      };
      made.unshift({ id: await own.create(body), ...body });
    }
    const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const choices = {
      service: [undefined, 'app', 'none'],
      environment: [undefined, 'production'],
      tag: [undefined, 'on-call'],
      isActive: [undefined, 'true', 'false'],
      q: [undefined, 'RESTART queue', 'call', 'datenbank no 7', 'start'],
      author: [undefined, USER_ID, 'nobody'],
    };
    const queries = Object.entries(choices).reduce<Record<string, string>[]>(
      (all, [name, values]) =>
        all.flatMap((one) => values.map((value) => (value === undefined ? one : { ...one, [name]: value }))),
      [{}],
    );
    for (const query of queries.filter((_, index) => index % 5 === 0)) {
      const { service, environment, tag, isActive, q, author } = query;
      const expected = made.filter(
        (item) =>
          (service ?? item.service) === item.service &&
          (environment ?? item.environment) === item.environment &&
          (tag === undefined || item.tags.includes(tag)) &&
          (isActive ?? String(item.isActive)) === String(item.isActive) &&
          (author === undefined || author === USER_ID) &&
          words(q ?? '').every((word) => [item.title, ...item.tags].flatMap(words).includes(word)),
      );
      expect([query, await own.listed(new URLSearchParams(query).toString())]).toEqual([
        query,
        expected.map(({ id }) => id),
      ]);
    }
    await own.stop();
  });

  it('follows an edit: found by the new words alone', async () => {
    const id = await stage.create({ title: 'Unheardof before', tags: ['oldtag'] });
    await stage.asDeveloper('PATCH', `/runbooks/${id}`, { title: 'Unheardof after', tags: [] });
    expect(await stage.listed('q=before')).toEqual([]);
    expect(await stage.listed('tag=oldtag')).toEqual([]);
    expect(await stage.listed('q=after unheardof')).toEqual([id]);
  });

  it('refuses the cursor of another filter', async () => {
    const { body } = await stage.asDeveloper('GET', '/runbooks?limit=1');
    const reply = await stage.asDeveloper('GET', `/runbooks?limit=1&tag=a&cursor=${body.nextCursor}`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid_cursor' } });
  });
});

describe('deleteRunbook', () => {
  const remove = (id: string) => stage.call({ role: 'LEAD', method: 'DELETE', path: `/runbooks/${id}` });

  it('leaves nothing of it but audit entries and events', async () => {
    const id = await stage.create({ tags: ['gone'], content: 'x' });
    await stage.asDeveloper('PATCH', `/runbooks/${id}`, { content: 'y' });
    expect((await remove(id)).status).toBe(204);
    expect(await stage.listed('tag=gone')).toEqual([]);
    expect(await stage.ofRunbook(id)).toEqual([]);
    expect(await actionsOf(id)).toEqual(['runbook.created', 'runbook.updated', 'runbook.deleted']);
    expect(await eventsOf(id)).toEqual(['RunbookCreated', 'RunbookUpdated', 'RunbookDeleted']);
    expect((await stage.asDeveloper('GET', `/runbooks/${id}`)).body.code).toBe('runbook.not_found');
  });

  it('is finished by the next request when it was interrupted', async () => {
    const id = await stage.create({ content: 'x' });
    const { runbooks, world } = stage;
    await world.seed(runbooks.markDeleted(await runbooks.stored(TENANT_ID as never, id), '2026-03-01T12:00:00.000Z'));
    expect((await stage.asDeveloper('GET', `/runbooks/${id}`)).status).toBe(404);
    expect((await remove(id)).body.code).toBe('runbook.not_found');
    expect(await stage.ofRunbook(id)).toEqual([]);
  });
});

describe('listRunbooksOfRelease', () => {
  it('shows the active runbooks of its service, newest first', async () => {
    const { world } = stage;
    const kit = await world.integrationKit();
    const { id, releaseKey } = await world.release(kit, { service: 'shown', version: '1.0.0' });
    const mine = [await stage.create({ service: 'shown' }), await stage.create({ service: 'shown' })];
    await stage.create({ service: 'shown', isActive: false });
    await stage.create({ service: 'another' });
    expect(await stage.listed('', `/releases/${id}/runbooks`)).toEqual(mine.toReversed());
    expect(await stage.listed('', `/releases/${releaseKey}/runbooks`)).toEqual(mine.toReversed());
  });
});

describe('listRunbooksOfApproval', () => {
  it('shows the active runbooks of the service of its release', async () => {
    const { world } = stage;
    const release = await world.release(await world.integrationKit(), { service: 'asked', version: '1.0.0' });
    const approvalId = await storeApproval(world, release);
    const mine = await stage.create({ service: 'asked' });
    expect(await stage.listed('', `/approvals/${approvalId}/runbooks`)).toEqual([mine]);
  });
});

describe('getRunbook', () => {
  it.each(['none', '0192f000-0000-7000-8000-00000000ffff'])('answers 404 for the id %s', async (id) => {
    const reply = await stage.asDeveloper('GET', `/runbooks/${id}`);
    expect(reply).toMatchObject({ status: 404, body: { code: 'runbook.not_found' } });
  });
});
