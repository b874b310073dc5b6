// The actions of a runbook say what its operations answer.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { manifest } from '../../../functions/runbooks/manifest.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { startRunbooks } from './fixture.ts';

let world: Awaited<ReturnType<typeof startRunbooks>>;
beforeAll(async () => {
  world = await startRunbooks();
});
afterAll(() => world.stop());

describe('the actions of a runbook', () => {
  it.each([
    { role: 'LEAD' },
    { role: 'DEVELOPER' },
    { role: 'VIEWER' },
    { role: 'LEAD', scopes: 'runbooks:read' },
  ] as const)('are true to %j', async (ask) => {
    const runbook = await world.create();
    await world.asDeveloper('PATCH', `/runbooks/${runbook}`, { title: 'Another' });
    const { body } = await world.call({ ...ask, method: 'GET', path: `/runbooks/${runbook}` });
    const bodies = { updateRunbook: { title: 'A third' } };
    const params = { runbook, revision: '1' };
    await expectTrue(world.call, manifest, ask, { actions: body.actions, params, bodies });
  });
});
