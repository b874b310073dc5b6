// The lifecycle when a service states a wait, at every task that calls one; a part of release-lifecycle.test.ts, whose
// last test asks for every branch.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { enteredIn } from '../coverage.ts';
import type { actorsOf, Situation } from '../lifecycle/lifecycle-actors.ts';
import type { Stage } from '../lifecycle/lifecycle-stage.ts';

interface On {
  readonly stage: Stage;
  readonly actors: ReturnType<typeof actorsOf>;
}

const STARTED = { status: 'STARTED', branchSha: 'cut' } as const;
const REGRESSION = { status: 'REGRESSION_IN_PROGRESS', branchSha: 'cut', regressionCycle: 1 } as const;
const SUBMITTED = { status: 'BUILD_SUBMITTED', branchSha: 'cut', regressionCycle: 1 } as const;

/** Each task that calls a service, and a release that is at it. */
export const CALLING: readonly (readonly [task: string, at: Situation])[] = [
  ['cutReleaseBranch', { release: { status: 'PENDING' } }],
  ['createEpics', { release: { status: 'PENDING', branchSha: 'cut' } }],
  ['triggerBuild', { release: STARTED }],
  ['listCommits', { release: REGRESSION, builds: 'SUCCESS' }],
  ['submitRelease', { release: { ...REGRESSION, listedCycle: 1, signedOffCycle: 1 }, builds: 'SUCCESS' }],
  ['submitTarget', { release: SUBMITTED, builds: 'SUCCESS' }],
  ['publishRelease', { release: SUBMITTED, targets: 'RELEASED' }],
];

const stating = (retryAfterSeconds: number, name: 'rate_limited' | 'unavailable' = 'rate_limited') =>
  integrationErrors[name]({ detail: 'GitHub answered 403: slow down', retryAfterSeconds });
const HOUR = 3600;

