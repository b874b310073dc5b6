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

  it('says the first departure at once, and that the train is ACTIVE', async () => {
    const { body } = await world.asLead('POST', '/trains', trainBody);
    expect(body).toMatchObject({ nextDepartureAt: '2026-03-03T12:00:00.000Z', status: 'ACTIVE' });
    const { body: off } = await world.asLead('POST', '/trains', { ...trainBody, isActive: false });
    expect(off).toMatchObject({ status: 'OFF' });
    expect(off).not.toHaveProperty('nextDepartureAt');
  });

  it.each([
    ['every other Tuesday, on the next one', { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' }, '2026-03-03T12:00:00.000Z'],
    ['once, a day later', { rrule: 'FREQ=DAILY;COUNT=1' }, '2026-03-02T12:00:00.000Z'],
    [
      'on the day that it is given',
      { rrule: 'FREQ=DAILY;COUNT=1', dtstart: '2026-03-05T09:00' },
      '2026-03-05T08:00:00.000Z',
    ],
    ['until a local time (K24)', { rrule: 'FREQ=DAILY;UNTIL=20270101T100000' }, '2026-03-02T12:00:00.000Z'],
    ['without a day that is left out (K24)', { rrule: 'FREQ=DAILY\nEXDATE:20260302' }, '2026-03-03T12:00:00.000Z'],
  ])('departs first as a person expects it: %s (W-missed)', async (_, over, nextDepartureAt) => {
    const { status, body } = await world.asLead('POST', '/trains', { ...trainBody, ...over });
    expect([status, body.nextDepartureAt]).toEqual([201, nextDepartureAt]);
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
    expect([status, body.id, headers.etag]).toEqual([200, id, expect.stringMatching(/^"1\./)]);
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

describe('a change of the schedule', () => {
  const departureOf = async (id: string, change: object) => {
    const { status, body } = await world.asLead('PATCH', `/trains/${id}`, change);
    return [status, body.nextDepartureAt];
  };

  it('answers the next departure, and none while it is switched off (W-missed)', async () => {
    const id = await world.create();
    expect(await departureOf(id, { rrule: 'FREQ=DAILY' })).toEqual([200, '2026-03-02T12:00:00.000Z']);
    expect(await departureOf(id, { dtstart: '2026-03-06T09:00' })).toEqual([200, '2026-03-06T08:00:00.000Z']);
    expect(await departureOf(id, { name: 'X' })).toEqual([200, '2026-03-06T08:00:00.000Z']);
    expect(await departureOf(id, { isActive: false })).toEqual([200, undefined]);
    expect(await departureOf(id, { isActive: true })).toEqual([200, '2026-03-06T08:00:00.000Z']);
  });

  it('counts from now on', async () => {
    const id = await world.create({ dtstart: '2026-01-01T09:00' });
    expect(await departureOf(id, { rrule: 'FREQ=DAILY;COUNT=2' })).toEqual([200, '2026-03-02T08:00:00.000Z']);
    expect((await world.stored(id))?.dtstart).toBe('2026-03-02T09:00:00');
  });

  it('takes a notice and a due date away with null', async () => {
    const id = await world.create({ noticeHours: 24, dueAfterDays: 3, skipUnchanged: true });
    expect((await world.asLead('GET', `/trains/${id}`)).body).toMatchObject({ noticeHours: 24, dueAfterDays: 3 });
    const { body } = await world.asLead('PATCH', `/trains/${id}`, { noticeHours: null, dueAfterDays: null });
    expect(body).not.toHaveProperty('noticeHours');
    expect(body).not.toHaveProperty('dueAfterDays');
  });
});

describe('skipDeparture', () => {
  const skip = (id: string, body?: object) => world.asLead('POST', `/trains/${id}/skip`, body);

  it('leaves the next departure out, tells of it, and answers the one after it (W-missed)', async () => {
    const id = await world.create();
    const { status, body } = await skip(id, { reason: 'holidays' });
    expect([status, body.nextDepartureAt]).toEqual([200, '2026-03-10T12:00:00.000Z']);
    expect(body.skippedDepartures).toEqual(['2026-03-03T12:00:00.000Z']);
    expect(await world.stored(id)).toMatchObject({ leg: 2, nextDepartureAt: '2026-03-10T12:00:00.000Z' });
    expect(await world.eventsOf(id)).toEqual(['TrainCreated', 'TrainDepartureSkipped']);
    expect((await world.asLead('PATCH', `/trains/${id}`, { skippedDepartures: [] })).body).toMatchObject({
      nextDepartureAt: '2026-03-03T12:00:00.000Z',
    });
  });

  it('leaves a later departure out and keeps the next one', async () => {
    const id = await world.create();
    const { body } = await skip(id, { departureAt: '2026-03-10T13:00:00+01:00' });
    expect(body).toMatchObject({
      nextDepartureAt: '2026-03-03T12:00:00.000Z',
      skippedDepartures: ['2026-03-10T12:00:00.000Z'],
    });
    expect((await skip(id)).body.nextDepartureAt).toBe('2026-03-17T12:00:00.000Z');
  });

  it('ends a train that has no other departure', async () => {
    const id = await world.create({ rrule: 'FREQ=DAILY;COUNT=1' });
    const { body } = await skip(id);
    expect(body).toMatchObject({ isActive: false, status: 'ENDED' });
    expect(await world.eventsOf(id)).toEqual(['TrainCreated', 'TrainDepartureSkipped', 'TrainEnded']);
    expect(verdict(await skip(id))).toEqual([409, 'train.no_departure']);
  });

  it.each([
    ['a time at which it does not depart', '2026-03-04T12:00:00Z'],
    ['a departure that has passed', '2026-02-24T12:00:00Z'],
  ])('answers 409 train.no_departure to %s, naming the next one', async (_, departureAt) => {
    const reply = await skip(await world.create(), { departureAt });
    expect([...verdict(reply), reply.body.nextDepartureAt]).toEqual([
      409,
      'train.no_departure',
      '2026-03-03T12:00:00.000Z',
    ]);
  });

  it('answers 409 train.no_departure while the train departs', async () => {
    const id = await world.create();
    const before = world.clock.at;
    world.clock.at = Date.parse('2026-03-03T12:00:00Z');
    const reply = await skip(id);
    world.clock.at = before;
    expect(verdict(reply)).toEqual([409, 'train.no_departure']);
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
    { name: 'skipDeparture', may: ['ADMIN', 'LEAD'], method: 'POST', path: '/trains/{id}/skip' },
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
