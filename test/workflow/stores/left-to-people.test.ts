// A step in a store that is left to a person is said wherever the release says what it waits for, and as long as it is left.
import { describe, expect, it } from 'vitest';
import type { StoreStatus } from '../../../functions/_adapters/store/store-client.ts';
import { startStores } from './stores-stage.ts';

const on = await startStores();
const { stage } = on;

const leftToDo = 'Send the changes for review in the Play Console';
const todoOf = async (id: string): Promise<string> =>
  (await stage.world.asLead('GET', `/releases/${id}`)).body.waitsFor.todo;
async function look(id: string, answer: StoreStatus) {
  await on.says(id, on.kit().playStore, answer);
  await stage.act(id, `targets/${on.kit().playStore}/refresh`);
  return on.targetOf(id, on.kit().playStore);
}

describe('what a store leaves to a person', () => {
  it.each<[string, StoreStatus, string]>([
    ['a version held before its review', { state: 'IN_REVIEW', storeState: 'NOT_SENT_FOR_REVIEW' }, 'SUBMITTED'],
    ['a draft', { state: 'NOT_SUBMITTED', storeState: 'draft' }, 'SUBMITTED'],
    ['a halt that is held', { state: 'HALTED', storeState: 'halted', percentage: 10 }, 'APPROVED'],
  ])(
    'is said first among what to do, and withdraws nothing: %s (W-missed, K22)',
    async (_label, answer, targetStatus) => {
      const id = await on.handedOver();
      expect(await look(id, { ...answer, leftToDo })).toMatchObject({ targetStatus, leftToDo });
      expect(await todoOf(id)).toMatch(new RegExp(`^${leftToDo}; POST …`));
    },
  );

  it('is seen by a look of Windlass, and so is its end (W6)', async () => {
    const id = await on.handedOver();
    await on.says(id, on.kit().appStore, { state: 'IN_REVIEW', storeState: 'WAITING_FOR_EXPORT_COMPLIANCE', leftToDo });
    await stage.pass(600);
    expect((await on.targetOf(id))?.leftToDo).toBe(leftToDo);
    await on.says(id, on.kit().appStore, { state: 'IN_REVIEW', storeState: 'IN_REVIEW' });
    await stage.pass(86_400);
    expect((await on.targetOf(id))?.leftToDo).toBeUndefined();
    await stage.act(id, 'cancel', { stores: 'KEEP' });
  });

  describe('of a rollout that Windlass asked for', () => {
    async function rollingOut() {
      const id = await on.handedOver({}, {}, 20);
      await on.act(id, 'status', { status: 'RELEASED' });
      const play = on.kit().playStore;
      await on.act(id, 'status', { status: 'APPROVED' }, play);
      await on.says(id, play, { state: 'ROLLING_OUT', storeState: 'inProgress', percentage: 20, leftToDo });
      return { id, play };
    }

    it('is said of a halt (W-missed, K22)', async () => {
      const { id, play } = await rollingOut();
      await on.act(id, 'rollout/halt', undefined, play);
      expect(await on.targetOf(id, play)).toMatchObject({ rolloutState: 'HALTED', leftToDo });
    });

    it('keeps a release to all from being one, until the store says that it is out (W-missed, K22)', async () => {
      const { id, play } = await rollingOut();
      await on.act(id, 'rollout/complete', undefined, play);
      expect(await on.targetOf(id, play)).toMatchObject({ targetStatus: 'APPROVED', leftToDo });
      expect(await todoOf(id)).toMatch(new RegExp(`^${leftToDo}; POST …`));
      stage.services.stores.get(play)?.clear();
      await look(id, { state: 'RELEASED', storeState: 'completed' });
      expect((await on.releaseOf(id)).status).toBe('RELEASED');
    });
  });

  it('is said no more once the store is elsewhere, or says that it is out (W-missed)', async () => {
    const id = await on.handedOver();
    await look(id, { state: 'IN_REVIEW', storeState: 'NOT_SENT_FOR_REVIEW', leftToDo });
    const reviewed = await look(id, { state: 'IN_REVIEW', storeState: 'IN_REVIEW' });
    expect(reviewed?.leftToDo).toBeUndefined();
    expect(await todoOf(id)).not.toContain(leftToDo);
    await look(id, { state: 'IN_REVIEW', storeState: 'IN_REVIEW', leftToDo });
    await on.act(id, 'status', { status: 'RELEASED' }, on.kit().playStore);
    expect((await on.targetOf(id, on.kit().playStore))?.leftToDo).toBeUndefined();
  });
});
