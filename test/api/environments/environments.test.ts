// Environments: who may do what, names, the order of promotion, and lists.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/environments/manifest.ts';
import { fieldsOf, inOtherTenant, MISSING_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
});
afterAll(() => world.stop());

const SHIPS = ['ADMIN', 'LEAD', 'DEVELOPER', 'CI'] as const;
const LEADS = ['ADMIN', 'LEAD'] as const;

const reason = { reason: 'a fire' };
describeAccess(
  'environments',
  [
    ['POST', '/environments', { name: 'access' }, LEADS],
    ['GET', '/environments', undefined, ROLES],
    ['GET', '/environments/access', undefined, ROLES],
    ['GET', '/environments/access/freeze', undefined, ROLES],
    ['GET', '/environments/access/approval-policies', undefined, ROLES],
    ['PATCH', '/environments/access', { tier: 'STAGING' }, LEADS],
    ['POST', '/environments/access/stop', reason, SHIPS],
    ['POST', '/environments/access/lift-stop', undefined, LEADS],
    ['DELETE', '/environments/access', undefined, LEADS],
    ['GET', '/emergency-stop', undefined, ROLES],
    ['POST', '/emergency-stop', reason, SHIPS],
    ['DELETE', '/emergency-stop', undefined, LEADS],
  ],
  (request) => world.call(request),
);

describe('createEnvironment', () => {
  it('answers, stores and tells the environment', async () => {
    const body = await world.environment({
      ...{ name: 'prod', displayName: 'Production', order: 30, tier: 'PRODUCTION', config: { region: 'eu', n: [1] } },
      ...{ requiredApprovals: 2, requireSod: true, soakMinutes: 60, description: 'All customers', autoPromote: true },
    });
    expect(body).toMatchObject({
      ...{ name: 'prod', displayName: 'Production', order: 30, tier: 'PRODUCTION', config: { region: 'eu', n: [1] } },
      ...{ requiredApprovals: 2, requireSod: true, soakMinutes: 60, description: 'All customers', autoPromote: true },
      ...{ isStopped: false, stop: null, revision: 1 },
    });
    expect(await world.eventsOf(body.id)).toEqual(['EnvironmentCreated']);
    expect(await world.auditOf('Environment', body.id)).toEqual(['environment.created']);
    expect((await world.asLead('GET', '/environments/PROD')).body).toMatchObject(body);
  });

  it('has defaults that promotions do not reach', async () => {
    expect(await world.environment({ name: 'sandbox' })).toMatchObject({
      ...{ displayName: 'sandbox', order: null, tier: 'DEVELOPMENT', config: {} },
      ...{ requiredApprovals: 0, requireSod: false, soakMinutes: 0, autoPromote: false },
    });
  });

  it('answers 422 for autoPromote without a place in the order', async () => {
    const reply = await world.asLead('POST', '/environments', { name: 'unreached', autoPromote: true });
    expect([verdict(reply), fieldsOf(reply)]).toEqual([
      [422, 'environment.invalid'],
      ['autoPromote environment.outside_order'],
    ]);
  });

  it('answers 409 environment.name_taken, without regard to case', async () => {
    await world.environment({ name: 'Taken' });
    const reply = await world.asLead('POST', '/environments', { name: 'tAKEN' });
    expect(verdict(reply)).toEqual([409, 'environment.name_taken']);
    expect(fieldsOf(reply)).toEqual(['name environment.name_taken']);
  });

  it.each([
    ['name', {}],
    ['name', { name: ' ' }],
    ['name', { name: '0192f000-0000-7000-8000-00000000dead' }],
    ['order', { name: 'x', order: -1 }],
    ['tier', { name: 'x', tier: 'PROD' }],
    ['requiredApprovals', { name: 'x', requiredApprovals: 11 }],
    ['soakMinutes', { name: 'x', soakMinutes: 0.5 }],
    ['config', { name: 'x', config: { big: 'x'.repeat(9000) } }],
    ['colour', { name: 'x', colour: 'red' }],
  ])('answers 400 for a wrong %s', async (path, body) => {
    const reply = await world.asLead('POST', '/environments', body);
    expect([reply.status, fieldsOf(reply).map((field) => field.split(' ')[0])]).toEqual([400, [path]]);
  });
});

