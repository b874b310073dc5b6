// Changes that make promotions easier: a LEAD who may not promote alone must not change the rules and promote then.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../../../functions/environments/manifest.ts';
import { fieldsOf, verdict } from '../../support/release-world.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { startEnvironments } from './fixture.ts';

type Body = Record<string, unknown>;

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
});
afterAll(() => world.stop());

const paths = (reply: Parameters<typeof fieldsOf>[0]) => fieldsOf(reply).map((field) => field.split(' ')[0]);

describe('updateEnvironment', () => {
  const loosened: readonly [string, Body, object, readonly string[]][] = [
    ['fewer approvals', { requiredApprovals: 2 }, { requiredApprovals: 1 }, ['requiredApprovals']],
    ['no separation of duties', { requireSod: true }, { requireSod: false }, ['requireSod']],
    ['a shorter soak', { soakMinutes: 60 }, { soakMinutes: 59 }, ['soakMinutes']],
    ['automatic requests', { requireSod: true, order: 900 }, { autoPromote: true }, ['autoPromote']],
    ['another place', { order: 900 }, { order: 901 }, ['order']],
    ['no place', { order: 900 }, { order: null }, ['order']],
    [
      'several of them, one stricter',
      { requiredApprovals: 2, soakMinutes: 5 },
      { requiredApprovals: 0, soakMinutes: 0, requireSod: true },
      ['requiredApprovals', 'soakMinutes'],
    ],
  ];

  it.each(loosened)('with %s answers 403 to a LEAD, and nothing changes', async (_, over, change, fields) => {
    const { id, ...before } = await world.environment(over);
    const reply = await world.asLead('PATCH', `/environments/${id}`, change);
    expect([verdict(reply), paths(reply)]).toEqual([[403, 'environment.loosens'], fields]);
    expect(reply.body.detail).toContain(`by ${fields.join(', ')}. An ADMIN may do it.`);
    expect((await world.asLead('GET', `/environments/${id}`)).body).toMatchObject(before);
  });

  it.each(loosened)('with %s is done by an ADMIN', async (_, over, change) => {
    const { id } = await world.environment(over);
    const { status, body } = await world.asAdmin('PATCH', `/environments/${id}`, change);
    expect([status, body]).toEqual([200, expect.objectContaining(change)]);
    expect(await world.auditOf('Environment', id)).toEqual(['environment.created', 'environment.updated']);
  });

  it.each<[string, Body, object]>([
    ['more approvals', { requiredApprovals: 1 }, { requiredApprovals: 2 }],
    ['separation of duties', {}, { requireSod: true }],
    ['a longer soak', { soakMinutes: 5 }, { soakMinutes: 6 }],
    ['no automatic requests', { requireSod: true, order: 900, autoPromote: true }, { autoPromote: false }],
    ['automatic requests without separation of duties', { order: 900 }, { autoPromote: true }],
    ['the same place', { order: 900 }, { order: 900, displayName: 'Other' }],
    ['a place after all others', {}, { order: 9999 }],
    ['another name and tier', { requiredApprovals: 2, order: 900 }, { name: 'neutral', tier: 'STAGING' }],
  ])('with %s is done by a LEAD', async (_, over, change) => {
    const { id } = await world.environment(over);
    expect((await world.asLead('PATCH', `/environments/${id}`, change)).status).toBe(200);
  });

  describe('with groups', () => {
    let [qa, ops] = ['', ''];
    beforeAll(async () => {
      [qa, ops] = [await world.team('qa'), await world.team('ops')];
    });

    it.each<[string, number, readonly ['qa' | 'ops', number][]]>([
      [
        'as many of one more group',
        200,
        [
          ['qa', 2],
          ['ops', 1],
        ],
      ],
      ['more of the group', 200, [['qa', 3]]],
      ['fewer of the group', 403, [['qa', 1]]],
      ['another group', 403, [['ops', 2]]],
      ['no group', 403, []],
    ])('%s answers %i to a LEAD', async (_, status, groups) => {
      const { id } = await world.environment({ approvalGroups: [{ teamId: qa, approvalsNeeded: 2 }] });
      const approvalGroups = groups.map(([of, approvalsNeeded]) => ({
        ...{ teamId: of === 'qa' ? qa : ops, approvalsNeeded },
      }));
      const reply = await world.asLead('PATCH', `/environments/${id}`, { approvalGroups });
      expect([reply.status, paths(reply)]).toEqual([status, status === 403 ? ['approvalGroups'] : []]);
    });
  });

  it('with a first place between others answers 403 to a LEAD: the next would wait for it alone', async () => {
    const own = await startEnvironments();
    await own.environment({ name: 'staging', order: 20 });
    await own.environment({ name: 'prod', order: 30 });
    const { id } = await own.environment({ name: 'bypass' });
    const reply = await own.asLead('PATCH', `/environments/${id}`, { order: 25 });
    expect([verdict(reply), paths(reply)]).toEqual([[403, 'environment.loosens'], ['order']]);
    expect((await own.asLead('PATCH', `/environments/${id}`, { order: 30 })).status).toBe(200);
    await own.stop();
  });

  it.each([
    ['before all others: more must be verified', 10],
    ['of another environment: the next waits for both', 20],
  ])('with the place %s is done by a LEAD', async (_, order) => {
    const own = await startEnvironments();
    await own.environment({ name: 'staging', order: 20 });
    await own.environment({ name: 'prod', order: 30 });
    const { id } = await own.environment({ name: 'bypass' });
    expect((await own.asLead('PATCH', `/environments/${id}`, { order })).status).toBe(200);
    await own.stop();
  });
});

