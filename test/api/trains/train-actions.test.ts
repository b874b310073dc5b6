// The actions of trains say what their operations answer, alone and in the list.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../../entities/names.ts';
import { manifest } from '../../../functions/trains/manifest.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { startTrains } from './fixture.ts';

let world: Awaited<ReturnType<typeof startTrains>>;
beforeAll(async () => {
  world = await startTrains();
});
afterAll(() => world.stop());

async function expectTrueOf(train: string, role: Role) {
  const { body } = await world.call({ role, method: 'GET', path: `/trains/${train}` });
  const bodies = { updateTrain: { name: 'Another' } };
  await expectTrue(world.call, manifest, { role }, { actions: body.actions, params: { train }, bodies });
  const list = await world.call({ role, method: 'GET', path: '/trains' });
  expect(list.body.items.find(({ id }: { id: string }) => id === train)).toEqual(body);
  return body;
}

describe('the actions of a train', () => {
  it.each(ROLES)('are true for the role %s', async (role) => {
    await expectTrueOf(await world.create(), role);
  });

  it('are true while it is switched off', async () => {
    await expectTrueOf(await world.create({ isActive: false }), 'LEAD');
  });

  it('are true at the time of its departure', async () => {
    const train = await world.create();
    const before = world.clock.at;
    const { body } = await world.asLead('GET', `/trains/${train}`);
    world.clock.at = Date.parse(body.nextDepartureAt);
    await expectTrueOf(train, 'LEAD');
    world.clock.at = before;
  });
});
