// Rollouts over HTTP: the request is stored, the store is asked, and its answer or refusal is shown.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import { RolloutRequested } from '../../../../entities/releases/events.ts';
import type { TargetStatus } from '../../../../entities/releases/lifecycle/status.model.ts';
import type { StoreStatus } from '../../../../functions/_adapters/store/store-client.ts';
import { consumers } from '../../../../functions/releases/events.handler.ts';
import { type Kit, NOW_ISO, startWorld, verdict, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** The requests to the store, and its next answer. */
let asked: string[] = [];
let answer: () => StoreStatus | Promise<StoreStatus>;
const ask =
  (name: string) =>
  async (input: object): Promise<StoreStatus> => {
    asked.push(`${name} ${JSON.stringify(input)}`);
    return answer();
  };
const store = {
  rollOut: ask('rollOut'),
  pauseRollout: ask('pauseRollout'),
  resumeRollout: ask('resumeRollout'),
  haltRollout: ask('haltRollout'),
};

async function submitted(targetStatus: TargetStatus, over: Parameters<World['releases']['updateTarget']>[2] = {}) {
  kit = await world.integrationKit();
  const { id } = await world.release(kit);
  const { release, targets } = await world.stored(id);
  await world.seed([
    world.releases.update(release, NOW_ISO, { status: 'BUILD_SUBMITTED' }),
    ...targets.map((item) => world.releases.updateTarget(item, NOW_ISO, { targetStatus, ...over })),
  ]);
  asked = [];
  return String(id);
}
const act = (id: string, verb: string, body?: unknown, target = kit.playStore) =>
  world.asLead('POST', `/releases/${id}/targets/${target}/rollout${verb}`, body);
const targetOf = async (id: string, target = kit.playStore) =>
  (await world.stored(id)).targets.find((item) => item.targetIntegrationId === target);
const typesOf = async (id: string) => (await world.eventsOf(id)).map(({ type }) => type);

const deps = () => {
  const { releases, integrations, save, now } = world;
  return { releases, integrations, save, now, outside: { store: async () => store } } as never;
};
/** Delivers the last wish to the consumer. */
async function deliver(id: string, isLast = false): Promise<void> {
  const [wish] = (await world.eventsOf(id)).filter(({ type }) => type === 'RolloutRequested').slice(-1);
  const { detail, source } = RolloutRequested.create(world.caller(), id, wish?.data as never);
  const event = { id: 'e', source, 'detail-type': 'RolloutRequested', time: '', detail };
  await consumers.events.RolloutRequested?.(event as never, deps(), { isLast });
}

const COMPLETED = { rolloutState: 'COMPLETED', rolloutPercentage: 100 };
const RELEASED_TO_ALL = { targetStatus: 'RELEASED', releasedAt: NOW_ISO, ...COMPLETED };
/** Submitted for a part of the users. */
const staged = { rolloutState: 'ROLLING_OUT', rolloutPercentage: 5 } as const;

describe('rollOutTarget', () => {
  it('writes the wish, asks the store, and shows how far it is', async () => {
    const id = await submitted('APPROVED', staged);
    const reply = await act(id, '', { percentage: 10 });
    expect(verdict(reply)).toEqual([202, undefined]);
    expect(reply.body.rolloutWanted).toEqual({ action: 'ROLL_OUT', percentage: 10, requestedAt: NOW_ISO });
    answer = () => ({ state: 'ROLLING_OUT', storeState: 'inProgress', percentage: 10 });
    await deliver(id);
    await deliver(id);
    expect(asked).toHaveLength(1);
    const target = await targetOf(id);
    expect(target).toMatchObject({ targetStatus: 'APPROVED', rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 });
    expect(target?.rolloutWanted).toBeUndefined();
    expect((await typesOf(id)).at(-1)).toBe('RolloutChanged');
  });

  it.each([[0], [101], [-1], ['half']])('refuses %s percent', async (percentage) => {
    const id = await submitted('APPROVED');
    expect((await act(id, '', { percentage })).status).toBe(400);
  });

  it('answers 409 release.rollout_refused for a percentage of the App Store', async () => {
    const id = await submitted('APPROVED');
    expect(verdict(await act(id, '', { percentage: 10 }, kit.appStore))).toEqual([409, 'release.rollout_refused']);
  });

  it('answers 404 release.target_not_found for a target that the release has not', async () => {
    const id = await submitted('APPROVED');
    expect(verdict(await act(id, '', { percentage: 10 }, 'other'))).toEqual([404, 'release.target_not_found']);
  });

  it('answers 409 release.rollout_refused, and what to do, for a part when Google Play has it for all', async () => {
    const id = await submitted('APPROVED');
    const reply = await act(id, '', { percentage: 10 });
    expect(verdict(reply)).toEqual([409, 'release.rollout_refused']);
    expect(reply.body.detail).toContain('ask for a percentage before');
  });

  it('shows why the store refused', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '', { percentage: 10 });
    answer = () => {
      throw integrationErrors.refused({ detail: 'Version codes must grow' });
    };
    await deliver(id);
    expect(await targetOf(id)).toMatchObject({ rolloutError: 'Version codes must grow' });
    expect((await targetOf(id))?.rolloutWanted).toBeUndefined();
    expect((await typesOf(id)).at(-1)).toBe('RolloutFailed');
  });

  it.each(['PENDING', 'BUILDING', 'REJECTED'] as const)(
    'is kept for the submission while the target is %s, and the store is not asked',
    async (targetStatus) => {
      const id = await submitted(targetStatus);
      const reply = await act(id, '', { percentage: 10 });
      expect([...verdict(reply), reply.body.initialPercentage]).toEqual([202, undefined, 10]);
      expect(await targetOf(id)).toMatchObject({ targetStatus, initialPercentage: 10 });
      const again = await act(id, '', { percentage: 10 });
      expect(verdict(again)).toEqual([409, 'release.nothing_new']);
      expect(await typesOf(id)).toEqual(['ReleaseCreated']);
      const entries = (await world.auditOf(id)).map(({ action }) => action);
      expect(entries.filter((action) => action === 'rollout.planned')).toHaveLength(1);
    },
  );

  it('keeps the wish while the store is away', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '', { percentage: 10 });
    answer = () => {
      throw integrationErrors.unavailable();
    };
    await expect(deliver(id)).rejects.toThrow();
    expect((await targetOf(id))?.rolloutWanted).toBeDefined();
  });

  it('is done once the store is back, with the last delivery too', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '', { percentage: 10 });
    answer = () => {
      throw integrationErrors.rate_limited();
    };
    for (let turn = 0; turn < 4; turn += 1) await expect(deliver(id)).rejects.toThrow();
    answer = () => ({ state: 'ROLLING_OUT', storeState: 'inProgress', percentage: 10 });
    await deliver(id, true);
    expect(await targetOf(id)).toMatchObject({ rolloutPercentage: 10 });
    expect(await typesOf(id)).not.toContain('RolloutFailed');
  });

  it('says on the target, and announces, that the store was away for good: nothing is asked later, and people may ask again', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '', { percentage: 10 });
    answer = () => {
      throw integrationErrors.unavailable({ detail: 'play-store: 503' });
    };
    await deliver(id, true);
    const error = 'The store was unavailable at every attempt, at last: play-store: 503. Ask again later.';
    expect(await targetOf(id)).toMatchObject({ ...staged, rolloutError: error });
    expect((await targetOf(id))?.rolloutWanted).toBeUndefined();
    expect((await world.eventsOf(id)).at(-1)).toMatchObject({ type: 'RolloutFailed', data: { error } });
    expect((await world.auditOf(id)).at(-1)).toMatchObject({ action: 'rollout.failed' });
    asked = [];
    await deliver(id);
    expect(asked).toEqual([]);
    expect((await act(id, '', { percentage: 10 })).status).toBe(202);
  });

  it.each([
    [180, undefined],
    [181, 'slow down. It asks to wait until'],
  ])(
    'asks again before no time that a store states, and says %i s when it would have to (K16)',
    async (seconds, error) => {
      const id = await submitted('APPROVED', staged);
      await act(id, '', { percentage: 10 });
      answer = () => {
        throw integrationErrors.rate_limited({ detail: 'slow down', retryAfterSeconds: seconds });
      };
      if (error === undefined) await expect(deliver(id)).rejects.toThrow('slow down');
      else await deliver(id);
      const { rolloutError, rolloutWanted } = (await targetOf(id)) ?? {};
      expect(rolloutWanted === undefined).toBe(error !== undefined);
      if (error !== undefined) expect(rolloutError).toContain(error);
    },
  );

  it('says on the target that a mistake of ours kept the store from being asked; the message is dead all the same', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '', { percentage: 10 });
    answer = () => {
      throw new TypeError('canary of undefined');
    };
    await expect(deliver(id, true)).rejects.toThrow(TypeError);
    expect(await targetOf(id)).toMatchObject({ rolloutError: 'Windlass could not ask the store. Ask again.' });
    expect((await typesOf(id)).at(-1)).toBe('RolloutFailed');
  });
});

