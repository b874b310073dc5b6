// The release-deadline state machine: one mark and one announcement per date, whatever happens to the release meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transitionsOf, walkedIn } from '../coverage.ts';
import { definitionOf } from '../machines.ts';
import { type PlanningStage, startPlanningStage } from './planning-stage.ts';

let stage: PlanningStage;
beforeAll(async () => {
  stage = await startPlanningStage();
});
afterAll(() => stage.stop());

async function released(over: object = {}): Promise<string> {
  const { id } = await stage.world.release(stage.kit, over as never);
  await stage.settle();
  return id;
}
const patch = async (id: string, body: object) => {
  await stage.world.asLead('PATCH', `/releases/${id}`, body);
  await stage.settle();
};
const watches = (id: string) => stage.executions.filter(({ name }) => name.startsWith(id));
const announced = async (id: string) =>
  (await stage.world.eventsOf(id)).filter(({ type }) => type === 'ReleaseDelayed');
const stored = async (id: string) => (await stage.world.stored(id)).release;

/** Each test has a day of its own, further on than the last one's. */
describe('a targetReleaseDate', () => {
  it('that passes marks the release and announces it once', async () => {
    const id = await released({ targetReleaseDate: '2026-03-09T12:00:00Z' });
    await stage.at('2026-03-09T11:59:59.999Z');
    expect(await announced(id)).toEqual([]);
    await stage.at('2026-03-09T12:00:00.000Z');
    await stage.at('2026-03-09T13:00:00.000Z');
    const reason = 'Due 9 Mar, 12:00; not kicked off, waits for its kickoff';
    expect(await stored(id)).toMatchObject({ isDelayed: true, delayedReason: reason });
    expect(await announced(id)).toEqual([{ type: 'ReleaseDelayed', data: expect.objectContaining({ reason }) }]);
    expect(await Promise.all(watches(id).map(({ arn }) => stage.statusOf(arn)))).toEqual(['SUCCEEDED']);
  });

  it('that is a day is kept until the day is over, in the zone of the tenant (K20)', async () => {
    const id = await released({ targetReleaseDate: '2026-03-10' });
    await stage.at('2026-03-10T23:59:59.999Z');
    expect(await announced(id)).toEqual([]);
    await stage.at('2026-03-11T00:00:00.000Z');
    expect(await announced(id)).toHaveLength(1);
    const reason = 'Due 10 Mar; not kicked off, waits for its kickoff';
    expect(await stored(id)).toMatchObject({ isDelayed: true, delayedReason: reason });
  });

  it('that is moved counts from its new day on, and a delay ends with it', async () => {
    const id = await released({ targetReleaseDate: '2026-03-12' });
    await patch(id, { targetReleaseDate: '2026-03-14' });
    await stage.at('2026-03-13T00:00:00.000Z');
    expect(await announced(id)).toHaveLength(0);
    await stage.at('2026-03-15T00:00:00.000Z');
    expect(await announced(id)).toHaveLength(1);
    await patch(id, { targetReleaseDate: '2026-03-16', delayedReason: 'review' });
    expect(await stored(id)).toMatchObject({ isDelayed: false });
    await stage.at('2026-03-17T00:00:00.000Z');
    expect((await announced(id)).at(-1)?.data.reason).toBe('review');
    expect(watches(id).map(({ name }) => name)).toEqual([`${id}-r1-1`, `${id}-r2-1`, `${id}-r4-1`]);
  });

  it('of a release that ended, or without one, marks nothing', async () => {
    const cancelled = await released({ targetReleaseDate: '2026-03-18' });
    const moved = await released({ targetReleaseDate: '2026-03-18' });
    const without = await released();
    await stage.world.asLead('POST', `/releases/${cancelled}/cancel`);
    await patch(moved, { targetReleaseDate: null });
    await stage.at('2026-03-19T00:00:00.000Z');
    for (const id of [cancelled, moved, without]) expect(await announced(id)).toEqual([]);
    expect(watches(without)).toEqual([]);
  });

  it('further away than an execution lasts is handed over to another', async () => {
    const id = await released({ targetReleaseDate: '2027-06-01' });
    await stage.at('2027-01-13T00:00:00.000Z');
    expect(watches(id).map(({ name }) => name)).toEqual([`${id}-r1-1`, `${id}-r1-2`]);
    await stage.at('2027-06-02T00:00:00.000Z');
    expect(await announced(id)).toHaveLength(1);
  });

  it('that cannot be looked at fails the execution', async () => {
    stage.fail('checkDeadline', 'AccessDenied');
    const id = await released({ targetReleaseDate: '2027-07-01' });
    expect(await Promise.all(watches(id).map(({ arn }) => stage.statusOf(arn)))).toEqual(['FAILED']);
  });
});

it('every branch of the definition was run', async () => {
  const { States } = definitionOf('release-deadline');
  const histories = await Promise.all(stage.executions.map(({ arn }) => stage.historyOf(arn)));
  const walked = new Set(histories.flatMap((history) => walkedIn(history, States)));
  expect(transitionsOf(States).filter((transition) => !walked.has(transition))).toEqual([]);
});
