// Lists of targets, what they hold, and what another tenant sees of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inOtherTenant, MISSING_ID, verdict } from '../../support/release-world.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
});
afterAll(() => world.stop());

describe('listEnvironmentTargets', () => {
  it('lists newest first, in pages, by each filter and by several', async () => {
    const own = await startEnvironments();
    const [prod, test] = [(await own.environment()).id, (await own.environment()).id];
    const [web, api] = [(await own.component()).id, (await own.component()).id];
    for (const [name, environmentId, componentId, type, labels] of [
      ['a', prod, web, 'KUBERNETES', { region: 'eu' }],
      ['b', prod, api, 'KUBERNETES', { region: 'us' }],
      ['c', test, web, 'SHELL', { region: 'eu', note: 'a=b' }],
      ['d', prod, web, 'SHELL', {}],
    ] as const) {
      await own.target({ name, environmentId, componentId, type, labels });
    }
    const names = async (query: string) => {
      const found: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await own.asLead('GET', `/targets?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        found.push(...body.items.map(({ name }: { name: string }) => name));
        cursor = body.nextCursor;
      }
      return found.join('');
    };
    for (const limit of [1, 2, 100]) {
      expect(await names(`limit=${limit}`)).toBe('dcba');
      expect(await names(`limit=${limit}&environmentId=${prod}`)).toBe('dba');
      expect(await names(`limit=${limit}&componentId=${web}`)).toBe('dca');
      expect(await names(`limit=${limit}&type=SHELL`)).toBe('dc');
      expect(await names(`limit=${limit}&healthStatus=UNKNOWN`)).toBe('dcba');
      expect(await names(`limit=${limit}&healthStatus=HEALTHY`)).toBe('');
      expect(await names(`limit=${limit}&label=region%3Deu`)).toBe('ca');
      expect(await names(`limit=${limit}&label=note%3Da%3Db`)).toBe('c');
      expect(await names(`limit=${limit}&label=constructor%3Dx`)).toBe('');
      expect(await names(`limit=${limit}&environmentId=${prod}&type=SHELL&componentId=${web}`)).toBe('d');
      expect(await names(`limit=${limit}&componentId=${web}&label=region%3Deu&healthStatus=UNKNOWN`)).toBe('ca');
    }
    expect((await own.asLead('GET', '/targets?label=region')).status).toBe(400);
    await own.stop();
  });

  it('shows the targets of no other tenant', async () => {
    const { environmentId } = await world.target();
    for (const query of ['', `?environmentId=${environmentId}`, '?type=DOCKER_HOST', '?healthStatus=UNKNOWN']) {
      const reply = await world.call({ ...inOtherTenant, role: 'ADMIN', method: 'GET', path: `/targets${query}` });
      expect(reply.body.items).toEqual([]);
    }
  });
});

describe('another tenant', () => {
  it.each([
    ['GET', undefined],
    ['PATCH', { isActive: false }],
    ['DELETE', undefined],
  ] as const)('%s answers as for a missing id', async (method, body) => {
    const { id } = await world.target();
    const ask = (of: unknown) => world.call({ ...inOtherTenant, role: 'LEAD', method, path: `/targets/${of}`, body });
    const [own, missing] = [await ask(id), await ask(MISSING_ID)];
    expect(verdict(own)).toEqual([404, 'target.not_found']);
    expect(own.body.detail).toBe(missing.body.detail);
  });
});

describe('what a target names', () => {
  it('cannot be deleted before it, and the refusal says what uses it', async () => {
    const { id: environmentId } = await world.environment();
    await world.freezeWindow({ environments: [environmentId] });
    const { id, componentId } = await world.target({ environmentId, name: 'web-9' });
    await world.target({ environmentId });
    const refusal = await world.asLead('DELETE', `/environments/${environmentId}`);
    expect([verdict(refusal), refusal.body.detail]).toEqual([
      [409, 'environment.in_use'],
      '1 freeze window and 2 targets name it; delete or change them first',
    ]);
    const component = await world.world.asLead('DELETE', `/components/${componentId}`);
    expect([verdict(component), component.body.detail]).toEqual([[409, 'component.in_use'], '1 target runs it: web-9']);
    const shown = await world.world.asLead('GET', `/components/${componentId}`);
    expect(shown.body.actions.at(-1)).toMatchObject({
      name: 'deleteComponent',
      allowed: false,
      reason: '1 target runs it',
    });
    await world.asLead('DELETE', `/targets/${id}`);
    expect((await world.world.asLead('DELETE', `/components/${componentId}`)).status).toBe(204);
  });

  it('is counted once by requests at the same time', async () => {
    const { id: environmentId } = await world.environment();
    const { id: componentId } = await world.component();
    const body = { environmentId, componentId, name: 'same', type: 'SHELL' };
    const replies = await Promise.all([1, 2, 3].map(() => world.asLead('POST', '/targets', body)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect([await world.usesOf(environmentId), await world.usesOf(componentId)]).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });
});