describe('a release that is cancelled while a store is to be asked', () => {
  const cancel = (id: string) => world.asLead('POST', `/releases/${id}/cancel`);

  it('asks for no more users', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '', { percentage: 10 });
    await cancel(id);
    await deliver(id);
    expect(asked).toEqual([]);
    expect(await targetOf(id)).toMatchObject({ ...staged, rolloutError: 'The release was cancelled.' });
    expect((await targetOf(id))?.rolloutWanted).toBeUndefined();
  });

  it('still halts', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '/halt');
    await cancel(id);
    answer = () => ({ state: 'HALTED', storeState: 'halted', percentage: 5 });
    await deliver(id);
    expect(await targetOf(id)).toMatchObject({ rolloutState: 'HALTED' });
  });

  it.each([
    ['CANCELLED', ['cancel'], 'RELEASED_IN_PART'],
    ['ARCHIVED', ['cancel', 'archive'], 'HALTED'],
  ])(
    'shows as RELEASED what everybody got by then, tells of it once, and stays %s (W11i)',
    async (status, verbs, outcome) => {
      const id = await submitted('APPROVED', staged);
      await act(id, '/complete');
      answer = async () => {
        for (const verb of verbs) expect((await world.asLead('POST', `/releases/${id}/${verb}`)).status).toBe(200);
        return { state: 'RELEASED', storeState: 'completed' };
      };
      await deliver(id);
      await deliver(id);
      expect(await targetOf(id)).toMatchObject({
        targetStatus: 'RELEASED',
        releasedAt: NOW_ISO,
        rolloutState: 'COMPLETED',
        rolloutPercentage: 100,
      });
      expect((await world.stored(id)).release).toMatchObject({ status, outcome });
      expect((await typesOf(id)).filter((type) => type === 'TargetReleased')).toHaveLength(1);
    },
  );

  it('stays APPROVED on a store whose rollout had not come to everybody by then', async () => {
    const id = await submitted('APPROVED', staged);
    await act(id, '', { percentage: 50 });
    answer = async () => {
      await cancel(id);
      return { state: 'ROLLING_OUT', storeState: 'inProgress', percentage: 50 };
    };
    await deliver(id);
    expect(await targetOf(id)).toMatchObject({ targetStatus: 'APPROVED', rolloutPercentage: 50 });
    expect(await typesOf(id)).not.toContain('TargetReleased');
  });
});

