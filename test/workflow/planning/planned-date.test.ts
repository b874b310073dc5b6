// A plan that changes while the workflow waits for it: the kickoff comes at the present plan, never at an old one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';

const HOUR = 3600;
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const inHours = (hours: number) => new Date(stage.world.clock.at + hours * HOUR * 1000).toISOString();
const plan = async (id: string, body: object) => {
  expect((await stage.world.asLead('PATCH', `/releases/${id}`, body)).status).toBe(200);
  await stage.settle();
};
const isKickedOff = async (id: string) => (await stage.stored(id)).release.status !== 'KICKOFF_PENDING';

describe('a release that waits for its plan', () => {
  it('is kicked off earlier when it is planned earlier', async () => {
    const id = await stage.release({ autoKickoff: true, plannedDate: inHours(10) });
    await plan(id, { plannedDate: inHours(2) });
    await stage.pass(2 * HOUR);
    expect(await isKickedOff(id)).toBe(true);
  });

  it('is not kicked off at the old time when it is planned later', async () => {
    const id = await stage.release({ autoKickoff: true, plannedDate: inHours(2) });
    await plan(id, { plannedDate: inHours(5) });
    await stage.pass(2 * HOUR);
    expect(await isKickedOff(id)).toBe(false);
    await stage.pass(3 * HOUR);
    expect(await isKickedOff(id)).toBe(true);
  });

  it('waits for a person when it is planned no more, and by itself when it is', async () => {
    const id = await stage.release({ autoKickoff: true, plannedDate: inHours(1) });
    await plan(id, { autoKickoff: false });
    await stage.pass(HOUR);
    expect(await isKickedOff(id)).toBe(false);
    await plan(id, { autoKickoff: true, plannedDate: inHours(1) });
    await stage.pass(HOUR);
    expect(await isKickedOff(id)).toBe(true);
  });
});
