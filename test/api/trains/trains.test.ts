// Release trains over HTTP: every route with every role, what is written, what is refused, and other tenants.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/trains/manifest.ts';
import { type ApiReply, OTHER_TENANT_ID, USER_ID } from '../../support/http.ts';
import { startTrains, trainBody } from './fixture.ts';

let world: Awaited<ReturnType<typeof startTrains>>;
beforeAll(async () => {
  world = await startTrains();
});
afterAll(() => world.stop());

const MISSING_ID = '0192f000-0000-7000-8000-00000000dead';
const verdict = (reply: ApiReply) => [reply.status, reply.body?.code];

describe('createTrain', () => {
  it('answers 201 with the train, and its defaults', async () => {
    const { status, body, headers } = await world.asLead('POST', '/trains', trainBody);
    expect(status).toBe(201);
    expect(headers.location).toMatch(new RegExp(`/trains/${body.id}$`));
    expect(body).toMatchObject({
      service: 'app',
      versionBump: 'MINOR',
      isActive: true,
      revision: 1,
      createdBy: USER_ID,
    });
    expect(body.dtstart).toBe('2026-03-01T13:00:00');
    expect(body.template).toMatchObject({ releaseType: 'PLANNED', targets: ['store'] });
    expect(await world.stored(body.id)).toMatchObject({ leg: 1, name: 'Weekly' });
    expect(await world.eventsOf(body.id)).toEqual(['TrainCreated']);
  });

  it.each([
    ['a rule that is none', { rrule: 'every tuesday' }, 'rrule'],
    ['a rule that departs too often', { rrule: 'FREQ=MINUTELY' }, 'rrule'],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['a version in the template', { template: { ...trainBody.template, version: '1.0.0' } }, 'template.version'],
    ['an unknown field', { speed: 9 }, 'speed'],
    ['no service', { service: undefined }, 'service'],
  ])('answers 400 to %s', async (_, over, path) => {
    const reply = await world.asLead('POST', '/trains', { ...trainBody, ...over });
    expect(verdict(reply)).toEqual([400, 'request.invalid']);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toEqual([path]);
  });

  it('makes one train of a request that is repeated with its key', async () => {
    const send = () => world.asLead('POST', '/trains', { ...trainBody, name: 'Once' }, { 'idempotency-key': 'once' });
    const [first, second] = [await send(), await send()];
    expect(second.text).toBe(first.text);
  });
});