describe('createEnvironment', () => {
  it.each<[string, number, Body, Body]>([
    ['between others, past approvals', 403, { requiredApprovals: 1 }, { order: 25 }],
    ['between others, with approvals too', 201, { requiredApprovals: 1 }, { order: 25, requiredApprovals: 1 }],
    ['between others without approvals', 201, {}, { order: 25 }],
    ['at the place of one with approvals', 201, { requiredApprovals: 1 }, { order: 20 }],
    ['before all others', 201, { requiredApprovals: 1 }, { order: 10 }],
    ['after all others', 201, { requiredApprovals: 1 }, { order: 40 }],
    ['without a place', 201, { requiredApprovals: 1 }, {}],
  ])('%s answers %i to a LEAD: reports of other systems count where no approvals are asked', async (...row) => {
    const [, status, staging, given] = row;
    const own = await startEnvironments();
    await own.environment({ name: 'staging', order: 20, ...staging });
    await own.environment({ name: 'prod', order: 30 });
    const reply = await own.asLead('POST', '/environments', { name: 'qa', ...given });
    expect([reply.status, paths(reply)]).toEqual([status, status === 403 ? ['order'] : []]);
    if (status === 403) expect(reply.body.code).toBe('environment.loosens');
    const again = await own.asAdmin('POST', '/environments', { name: 'of-admin', ...given });
    expect(again.status).toBe(201);
    await own.stop();
  });
});

describe('deleteEnvironment', () => {
  it.each<[string, Body, readonly string[]]>([
    ['approvals', { requiredApprovals: 1 }, ['requiredApprovals']],
    ['separation of duties', { requireSod: true }, ['requireSod']],
    ['a place in the order', { order: 900 }, ['order']],
  ])('of one with %s needs an ADMIN', async (_, over, fields) => {
    const { id } = await world.environment(over);
    const reply = await world.asLead('DELETE', `/environments/${id}`);
    expect([verdict(reply), paths(reply)]).toEqual([[403, 'environment.loosens'], fields]);
    const { body } = await world.asLead('GET', `/environments/${id}`);
    const bodies = { updateEnvironment: { tier: 'STAGING' }, stopEnvironment: { reason: 'a fire' } };
    await expectTrue(
      world.call,
      manifest,
      { role: 'LEAD' },
      { actions: body.actions, params: { environment: `${id}` }, bodies },
    );
    expect((await world.asAdmin('DELETE', `/environments/${id}`)).status).toBe(204);
  });

  it('of one without rules is done by a LEAD', async () => {
    const { id } = await world.environment({ soakMinutes: 5 });
    expect((await world.asLead('DELETE', `/environments/${id}`)).status).toBe(204);
  });
});

const NIGHTS = { dtstart: '2027-01-01T22:00:00', duration: 'P1DT8H', rrule: 'FREQ=DAILY' };
const PAST = { rrule: undefined, dtstart: '2027-01-01', duration: 'P1D' };