describe('completeRollout', () => {
  it('releases the target when everybody has the version', async () => {
    const id = await submitted('APPROVED', { rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 });
    await act(id, '/complete');
    answer = () => ({ state: 'RELEASED', storeState: 'completed' });
    await deliver(id);
    expect(asked[0]).toContain('"percentage":100');
    expect(await targetOf(id)).toMatchObject(RELEASED_TO_ALL);
    expect((await typesOf(id)).slice(-2).toSorted()).toEqual(['RolloutChanged', 'TargetReleased']);
  });
});

type Over = Parameters<typeof submitted>[1];

function asksTheStore(name: string, verb: string, state: StoreStatus['state'], over: Over): void {
  it('asks the store', async () => {
    const id = await submitted('APPROVED', over);
    const target = verb === 'pause' ? kit.appStore : kit.playStore;
    expect((await act(id, `/${verb}`, undefined, target)).status).toBe(202);
    answer = () => ({ state, storeState: 'x', percentage: 20 });
    await deliver(id);
    expect(asked).toEqual([expect.stringContaining(name)]);
    expect((await targetOf(id, target))?.rolloutState).toBe(state);
  });

  it('is refused before there is a rollout', async () => {
    const id = await submitted('APPROVED');
    expect(verdict(await act(id, `/${verb}`))).toEqual([409, 'release.rollout_refused']);
  });
}
const rolling = { rolloutState: 'ROLLING_OUT', rolloutPercentage: 20 } as const;

describe('pauseRollout', () => asksTheStore('pauseRollout', 'pause', 'PAUSED', rolling));
describe('resumeRollout', () =>
  asksTheStore('resumeRollout', 'resume', 'ROLLING_OUT', { ...rolling, rolloutState: 'PAUSED' }));
describe('haltRollout', () => asksTheStore('haltRollout', 'halt', 'HALTED', rolling));
