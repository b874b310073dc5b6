// Many promotions of one service and environment at once, each driven as its execution drives it: one at a time is executed.
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tasks } from '../../../functions/promotions/tasks.handler.ts';
import type { NextStep } from '../../../statemachines/promotion/promotion.contract.ts';
import { type PromotionsStage, startPromotions } from '../../api/promotions/fixture.ts';
import { TENANT_ID } from '../../support/release-world.ts';

let stage: PromotionsStage;
beforeAll(async () => {
  stage = await startPromotions();
});
afterAll(() => stage.stop());

const MOST_TURNS = 2_000;

/** Drives promotions through their tasks; keeps which of them are executed. */
function driverOf() {
  const { world } = stage;
  const tokens = { succeed: async () => undefined };
  const deps = { ...stage.deps, save: world.save, now: world.now, tokens, start: async () => undefined } as never;
  const executing = new Set<string>();
  const executed: string[] = [];
  let most = 0;

  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        // The machine calls again after a conflict.
        if ((error as Error).name !== 'request.conflict' || attempt === 50) throw error;
        await turn();
      }
    }
  }

  async function drive(promotionId: string): Promise<void> {
    const input = { tenantId: TENANT_ID, promotionId, leg: 0, executionId: promotionId };
    let next = { step: 'EVALUATE' } as NextStep;
    for (let turns = 0; turns < MOST_TURNS; turns++) {
      if (next.step === 'END') return;
      if (next.step === 'DEPLOY') {
        executing.add(promotionId);
        executed.push(promotionId);
        most = Math.max(most, executing.size);
        for (let time = 0; time < 20; time++) await turn();
        executing.delete(promotionId);
        await again(() => tasks.finishPromotion({ ...input, error: null }, deps));
        return;
      }
      await turn();
      const task = next.step === 'LOCK' ? tasks.lockPromotion : tasks.evaluatePromotion;
      next = (await again(() => task(input, deps))) as NextStep;
    }
    throw new Error(`${promotionId} did not end`);
  }
  return { drive, executed, mostAtOnce: () => most };
}

it.each([
  ['that are all requested before the first is looked at', 1],
  ['that are requested in ten groups', 10],
])(
  'a hundred promotions %s are executed one at a time, and superseded ones say so',
  async (_, groups) => {
    const ready = await stage.ready();
    const { drive, executed, mostAtOnce } = driverOf();
    const drives: Promise<void>[] = [];
    const ids: string[] = [];
    for (let group = 0; group < groups; group++) {
      stage.clock.at += 1;
      const replies = await Promise.all(
        Array.from({ length: 100 / groups }, () => stage.as('DEVELOPER')('POST', '/promotions', ready.body)),
      );
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
      const made = replies.map(({ body }) => String(body.id));
      ids.push(...made);
      drives.push(...made.map(drive));
    }
    await Promise.all(drives);
    expect([mostAtOnce(), ids.length]).toEqual([1, 100]);
    const newest = ids.toSorted().at(-1);
    expect(executed.at(-1)).toBe(newest);
    for (const id of ids) {
      const { status, supersededBy, statusReason } = await stage.get(id);
      const isExecuted = executed.includes(id);
      expect([status, supersededBy !== null]).toEqual(isExecuted ? ['FAILED', false] : ['SUPERSEDED', true]);
      if (!isExecuted) expect(statusReason).toBe(`A newer promotion took its place: ${ready.release.key}.`);
      if (!isExecuted) expect(String(supersededBy) > id).toBe(true);
    }
    expect(await stage.deps.promotions.waitingAt({ ...(await stage.stored(ids[0] ?? '')) }, 10)).toEqual([]);
  },
  60_000,
);
