// Lists show what a release waits for: kept as the waits of its workflow begin and change; the release itself computes
// it from its stored state.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepName, WaitName } from '../../../entities/releases/lifecycle/next-step.model.ts';
import { type Kit, startWorkflow, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
});
afterAll(() => flow.stop());

const begin = (id: string, wait: WaitName, more: object = {}) =>
  flow.run('awaitChange', id, { wait, taskToken: `token-${id}`, ...more });

/** As a list that is filtered by `what` shows it. */
async function listed(id: string, what: string) {
  const { body } = await flow.world.asLead('GET', `/releases?waitsFor=${what}&limit=100`);
  return body.items.find((item: { id: string }) => item.id === id)?.waitsFor;
}
const opened = async (id: string) => (await flow.world.asLead('GET', `/releases/${id}`)).body.waitsFor;
const now = () => new Date(flow.world.clock.at).toISOString();

const WAITS: readonly [StepName, WaitName, string][] = [
  ['AWAIT_KICKOFF', 'KICKOFF', 'KICKOFF'],
  ['AWAIT_BUILDS', 'BUILDS', 'BUILDS'],
  ['REQUEST_SIGN_OFF', 'SIGN_OFF', 'SIGN_OFF'],
  ['AWAIT_STORES', 'STORES', 'STORES'],
  ['AWAIT_RESUME', 'RESUME', 'RESUME'],
];

describe('a release that waits', () => {
  it.each(WAITS)(
    'at %s is found by a list of what it waits for, since when the wait began (W-missed)',
    async (step, wait, what) => {
      const id = await flow.idleAt(step, kit);
      await begin(id, wait);
      const since = now();
      expect(await listed(id, what)).toEqual({ what, since });
      expect(await listed(id, what === 'KICKOFF' ? 'BUILDS' : 'KICKOFF')).toBeUndefined();
      flow.world.clock.at += 60_000;
      await begin(id, wait);
      expect(await listed(id, what)).toEqual({ what, since });
      expect(await opened(id)).toMatchObject({ what, since });
    },
  );

  it('waits for its resume once it is paused, and for the builds again after that', async () => {
    const id = await flow.idleAt('AWAIT_BUILDS', kit);
    await begin(id, 'BUILDS');
    await flow.world.asLead('POST', `/releases/${id}/pause`, { reason: 'Weekend' });
    await flow.deliver(id);
    expect(await listed(id, 'RESUME')).toEqual({ what: 'RESUME', since: now() });
    expect(await opened(id)).toMatchObject({ what: 'RESUME', text: 'Paused: Weekend' });
    await flow.world.asLead('POST', `/releases/${id}/resume`);
    await flow.deliver(id);
    expect(await listed(id, 'BUILDS')).toEqual({ what: 'BUILDS', since: now() });
  });

  it('shows the words of a service that stated a time, and until when', async () => {
    const id = await flow.idleAt('CUT_BRANCH', kit);
    const wakeAt = '2026-03-01T13:00:00.000Z';
    await begin(id, 'SERVICE', { wakeAt, reason: 'GitHub answered 429' });
    expect(await listed(id, 'SERVICE')).toMatchObject({ what: 'SERVICE' });
    expect(await opened(id)).toMatchObject({ text: `GitHub answered 429. Asks again at ${wakeAt}.` });
  });

  it.each([
    ['FAILED', 'TARGETS'],
    ['SUBMITTED', 'STORES'],
  ])('is listed by what it waits for after a target was reported %s', async (status, what) => {
    const own = await flow.world.integrationKit();
    const id = await flow.idleAt('AWAIT_STORES', own);
    const { release, targets } = await flow.world.stored(id);
    const before = status === 'SUBMITTED' ? 'PENDING' : 'SUBMITTED';
    await flow.world.seed([
      flow.world.releases.update(release, release.updatedAt, { manualSubmission: true }),
      ...targets.map((item) => flow.world.releases.updateTarget(item, item.updatedAt, { targetStatus: before })),
    ]);
    await begin(id, 'STORES');
    for (const { targetIntegrationId: target } of targets) {
      await flow.world.asLead('POST', `/releases/${id}/targets/${target}/status`, { status });
    }
    await flow.deliver(id);
    expect(await listed(id, what)).toMatchObject({ what });
  });

  it('waits for nothing once it is cancelled', async () => {
    const id = await flow.idleAt('AWAIT_KICKOFF', kit);
    await begin(id, 'KICKOFF');
    await flow.world.asLead('POST', `/releases/${id}/cancel`);
    expect(await opened(id)).toBeNull();
    expect(await listed(id, 'KICKOFF')).toBeUndefined();
  });
});