describe('updateFreezeWindow', () => {
  beforeAll(async () => {
    await world.world.service('payments');
  });

  const loosened: readonly [string, Body, object, readonly string[]][] = [
    ['a shorter time', {}, { duration: 'PT40H' }, ['duration']],
    ['another time', {}, { dtstart: '2028-01-01T22:00:00' }, ['dtstart']],
    ['another rule', {}, { rrule: 'FREQ=WEEKLY' }, ['rrule']],
    ['another zone', {}, { timeZone: 'Europe/Berlin' }, ['timeZone']],
    ['rollbacks', {}, { allowRollback: true }, ['allowRollback']],
    ['no effect', {}, { isActive: false }, ['isActive']],
    ['some services', {}, { services: ['payments'] }, ['services']],
    ['the other effect', {}, { effect: 'ALLOW' }, ['effect']],
    ['less of an ALLOW window', { effect: 'ALLOW' }, { duration: 'PT1H' }, ['duration']],
    ['an ALLOW window switched on', { effect: 'ALLOW', isActive: false }, { isActive: true }, ['isActive']],
  ];

  it.each(loosened)('with %s answers 403 to a LEAD, and is done by an ADMIN', async (_, over, change, fields) => {
    const { id } = await world.freezeWindow({ ...NIGHTS, ...over });
    const reply = await world.asLead('PATCH', `/freeze-windows/${id}`, change);
    expect([verdict(reply), paths(reply)]).toEqual([[403, 'freeze_window.loosens'], fields]);
    expect((await world.asAdmin('PATCH', `/freeze-windows/${id}`, change)).body).toMatchObject(change);
  });

  it.each<[string, Body, object]>([
    ['a longer time', {}, { duration: 'P1DT9H' }],
    ['another name', { effect: 'ALLOW' }, { name: 'Other' }],
    ['all services', { services: ['payments'] }, { services: [] }],
    ['no rollbacks', { allowRollback: true }, { allowRollback: false }],
    ['an effect again', { isActive: false }, { isActive: true }],
    ['anything, while it is switched off', { isActive: false }, { duration: 'PT1H', rrule: 'FREQ=WEEKLY' }],
  ])('with %s is done by a LEAD', async (_, over, change) => {
    const { id } = await world.freezeWindow({ ...NIGHTS, ...over });
    expect((await world.asLead('PATCH', `/freeze-windows/${id}`, change)).status).toBe(200);
  });

  it('with other environments answers 403 to a LEAD, unless it keeps those that it had', async () => {
    const [one, other] = [(await world.environment()).id, (await world.environment()).id];
    const { id } = await world.freezeWindow({ ...NIGHTS, environments: [one] });
    const put = (environments: unknown[]) => world.asLead('PATCH', `/freeze-windows/${id}`, { environments });
    expect(paths(await put([other]))).toEqual(['environments']);
    expect((await put([other, one])).status).toBe(200);
    expect(paths(await put([one]))).toEqual(['environments']);
    expect((await put([])).status).toBe(200);
  });
});

describe('createFreezeWindow', () => {
  it.each([
    ['DENY', true, 201],
    ['ALLOW', false, 201],
    ['ALLOW', true, 403],
  ] as const)('of an %s window, active: %s, answers %i to a LEAD', async (effect, isActive, status) => {
    const body = { name: 'Nights', ...NIGHTS, effect, isActive };
    expect((await world.asLead('POST', '/freeze-windows', body)).status).toBe(status);
    expect((await world.asAdmin('POST', '/freeze-windows', body)).status).toBe(201);
  });
});

describe('deleteFreezeWindow', () => {
  it.each<[string, Body, number]>([
    ['in force', {}, 403],
    ['that is switched off', { isActive: false }, 204],
    ['that does not open again', PAST, 204],
    ['of the effect ALLOW', { ...PAST, effect: 'ALLOW' }, 403],
  ])('of one %s answers a LEAD as it should', async (_, over, status) => {
    const { id } = await world.freezeWindow({ ...NIGHTS, ...over });
    const before = world.clock.at;
    world.clock.at = Date.parse('2028-01-01');
    const reply = await world.asLead('DELETE', `/freeze-windows/${id}`);
    world.clock.at = before;
    expect([reply.status, reply.body?.code]).toEqual([status, status === 403 ? 'freeze_window.loosens' : undefined]);
  });
});