describe('listEnvironments', () => {
  it('lists by order, those outside of it last, by tier, by stop and by automatic promotion, in pages', async () => {
    const own = await startEnvironments();
    for (const [name, order, tier, autoPromote] of [
      ['prod', 30, 'PRODUCTION', true],
      ['review', null, 'TESTING', false],
      ['dev', 10, 'DEVELOPMENT', false],
      ['prod-2', 30, 'PRODUCTION', true],
      ['staging', 20, 'STAGING', true],
    ] as const) {
      await own.environment({ name, order, tier, autoPromote });
    }
    await own.asLead('POST', '/environments/prod-2/stop', { reason: 'a fire' });
    const names = async (query: string) => {
      const found: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await own.asLead('GET', `/environments?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        found.push(...body.items.map(({ name }: { name: string }) => name));
        cursor = body.nextCursor;
      }
      return found;
    };
    expect(await names('limit=2')).toEqual(['dev', 'staging', 'prod', 'prod-2', 'review']);
    expect(await names('tier=PRODUCTION&limit=1')).toEqual(['prod', 'prod-2']);
    expect(await names('isStopped=true')).toEqual(['prod-2']);
    expect(await names('tier=PRODUCTION&isStopped=false')).toEqual(['prod']);
    expect(await names('autoPromote=true&limit=1')).toEqual(['staging', 'prod', 'prod-2']);
    expect(await names('autoPromote=true&tier=PRODUCTION&isStopped=true')).toEqual(['prod-2']);
    await own.asLead('PATCH', '/environments/prod', { autoPromote: false });
    expect(await names('autoPromote=true')).toEqual(['staging', 'prod-2']);
    expect(await names('autoPromote=false&limit=2')).toEqual(['dev', 'prod', 'review']);
    await own.stop();
  });
});

describe('getEnvironment', () => {
  it.each(['LEAD', 'DEVELOPER', 'VIEWER'] as const)('shows true actions to %s', async (role) => {
    const { id: environment } = await world.environment();
    await world.freezeWindow({ environments: [environment] });
    const { body } = await world.call({ role, method: 'GET', path: `/environments/${environment}` });
    const bodies = { updateEnvironment: { tier: 'STAGING' }, stopEnvironment: { reason: 'a fire' } };
    await expectTrue(
      world.call,
      manifest,
      { role },
      { actions: body.actions, params: { environment: `${environment}` }, bodies },
    );
  });
});

describe('updateEnvironment', () => {
  it('changes what it names, and tells it', async () => {
    const { id } = await world.environment({ description: 'old', order: 1 });
    const { status, body } = await world.asAdmin('PATCH', `/environments/${id}`, {
      ...{ name: 'renamed', order: null, description: null, soakMinutes: 5 },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'renamed', order: null, description: null, soakMinutes: 5, revision: 2 });
    expect(await world.eventsOf(id)).toEqual(['EnvironmentCreated', 'EnvironmentUpdated']);
    expect((await world.asLead('GET', '/environments/renamed')).body.id).toBe(id);
  });

  it.each([
    [{ autoPromote: true }, { order: 5 }, 200],
    [{ autoPromote: true, order: 6 }, {}, 200],
    [{ autoPromote: true }, {}, 422],
    [{ order: null }, { order: 7, autoPromote: true }, 422],
    [{ order: null, autoPromote: false }, { order: 8, autoPromote: true }, 200],
    [{ autoPromote: 'yes' }, { order: 9 }, 400],
  ])('answers for %j of an environment with %j', async (body, over, status) => {
    const { id } = await world.environment({ name: `taker-${JSON.stringify([body, over])}`.slice(0, 100), ...over });
    expect((await world.asAdmin('PATCH', `/environments/${id}`, body)).status).toBe(status);
  });

  it('frees the old name, and refuses one that is taken', async () => {
    await world.environment({ name: 'first' });
    const { id } = await world.environment({ name: 'second' });
    expect(verdict(await world.asLead('PATCH', `/environments/${id}`, { name: 'FIRST' }))).toEqual([
      ...[409, 'environment.name_taken'],
    ]);
    await world.asLead('PATCH', `/environments/${id}`, { name: 'third' });
    expect((await world.environment({ name: 'second' })).id).not.toBe(id);
    expect((await world.asLead('PATCH', `/environments/${id}`, { name: 'THIRD' })).body.name).toBe('THIRD');
  });

  it('changes nothing for the same values', async () => {
    const { id } = await world.environment({ tier: 'STAGING', order: 3 });
    const { body } = await world.asLead('PATCH', `/environments/${id}`, { tier: 'STAGING', order: 3 });
    expect(body.revision).toBe(1);
  });

  it('answers 412 to an older revision', async () => {
    const { id } = await world.environment();
    const headers = { 'if-match': '"7"' };
    expect((await world.asLead('PATCH', `/environments/${id}`, { tier: 'STAGING' }, headers)).status).toBe(412);
  });
});

describe('deleteEnvironment', () => {
  it('deletes, and frees the name', async () => {
    const { id } = await world.environment({ name: 'short-lived' });
    expect((await world.asLead('DELETE', `/environments/${id}`)).status).toBe(204);
    expect(verdict(await world.asLead('GET', `/environments/${id}`))).toEqual([404, 'environment.not_found']);
    expect(await world.eventsOf(id)).toEqual(['EnvironmentCreated', 'EnvironmentDeleted']);
    await world.environment({ name: 'short-lived' });
  });

  it('answers 409 environment.in_use while a freeze window names it', async () => {
    const { id } = await world.environment();
    const { id: freezeWindow } = await world.freezeWindow({ environments: [id] });
    const reply = await world.asLead('DELETE', `/environments/${id}`);
    expect(verdict(reply)).toEqual([409, 'environment.in_use']);
    expect(reply.body.useCount).toBe(1);
    await world.asAdmin('DELETE', `/freeze-windows/${freezeWindow}`);
    expect((await world.asLead('DELETE', `/environments/${id}`)).status).toBe(204);
  });
});

describe('another tenant', () => {
  it.each([
    ['GET', '', undefined],
    ['GET', '/freeze', undefined],
    ['PATCH', '', { tier: 'STAGING' }],
    ['POST', '/stop', { reason: 'x' }],
    ['POST', '/lift-stop', undefined],
    ['DELETE', '', undefined],
  ] as const)('%s %s answers as for a missing id', async (method, rest, body) => {
    const { id } = await world.environment();
    const ask = (of: unknown) =>
      world.call({ ...inOtherTenant, role: 'LEAD', method, path: `/environments/${of}${rest}`, body });
    const [own, missing] = [await ask(id), await ask(MISSING_ID)];
    expect(verdict(own)).toEqual([404, 'environment.not_found']);
    expect(own.body.detail).toBe(missing.body.detail);
  });
});
