// Requests about targets beside their rollouts: withdraw, release and refresh in every state, and the changes after the answer of the
// store.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import { StoreActionRequested } from '../../../../entities/releases/events.ts';
import { TARGET_STATUSES, type TargetStatus } from '../../../../entities/releases/lifecycle/status.model.ts';
import type { StoreStatus } from '../../../../functions/_adapters/store/store-client.ts';
import { consumers } from '../../../../functions/releases/events.handler.ts';
import { NOW_ISO, verdict } from '../../../support/release-world.ts';
import { startTargets, type Targets } from './target-fixture.ts';

let stage: Targets;
let world: Targets['world'];
beforeAll(async () => {
  stage = await startTargets();
  world = stage.world;
});
afterAll(() => world.stop());

let asked: string[] = [];
/** Puts the last wish to a store that answers, or throws, `answer`. */
async function deliver(id: string, answer: StoreStatus | Error, isLast = false, of?: string): Promise<void> {
  const ask = (name: string) => async (input: object) => {
    asked.push(`${name} ${JSON.stringify(input)}`);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const store = { withdraw: ask('withdraw'), release: ask('release'), status: ask('status') };
  const { releases, integrations, save, now } = world;
  const deps = { releases, integrations, save, now, outside: { store: async () => store } } as never;
  const wishes = (await world.eventsOf(id)).filter(({ type }) => type === 'StoreActionRequested');
  const wish = wishes.findLast(({ data }) => of === undefined || data.targetIntegrationId === of);
  const { detail, source } = StoreActionRequested.create(world.caller(), id, wish?.data as never);
  const event = { id: 'e', source, 'detail-type': 'StoreActionRequested', time: '', detail };
  asked = [];
  await consumers.events.StoreActionRequested?.(event as never, deps, { isLast });
}

const WITH_STORE: readonly TargetStatus[] = ['SUBMITTED', 'APPROVED'];
const NOWHERE: readonly TargetStatus[] = ['PENDING', 'BUILDING'];

describe('withdrawTarget', () => {
  it.each(TARGET_STATUSES)('of a target that is %s asks the store only for what it has (W3)', async (targetStatus) => {
    const id = await stage.releaseWith({ targetStatus, versionId: 'v-1' });
    const reply = await stage.act(id, 'withdraw');
    if (!WITH_STORE.includes(targetStatus)) {
      expect(verdict(reply)).toEqual([409, 'release.withdraw_refused']);
      expect(await stage.typesOf(id)).not.toContain('StoreActionRequested');
      return;
    }
    expect([reply.status, reply.body.storeWanted]).toEqual([202, { action: 'WITHDRAW', requestedAt: NOW_ISO }]);
    await deliver(id, { state: 'WITHDRAWN', storeState: 'DEVELOPER_REJECTED' });
    const { version } = (await world.stored(id)).release;
    expect(asked).toEqual([`withdraw {"version":"${version}","versionId":"v-1"}`]);
    expect(await stage.targetOf(id)).toMatchObject({ targetStatus: 'WITHDRAWN', withdrawnAt: NOW_ISO });
    expect((await stage.targetOf(id))?.storeWanted).toBeUndefined();
    expect((await stage.typesOf(id)).at(-1)).toBe('TargetWithdrawn');
  });

  it('of a rollout that some have halts it, and they keep the version (W3)', async () => {
    const staged = { rolloutState: 'ROLLING_OUT', rolloutPercentage: 20 } as const;
    const id = await stage.releaseWith({ targetStatus: 'APPROVED', ...staged });
    await stage.act(id, 'withdraw', undefined, stage.kit().playStore);
    await deliver(id, { state: 'HALTED', storeState: 'halted', percentage: 20 });
    const halted = { targetStatus: 'APPROVED', rolloutState: 'HALTED', rolloutPercentage: 20 };
    expect(await stage.targetOf(id, stage.kit().playStore)).toMatchObject(halted);
    expect((await stage.typesOf(id)).at(-1)).toBe('RolloutChanged');
  });

  it('of what nobody has yet leaves no rollout, and a cancelled release no outcome (W11i)', async () => {
    const staged = { rolloutState: 'ROLLING_OUT', rolloutPercentage: 20 } as const;
    const id = await stage.releaseWith({ targetStatus: 'SUBMITTED', ...staged });
    await world.asLead('POST', `/releases/${id}/cancel`);
    expect((await world.stored(id)).release.outcome).toBe('HALTED');
    const { appStore, playStore } = stage.kit();
    for (const store of [appStore, playStore]) {
      await deliver(id, { state: 'WITHDRAWN', storeState: 'absent' }, false, store);
    }
    expect((await stage.targetOf(id, stage.kit().playStore))?.rolloutState).toBeUndefined();
    expect((await world.stored(id)).release.outcome).toBeUndefined();
  });

  it('that comes too late says so, and the target is what the store says', async () => {
    const id = await stage.releaseWith({ targetStatus: 'APPROVED' });
    await stage.act(id, 'withdraw');
    await deliver(id, { state: 'RELEASED', storeState: 'READY_FOR_DISTRIBUTION' });
    const target = await stage.targetOf(id);
    expect(target).toMatchObject({ targetStatus: 'RELEASED', storeError: expect.stringContaining('too late') });
    expect(await stage.typesOf(id)).toContain('StoreActionFailed');
  });

  it('that the store refuses is told with its words', async () => {
    const id = await stage.releaseWith({ targetStatus: 'SUBMITTED' });
    await stage.act(id, 'withdraw');
    await deliver(id, integrationErrors.refused({ detail: 'The review has ended' }));
    expect(await stage.targetOf(id)).toMatchObject({ targetStatus: 'SUBMITTED', storeError: 'The review has ended' });
    expect((await stage.typesOf(id)).at(-1)).toBe('StoreActionFailed');
  });

  it.each([integrationErrors.busy(), integrationErrors.unavailable(), integrationErrors.rate_limited()])(
    'is asked again after $code, until the queue gives up',
    async (error) => {
      const id = await stage.releaseWith({ targetStatus: 'SUBMITTED' });
      await stage.act(id, 'withdraw');
      await expect(deliver(id, error)).rejects.toThrow();
      expect((await stage.targetOf(id))?.storeWanted).toBeDefined();
      await deliver(id, error, true);
      expect((await stage.targetOf(id))?.storeError).toContain('Ask again');
    },
  );

  it('is possible while the release is paused, and after it was cancelled', async () => {
    for (const over of [{ isPaused: true }, { status: 'CANCELLED' }] as const) {
      const id = await stage.releaseWith({ targetStatus: 'SUBMITTED' }, over);
      expect((await stage.act(id, 'withdraw')).status).toBe(202);
    }
  });
});

describe('refreshTarget', () => {
  it.each(TARGET_STATUSES)('of a target that is %s (W6)', async (targetStatus) => {
    const id = await stage.releaseWith({ targetStatus });
    const reply = await stage.act(id, 'refresh');
    if (NOWHERE.includes(targetStatus)) expect(verdict(reply)).toEqual([409, 'release.nothing_to_ask']);
    else expect([reply.status, reply.body.storeWanted?.action]).toEqual([202, 'REFRESH']);
  });

  it.each([
    ['SUBMITTED', { state: 'IN_REVIEW', storeState: 'IN_REVIEW' }, 'SUBMITTED'],
    ['SUBMITTED', { state: 'APPROVED', storeState: 'PENDING_DEVELOPER_RELEASE' }, 'APPROVED'],
    ['SUBMITTED', { state: 'ROLLING_OUT', storeState: 'inProgress', percentage: 10 }, 'APPROVED'],
    ['APPROVED', { state: 'RELEASED', storeState: 'completed' }, 'RELEASED'],
    ['SUBMITTED', { state: 'REJECTED', storeState: 'REJECTED' }, 'REJECTED'],
    ['SUBMITTED', { state: 'WITHDRAWN', storeState: 'DEVELOPER_REJECTED' }, 'WITHDRAWN'],
    ['APPROVED', { state: 'REPLACED', storeState: 'absent' }, 'REPLACED'],
    ['WITHDRAWN', { state: 'IN_REVIEW', storeState: 'IN_REVIEW' }, 'SUBMITTED'],
    ['RELEASED', { state: 'REPLACED', storeState: 'absent' }, 'RELEASED'],
  ] as [TargetStatus, StoreStatus, TargetStatus][])(
    'of a target that is %s, when Google Play says %j, makes it %s (W6)',
    async (before, answer, after) => {
      const id = await stage.releaseWith({ targetStatus: before, versionId: '157' });
      await stage.act(id, 'refresh', undefined, stage.kit().playStore);
      await deliver(id, answer);
      const target = await stage.targetOf(id, stage.kit().playStore);
      expect(target).toMatchObject({ targetStatus: after, storeState: answer.storeState, storeCheckedAt: NOW_ISO });
      expect((await stage.typesOf(id)).filter((type) => type.startsWith('Target')).length).toBe(
        before === after ? 0 : 1,
      );
    },
  );

  it.each(['NOT_SUBMITTED', 'REPLACED'] as const)(
    'of what was handed over past us is not taken for %s because nothing is found by the number of its build (K7)',
    async (state) => {
      const id = await stage.releaseWith({ targetStatus: 'SUBMITTED', buildNumber: '7' });
      await stage.act(id, 'refresh', undefined, stage.kit().playStore);
      await deliver(id, { state, storeState: 'absent' });
      const target = await stage.targetOf(id, stage.kit().playStore);
      expect(target).toMatchObject({ targetStatus: 'SUBMITTED', storeState: 'absent' });
    },
  );

  it('of a deployment endpoint says that it has nothing to ask, and what to do (W6)', async () => {
    const id = await stage.webRelease('SUBMITTED');
    const reply = await stage.act(id, 'refresh', undefined, stage.web());
    expect(verdict(reply)).toEqual([409, 'release.nothing_to_ask']);
    expect(reply.body.detail).toContain('it reports its state');
  });
});

describe('releaseTarget', () => {
  it.each(TARGET_STATUSES)('of a target that is %s', async (targetStatus) => {
    const id = await stage.releaseWith({ targetStatus, releaseMode: 'MANUAL' });
    const reply = await stage.act(id, 'release');
    if (targetStatus !== 'APPROVED') {
      expect(verdict(reply)).toEqual([409, 'release.release_refused']);
      return;
    }
    expect(reply.status).toBe(202);
    await deliver(id, { state: 'RELEASED', storeState: 'READY_FOR_DISTRIBUTION' });
    expect(await stage.targetOf(id)).toMatchObject({ targetStatus: 'RELEASED', releasedAt: NOW_ISO });
  });

  it.each([
    ['paused', { isPaused: true }, 'release.paused'],
    ['cancelled', { status: 'CANCELLED' }, 'release.release_refused'],
  ] as const)('of a release that is %s is refused', async (_, over, code) => {
    const id = await stage.releaseWith({ targetStatus: 'APPROVED' }, over);
    expect(verdict(await stage.act(id, 'release'))).toEqual([409, code]);
  });

  it('on Google Play is refused with what to do there', async () => {
    const id = await stage.releaseWith({ targetStatus: 'APPROVED' });
    const reply = await stage.act(id, 'release', undefined, stage.kit().playStore);
    expect(verdict(reply)).toEqual([409, 'release.release_refused']);
    expect(reply.body.detail).toContain('managed publishing');
  });

  it('does not happen any more when the release was cancelled meanwhile', async () => {
    const id = await stage.releaseWith({ targetStatus: 'APPROVED' });
    await stage.act(id, 'release');
    const { release } = await world.stored(id);
    await world.seed([world.releases.update(release, NOW_ISO, { status: 'CANCELLED' })]);
    await deliver(id, { state: 'RELEASED', storeState: 'READY_FOR_DISTRIBUTION' });
    expect(asked).toEqual([]);
    expect((await stage.targetOf(id))?.storeError).toContain('cancelled');
  });
});

describe('a wish for a rollout', () => {
  const staged = { rolloutState: 'ROLLING_OUT', rolloutPercentage: 5 } as const;

  it.each<[string, string, object | undefined, TargetStatus, object]>([
    ['to as many as have it', 'rollout', { percentage: 5 }, 'APPROVED', staged],
    ['to halt what is halted', 'rollout/halt', undefined, 'APPROVED', { ...staged, rolloutState: 'HALTED' }],
    ['to resume what runs', 'rollout/resume', undefined, 'APPROVED', staged],
    ['that is planned already', 'rollout', { percentage: 5 }, 'PENDING', { initialPercentage: 5 }],
  ])('%s is refused as nothing new, and asks nothing (K31)', async (_, verb, body, targetStatus, over) => {
    const id = await stage.releaseWith({ targetStatus, ...over });
    const reply = await stage.act(id, verb, body, stage.kit().playStore);
    expect(verdict(reply)).toEqual([409, 'release.nothing_new']);
    expect(reply.body.detail).toContain('already');
    expect(await stage.typesOf(id)).not.toContain('RolloutRequested');
  });

  it('overtakes one that the store was not asked for yet, also by what there is now', async () => {
    const id = await stage.releaseWith({ targetStatus: 'APPROVED', ...staged, rolloutState: 'HALTED' });
    await stage.act(id, 'rollout/resume', undefined, stage.kit().playStore);
    const halt = await stage.act(id, 'rollout/halt', undefined, stage.kit().playStore);
    expect([halt.status, halt.body.rolloutWanted?.action]).toEqual([202, 'HALT']);
  });
});
