// Freeze windows: access, rules, the environments and services that they name, and the freeze of an environment.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/environments/manifest.ts';
import { fieldsOf, inOtherTenant, MISSING_ID, verdict } from '../../support/release-world.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
});
afterAll(() => world.stop());

const WINDOW = { name: 'Nights', dtstart: '2027-01-01T22:00:00', duration: 'PT8H', rrule: 'FREQ=DAILY' };

describe('access', () => {
  it.each([
    ['POST', '', WINDOW, ['ADMIN', 'LEAD']],
    ['GET', '', undefined, ROLES],
    ['GET', `/${MISSING_ID}`, undefined, ROLES],
    ['PATCH', `/${MISSING_ID}`, { isActive: false }, ['ADMIN', 'LEAD']],
    ['DELETE', `/${MISSING_ID}`, undefined, ['ADMIN', 'LEAD']],
  ] as const)('%s /freeze-windows%s', async (method, rest, body, may) => {
    for (const role of ROLES) {
      const { status } = await world.call({ role, method, path: `/freeze-windows${rest}`, body });
      expect([role, status === 403]).toEqual([role, !may.some((one) => one === role)]);
    }
  });
});

describe('createFreezeWindow', () => {
  it('answers, stores and tells the window, in the time zone of the tenant', async () => {
    const { id: environment } = await world.environment();
    await world.world.service('payments');
    const given = { ...WINDOW, environments: [environment], services: ['payments'], allowRollback: true };
    const body = await world.freezeWindow(given);
    expect(body).toMatchObject({ ...given, effect: 'DENY', timeZone: 'UTC', isActive: true, revision: 1 });
    expect(await world.eventsOf(body.id)).toEqual(['FreezeWindowCreated']);
    expect(await world.auditOf('FreezeWindow', body.id)).toEqual(['freeze_window.created']);
  });

  it.each([
    ['rrule', { ...WINDOW, rrule: 'FREQ=HOURLY' }],
    ['duration', { ...WINDOW, duration: '8h' }],
    ['dtstart', { ...WINDOW, dtstart: '2027-01-01T22:00:00Z' }],
    ['timeZone', { ...WINDOW, timeZone: 'Berlin' }],
    ['environments', { ...WINDOW, environments: [MISSING_ID, MISSING_ID] }],
    ['effect', { ...WINDOW, effect: 'CLOSE' }],
  ])('answers 400 for a wrong %s', async (path, body) => {
    const reply = await world.asLead('POST', '/freeze-windows', body);
    expect([reply.status, new Set(fieldsOf(reply).map((field) => field.split(' ')[0]))]).toEqual([
      400,
      new Set([path]),
    ]);
  });

  it('answers 422 for what does not exist, and stores nothing', async () => {
    const { id } = await world.environment();
    await world.world.service('switched-off', { isActive: false });
    const named = async (over: object) => {
      const reply = await world.asLead('POST', '/freeze-windows', { ...WINDOW, ...over });
      return [...verdict(reply), ...fieldsOf(reply)];
    };
    expect(await named({ environments: [id, MISSING_ID] })).toEqual([
      ...[422, 'freeze_window.invalid', 'environments[1] environment.not_found'],
    ]);
    expect(await named({ services: ['nowhere', 'switched-off'] })).toEqual([
      ...[422, 'freeze_window.invalid', 'services[0] service.unknown', 'services[1] service.inactive'],
    ]);
    expect((await world.asLead('DELETE', `/environments/${id}`)).status).toBe(204);
  });

  it.each([
    ['in the past', { rrule: undefined, dtstart: '2020-01-01T00:00' }],
    ['without days', { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
  ])('answers 422 to a window that never opens: %s', async (_, over) => {
    const reply = await world.asLead('POST', '/freeze-windows', { ...WINDOW, ...over });
    expect(fieldsOf(reply)).toEqual(['rrule freeze_window.never_opens']);
  });

  it('counts at most 200 windows', async () => {
    const own = await startEnvironments();
    for (let made = 0; made < 200; made++) await own.freezeWindow();
    expect(verdict(await own.asLead('POST', '/freeze-windows', WINDOW))).toEqual([409, 'freeze_window.too_many']);
    const { body } = await own.asLead('GET', '/freeze-windows?limit=1');
    await own.asAdmin('DELETE', `/freeze-windows/${body.items[0].id}`);
    await own.freezeWindow();
    await own.stop();
  });
});

describe('listFreezeWindows', () => {
  it('filters by environment, service, effect and activity, those for all included', async () => {
    const own = await startEnvironments();
    const { id: environment } = await own.environment();
    const { id: other } = await own.environment();
    await own.world.service('payments');
    const all = await own.freezeWindow({ name: 'all' });
    await own.freezeWindow({ name: 'here', environments: [environment], effect: 'ALLOW' });
    await own.freezeWindow({ name: 'there', environments: [other], services: ['payments'] });
    await own.asAdmin('PATCH', `/freeze-windows/${all.id}`, { isActive: false });
    const names = async (query: string) =>
      (await own.asLead('GET', `/freeze-windows?${query}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['there', 'here', 'all']);
    expect(await names(`environment=${environment}`)).toEqual(['here', 'all']);
    expect(await names('service=payments')).toEqual(['there', 'here', 'all']);
    expect(await names('effect=DENY')).toEqual(['there', 'all']);
    expect(await names('isActive=true')).toEqual(['there', 'here']);
    await own.stop();
  });
});

describe('getFreezeWindow', () => {
  it('shows the next openings', async () => {
    const { id } = await world.freezeWindow({ ...WINDOW, timeZone: 'Europe/Berlin' });
    const { body } = await world.asLead('GET', `/freeze-windows/${id}`);
    expect(body.openings).toHaveLength(5);
    expect(body.openings[0]).toEqual({ begins: '2027-01-01T21:00:00.000Z', ends: '2027-01-02T05:00:00.000Z' });
  });

  it.each(['LEAD', 'DEVELOPER'] as const)('shows true actions to %s', async (role) => {
    const { id: freezeWindow } = await world.freezeWindow();
    const { body } = await world.call({ role, method: 'GET', path: `/freeze-windows/${freezeWindow}` });
    const bodies = { updateFreezeWindow: { name: 'Other' } };
    await expectTrue(
      world.call,
      manifest,
      { role },
      { actions: body.actions, params: { freezeWindow: `${freezeWindow}` }, bodies },
    );
  });
});

describe('updateFreezeWindow', () => {
  it('changes it, and what it holds', async () => {
    const { id: one } = await world.environment();
    const { id: other } = await world.environment();
    const { id } = await world.freezeWindow({ environments: [one] });
    const { body } = await world.asAdmin('PATCH', `/freeze-windows/${id}`, {
      environments: [other],
      rrule: null,
      dtstart: '2030-01-01',
    });
    expect(body).toMatchObject({ environments: [other], rrule: null, dtstart: '2030-01-01T00:00:00', revision: 2 });
    expect((await world.asLead('DELETE', `/environments/${one}`)).status).toBe(204);
    expect((await world.asLead('DELETE', `/environments/${other}`)).status).toBe(409);
  });

  it('replaces as many names as a window may have in one transaction', async () => {
    const some = async (prefix: string) => {
      const numbers = Array.from({ length: 20 }, (_, number) => number);
      const environments: unknown[] = [];
      for (const _ of numbers) environments.push((await world.environment()).id);
      const services = numbers.map((number) => `${prefix}-${number}`);
      for (const slug of services) await world.world.service(slug);
      return { environments, services };
    };
    const { id } = await world.freezeWindow(await some('former'));
    const { status, body } = await world.asAdmin('PATCH', `/freeze-windows/${id}`, await some('present'));
    expect([status, body.environments?.length, body.services?.length]).toEqual([200, 20, 20]);
  });

  it('switches a past window off, but not on', async () => {
    const { id } = await world.freezeWindow({ rrule: undefined, dtstart: '2027-01-01', duration: 'P1D' });
    const before = world.clock.at;
    world.clock.at = Date.parse('2028-01-01');
    expect((await world.asLead('PATCH', `/freeze-windows/${id}`, { isActive: false })).status).toBe(200);
    expect(verdict(await world.asLead('PATCH', `/freeze-windows/${id}`, { isActive: true }))).toEqual([
      ...[422, 'freeze_window.invalid'],
    ]);
    world.clock.at = before;
  });
});

describe('deleteFreezeWindow', () => {
  it('deletes it, and tells', async () => {
    const { id } = await world.freezeWindow();
    expect((await world.asAdmin('DELETE', `/freeze-windows/${id}`)).status).toBe(204);
    expect(verdict(await world.asLead('GET', `/freeze-windows/${id}`))).toEqual([404, 'freeze_window.not_found']);
    expect(await world.eventsOf(id)).toEqual(['FreezeWindowCreated', 'FreezeWindowDeleted']);
  });
});

describe('a service that a freeze window names', () => {
  it('is not deleted; the refusal names the window', async () => {
    await world.world.service('frozen');
    const { id } = await world.freezeWindow({ name: 'Quarter end', services: ['frozen'] });
    const refused = await world.world.asLead('DELETE', '/services/frozen');
    expect(verdict(refused)).toEqual([409, 'service.in_use']);
    expect(refused.body.freezeWindows).toEqual([{ freezeWindowId: id, name: 'Quarter end' }]);
    await world.asAdmin('DELETE', `/freeze-windows/${id}`);
    expect((await world.world.asLead('DELETE', '/services/frozen')).status).toBe(204);
  });
});

describe('getFreeze', () => {
  it('says whether a deployment may begin, why not, and from when on', async () => {
    const own = await startEnvironments();
    const { id: environment } = await own.environment({ name: 'prod' });
    await own.world.service('payments');
    const of = (over: object) => own.freezeWindow({ rrule: undefined, environments: [environment], ...over });
    const all = await of({ name: 'All', dtstart: '2027-01-01', duration: 'P1D' });
    await of({ name: 'Payments', dtstart: '2027-02-01', duration: 'P1D', services: ['payments'] });
    await of({ name: 'Unless back', dtstart: '2027-03-01', duration: 'P1D', allowRollback: true });
    const freeze = async (query: string) => (await own.asLead('GET', `/environments/prod/freeze?${query}`)).body;
    expect(await freeze('at=2027-01-01T12:00:00Z')).toEqual({
      ...{ closed: true, reason: 'Closed by All.' },
      windows: [{ id: all.id, name: 'All', effect: 'DENY' }],
      ...{ nextOpen: '2027-01-02T00:00:00.000Z', nextClose: null },
    });
    const isClosed = async (query: string) => (await freeze(query)).closed;
    expect(await isClosed('at=2027-02-01T12:00:00Z')).toBe(false);
    expect(await isClosed('at=2027-02-01T12:00:00Z&service=payments')).toBe(true);
    expect(await isClosed('at=2027-02-01T12:00:00Z&service=other')).toBe(false);
    expect(await isClosed('at=2027-03-01T12:00:00Z')).toBe(true);
    expect(await isClosed('at=2027-03-01T12:00:00Z&isRollback=true')).toBe(false);
    await own.environment({ name: 'elsewhere' });
    const { body } = await own.asLead('GET', '/environments/elsewhere/freeze?at=2027-01-01T12:00:00Z');
    expect(body.closed).toBe(false);
    await own.stop();
  });
});

describe('another tenant', () => {
  it.each([
    ['GET', undefined],
    ['PATCH', { isActive: false }],
    ['DELETE', undefined],
  ] as const)('%s answers as for a missing id', async (method, body) => {
    const { id } = await world.freezeWindow();
    const ask = (of: unknown) =>
      world.call({ ...inOtherTenant, role: 'LEAD', method, path: `/freeze-windows/${of}`, body });
    expect(verdict(await ask(id))).toEqual(verdict(await ask(MISSING_ID)));
  });
});