describe('listTrains', () => {
  it('answers trains newest first, page by page', async () => {
    const ids = [
      await world.create({ name: 'A' }),
      await world.create({ name: 'B' }),
      await world.create({ name: 'C' }),
    ];
    const first = await world.asLead('GET', '/trains?limit=2');
    expect(first.body.items.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
    const next = await world.asLead('GET', `/trains?limit=1&cursor=${first.body.nextCursor}`);
    expect(next.body.items[0].id).toBe(ids[0]);
  });

  it('shows nothing of another tenant', async () => {
    await world.create();
    const foreign = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    const { body } = await world.call({ role: 'LEAD', method: 'GET', path: '/trains', ...foreign });
    expect(body).toEqual({ items: [], nextCursor: null });
  });
});

describe('getTrain', () => {
  it('answers the train with its revision', async () => {
    const id = await world.create();
    const { status, body, headers } = await world.asLead('GET', `/trains/${id}`);
    expect([status, body.id, headers.etag]).toEqual([200, id, '"1"']);
    expect(body).not.toHaveProperty('leg');
  });

  it.each([MISSING_ID, 'no-id'])('answers 404 train.not_found for %s', async (id) => {
    expect(verdict(await world.asLead('GET', `/trains/${id}`))).toEqual([404, 'train.not_found']);
  });

  it("answers another tenant's train as a missing one", async () => {
    const id = await world.create();
    const foreign = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    const reply = await world.call({ role: 'LEAD', method: 'GET', path: `/trains/${id}`, ...foreign });
    expect(reply.text).toBe((await world.asLead('GET', `/trains/${MISSING_ID}`)).text);
  });
});

describe('updateTrain', () => {
  it('changes the train and tells of it; another schedule begins another leg', async () => {
    const id = await world.create();
    const renamed = await world.asLead('PATCH', `/trains/${id}`, { name: 'Fast' });
    expect([renamed.status, renamed.body.name, renamed.headers.etag]).toEqual([200, 'Fast', '"2"']);
    expect(await world.stored(id)).toMatchObject({ leg: 1 });
    await world.asLead('PATCH', `/trains/${id}`, { rrule: 'FREQ=DAILY', isActive: false });
    expect(await world.stored(id)).toMatchObject({ leg: 2, rrule: 'FREQ=DAILY', isActive: false });
    expect(await world.eventsOf(id)).toEqual(['TrainCreated', 'TrainUpdated', 'TrainUpdated']);
  });

  it('writes nothing when nothing changes', async () => {
    const id = await world.create();
    const { status, body } = await world.asLead('PATCH', `/trains/${id}`, {
      name: 'Weekly',
      template: trainBody.template,
    });
    expect([status, body.revision]).toEqual([200, 1]);
  });

  it('honours If-Match', async () => {
    const id = await world.create();
    expect((await world.asLead('PATCH', `/trains/${id}`, { name: 'A' }, { 'if-match': '"1"' })).status).toBe(200);
    const late = await world.asLead('PATCH', `/trains/${id}`, { name: 'B' }, { 'if-match': '"1"' });
    expect(verdict(late)).toEqual([412, 'request.precondition_failed']);
  });

  it.each([
    ['nothing', {}],
    ['another service', { service: 'web' }],
    ['a rule that is none', { rrule: '' }],
  ])('answers 400 to %s', async (_, body) => {
    const id = await world.create();
    expect((await world.asLead('PATCH', `/trains/${id}`, body)).status).toBe(400);
  });
});

describe('deleteTrain', () => {
  it('removes the train, keeps its history, and finds nothing the second time', async () => {
    const id = await world.create();
    expect((await world.asLead('DELETE', `/trains/${id}`, undefined, { 'if-match': '"2"' })).status).toBe(412);
    expect((await world.asLead('DELETE', `/trains/${id}`)).status).toBe(204);
    expect(await world.stored(id)).toBeUndefined();
    expect(await world.eventsOf(id)).toEqual(['TrainCreated', 'TrainDeleted']);
    expect(verdict(await world.asLead('DELETE', `/trains/${id}`))).toEqual([404, 'train.not_found']);
  });
});

describe('a route of trains', () => {
  const rows = [
    { name: 'createTrain', may: ['ADMIN', 'LEAD'], method: 'POST', path: '/trains', body: trainBody },
    { name: 'listTrains', may: ROLES, method: 'GET', path: '/trains' },
    { name: 'getTrain', may: ROLES, method: 'GET', path: '/trains/{id}' },
    { name: 'updateTrain', may: ['ADMIN', 'LEAD'], method: 'PATCH', path: '/trains/{id}', body: { name: 'X' } },
    { name: 'deleteTrain', may: ['ADMIN', 'LEAD'], method: 'DELETE', path: '/trains/{id}' },
  ];
  const cases = rows.flatMap((row) => ROLES.map((role) => ({ ...row, role })));

  it('has a row', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(manifest.routes).sort());
  });

  it.each(cases)('$name answers $role as it allows', async ({ role, may, method, path, body }) => {
    const request = { method, path: path.replace('{id}', await world.create()), ...(body ? { body } : {}) };
    const reply = await world.call({ role, ...request });
    expect(reply.status < 300).toBe((may as readonly string[]).includes(role));
    if (reply.status >= 300) expect(verdict(reply)).toEqual([403, 'request.forbidden']);
    expect((await world.call(request)).status).toBe(401);
    expect((await world.call({ role: 'LEAD', scopes: 'integrations:read', ...request })).status).toBe(403);
  });
});