export function describeServiceWaits(on: () => On): void {
  const begin = async (task: string, at: Situation, ...waits: readonly Error[]) => {
    const { stage, actors } = on();
    for (const wait of waits) stage.fail(task, wait);
    const id = await stage.release({}, actors.bring(at));
    const entered = async () => enteredIn(await stage.history(stage.executions.at(-1) ?? ''));
    return { stage, id, entered, release: async () => (await stage.stored(id)).release };
  };

  describe.each(CALLING)('%s, whose service states a time,', (task, at) => {
    it.each(['rate_limited', 'unavailable'] as const)(
      'waits until then after %s, and carries on (K16)',
      async (name) => {
        const { stage, id, entered, release } = await begin(task, at, stating(150, name));
        const wait = await stage.world.releases.waitOf((await release()).tenantId as never, id);
        expect((await entered()).at(-1)).toBe('WaitForService');
        expect(wait).toMatchObject({
          wait: 'SERVICE',
          wakeAt: new Date(stage.world.now() + 150_000).toISOString(),
          reason: 'GitHub answered 403: slow down',
        });
        const calls = (await entered()).length;
        await stage.pass(149);
        expect((await entered()).length).toBe(calls);
        await stage.pass(1);
        expect((await entered()).at(-1)).not.toBe('WaitForService');
        expect((await release()).isPaused).toBe(false);
      },
    );

    it('pauses, saying until when, for a time of more than an hour (K16)', async () => {
      const { stage, release } = await begin(task, at, stating(HOUR + 1));
      const until = new Date(stage.world.now() + (HOUR + 1) * 1000).toISOString().slice(0, 16).replace('T', ' ');
      expect(await release()).toMatchObject({
        pauseReason: 'TASK_FAILURE',
        pauseError: `integration.rate_limited: GitHub answered 403: slow down. It asks to wait until ${until} UTC; retry after that.`,
      });
    });
  });

  describe('a release that waits for a service', () => {
    const [[task, at]] = CALLING as [(typeof CALLING)[0]];

    it('pauses when an hour in all is over (K16)', async () => {
      const { stage, release } = await begin(task, at, stating(HOUR - 60), stating(61));
      await stage.pass(HOUR - 60);
      expect((await release()).pauseError).toContain('It asks to wait until');
    });

    it('waits longer each time for a service that states a short time again and again, twelve times (K16)', async () => {
      const { stage, entered, release } = await begin(task, at, ...Array.from({ length: 13 }, () => stating(1)));
      for (const [turn, seconds] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].entries()) {
        if (seconds > 1) await stage.pass(seconds - 1);
        const waits = (await entered()).filter((name) => name === 'WaitForService');
        expect([waits.length, (await entered()).at(-1)]).toEqual([turn + 1, 'WaitForService']);
        await stage.pass(1);
      }
      expect(await release()).toMatchObject({ isPaused: true, pauseReason: 'TASK_FAILURE' });
    });

    it('pauses when its wait cannot be begun (K16)', async () => {
      on().stage.fail('awaitChange', 'integration.refused');
      const { release } = await begin(task, at, stating(60));
      expect(await release()).toMatchObject({ isPaused: true, pauseReason: 'TASK_FAILURE' });
    });

    it('has its hour again after a retry (K16)', async () => {
      const { stage, id, entered } = await begin(task, at, stating(HOUR + 1), stating(HOUR));
      await stage.act(id, 'retry');
      expect((await entered()).at(-1)).toBe('WaitForService');
      await stage.pass(HOUR);
      expect((await stage.stored(id)).release.isPaused).toBe(false);
    });

    it('ends at once when it is cancelled (K16)', async () => {
      const { stage, id, entered } = await begin(task, at, stating(HOUR));
      await stage.act(id, 'cancel');
      expect((await entered()).slice(-2)).toEqual(['RouteByStep', 'ReleaseWasCancelled']);
    });

    it('stays paused when it was paused meanwhile (K16)', async () => {
      const { stage, id, entered, release } = await begin(task, at, stating(60));
      await stage.act(id, 'pause', { reason: 'Lunch' });
      await stage.pass(60);
      expect((await entered()).at(-1)).toBe('WaitForResume');
      expect(await release()).toMatchObject({ pauseReason: 'USER_REQUESTED' });
    });
  });

  describe('a store that is busy with something of ours', () => {
    const busy = integrationErrors.busy({ detail: 'App Store Connect is still processing the build 42' });
    const atStores = CALLING[5]?.[1] ?? {};
    const statusesOf = async ({ targets }: Awaited<ReturnType<Stage['stored']>>) =>
      targets.map(({ targetStatus }) => targetStatus).sort();

    it('is waited for at growing distances, says why, and fails no function', async () => {
      on().stage.failed.length = 0;
      const { stage, id, entered, release } = await begin('submitTarget', atStores, ...Array(3).fill(busy));
      const wait = await stage.world.releases.waitOf((await release()).tenantId as never, id);
      expect(wait).toMatchObject({ wait: 'SERVICE', reason: busy.message });
      expect(await release()).toMatchObject({
        waitsFor: 'SERVICE',
        waitsNote: `${busy.message}. Asks again at ${new Date(stage.world.now() + 1000).toISOString()}.`,
      });
      await stage.pass(1);
      expect(await statusesOf(await stage.stored(id))).toEqual(['PENDING', 'SUBMITTED']);
      await stage.pass(1.9);
      expect(await statusesOf(await stage.stored(id))).toEqual(['PENDING', 'SUBMITTED']);
      await stage.pass(0.1);
      expect(await statusesOf(await stage.stored(id))).toEqual(['SUBMITTED', 'SUBMITTED']);
      expect((await entered()).at(-1)).toBe('WaitForStores');
      expect(stage.failed).toEqual([]);
    });

    it('pauses the release with its words after twelve waits, 24 minutes, and within 2,500 history events', async () => {
      const targets = 2;
      const { stage, release } = await begin('submitTarget', atStores, ...Array(13 * targets).fill(busy));
      const execution = stage.executions.at(-1) ?? '';
      const before = (await stage.history(execution)).length;
      for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) await stage.pass(seconds);
      expect((await release()).isPaused).toBe(false);
      const round = ((await stage.history(execution)).length - before) / 11;
      // Seven events of a round are of one target, and a release may have twenty.
      expect(12 * (round + 7 * (20 - targets))).toBeLessThan(2500);
      await stage.pass(300);
      expect(await release()).toMatchObject({
        pauseReason: 'TASK_FAILURE',
        pauseError: `integration.busy: ${busy.message}`,
      });
    });
  });

  it('a store that states a time keeps no other target from being submitted (K16)', async () => {
    const { stage, id } = await begin('submitTarget', CALLING[4]?.[1] ?? {}, stating(600));
    const statuses = async () => (await stage.stored(id)).targets.map(({ targetStatus }) => targetStatus).sort();
    expect(await statuses()).toEqual(['PENDING', 'SUBMITTED']);
    await stage.pass(600);
    expect(await statuses()).toEqual(['SUBMITTED', 'SUBMITTED']);
  });

  it('the longest of the times that stores state is waited for (K16)', async () => {
    const { stage, id } = await begin('submitTarget', CALLING[4]?.[1] ?? {}, stating(60), stating(90));
    await stage.pass(89);
    expect((await stage.stored(id)).targets.map(({ targetStatus }) => targetStatus)).toEqual(['PENDING', 'PENDING']);
    await stage.pass(1);
    expect((await stage.stored(id)).targets.map(({ targetStatus }) => targetStatus)).toEqual([
      'SUBMITTED',
      'SUBMITTED',
    ]);
  });
}
