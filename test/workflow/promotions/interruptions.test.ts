// The machine promotion when something happens at a bad moment, and when tasks fail.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { promotionDefinition } from '../../../entities/promotions/promotion.entity.ts';
import { tasks } from '../../../functions/promotions/tasks.handler.ts';
import { transitionsOf, walkedIn } from '../coverage.ts';
import { definitionOf } from '../machines.ts';
import { type PromotionStage, startPromotionStage } from './promotion-stage.ts';

let stage: PromotionStage;
beforeAll(async () => {
  stage = await startPromotionStage();
});
afterAll(() => stage.stop());

const stopped = async () => {
  const ready = await stage.ready();
  await stage.asLead('POST', `/environments/${ready.prod}/stop`, { reason: 'a fire' });
  return { ...ready, lift: () => stage.asLead('POST', `/environments/${ready.prod}/lift-stop`) };
};
const isDecided = async (id: string) => (await stage.stored(id)).decidedAt !== undefined;
const lockOf = async (id: string) => {
  const item = await stage.stored(id);
  return stage.deps.promotions.lock({ ...item, promotionId: 'another' }, isoOf(stage.clock.at));
};

describe('a change', () => {
  it('between a look and its wait is not missed', async () => {
    const ready = await stopped();
    stage.meanwhile.set('awaitPromotion', ready.lift);
    expect(await isDecided(await stage.request(ready))).toBe(true);
  });

  it('of the promotion itself between a look and its wait is not missed', async () => {
    const ready = await stopped();
    const { id } = await stage.promote(ready);
    stage.meanwhile.set('awaitPromotion', () => stage.as('DEVELOPER')('POST', `/promotions/${id}/cancel`, {}));
    await stage.settle();
    expect([await stage.standing(id), await stage.statusesOf(id)]).toEqual([
      'CANCELLED promotion.cancelled',
      ['SUCCEEDED'],
    ]);
  });

  it.each([
    [
      'a stop',
      async (prod: string) => stage.asLead('POST', `/environments/${prod}/stop`, { reason: 'a fire' }),
      'emergency_stop.in_force',
    ],
    [
      'a freeze',
      async (prod: string) => {
        const dtstart = isoOf(stage.clock.at - 60_000).slice(0, 16);
        const once = { rrule: undefined, dtstart, duration: 'P3D', timeZone: 'UTC' };
        await stage.freezeWindow({ environments: [prod], ...once });
      },
      'freeze.closed',
    ],
  ])('such as %s after the approval keeps the promotion from its place', async (_, change, code) => {
    const ready = await stage.ready();
    stage.meanwhile.set('lockPromotion', () => change(ready.prod));
    const id = await stage.request(ready);
    expect([await stage.standing(id), await stage.holderOf(id)]).toEqual([`PENDING_GATES ${code}`, undefined]);
  });

  it('such as a newer promotion after the approval supersedes it', async () => {
    const ready = await stage.ready();
    let newer = '';
    stage.meanwhile.set('lockPromotion', async () => {
      newer = (await stage.promote(ready)).id;
    });
    const id = await stage.request(ready);
    expect(await stage.get(id)).toMatchObject({ status: 'SUPERSEDED', supersededBy: newer });
    expect(await isDecided(newer)).toBe(true);
  });

  it('such as another promotion that takes the place first makes it wait for the end of that one', async () => {
    const ready = await stage.ready();
    const { id } = await stage.promote(ready);
    const other = { ...(await stage.stored(id)), promotionId: id.replace(/^./, '1'), shelf: id.slice(-1) };
    stage.meanwhile.set('lockPromotion', async () => {
      const item = { ...other, status: 'DEPLOYING' as const, releaseKey: 'web@0.9.0' };
      const [created] = stage.deps.promotions.create(item);
      await stage.world.seed([...(created ? [created] : []), stage.deps.promotions.lock(item, isoOf(stage.clock.at))]);
    });
    await stage.settle();
    expect(await stage.get(id)).toMatchObject({
      ...{ status: 'APPROVED', statusCode: 'promotion.place_taken' },
      statusReason: 'web@0.9.0 is being deployed there first.',
    });
    await tasks.finishPromotion(
      { tenantId: other.tenantId, promotionId: other.promotionId, leg: 0, executionId: 'other', error: null },
      stage.deps as never,
    );
    await stage.settle();
    expect(await stage.standing(id)).toBe('DEPLOYED');
  });
});

describe('a look after a gap', () => {
  it('of an environment that was deleted ends the promotion', async () => {
    const ready = await stopped();
    const id = await stage.request(ready);
    const item = await stage.stored(id);
    const gone = await stage.environment({ order: null });
    await stage.world.seed(
      stage.deps.promotions.update(item, isoOf(stage.clock.at), { targetEnvironmentId: String(gone.id) }),
    );
    await stage.asAdmin('DELETE', `/environments/${gone.id}`);
    await stage.later(360);
    expect(await stage.standing(id)).toBe('CANCELLED promotion.environment_deleted');
  });

  it('of a promotion that was deleted ends its execution', async () => {
    const input = { tenantId: 'tenant', promotionId: promotionDefinition.name, leg: 0, executionId: 'one' };
    expect(await tasks.evaluatePromotion(input, stage.deps as never)).toMatchObject({ step: 'END' });
    expect(await tasks.lockPromotion(input, stage.deps as never)).toMatchObject({ step: 'END' });
  });

  it('stores nothing when no verdict has changed', async () => {
    const id = await stage.request(await stopped());
    const { revision } = await stage.stored(id);
    await stage.later(5);
    await stage.later(10);
    expect((await stage.stored(id)).revision).toBe(revision);
  });
});

it('a promotion of an environment that leaves the order of promotion ends, as nothing would hold it there', async () => {
  const ready = await stage.ready({ isDeployed: false });
  await stage.report(ready.dev, ready.service, ready.release.key, { status: 'IN_PROGRESS' });
  const id = await stage.request(ready);
  expect(await stage.standing(id)).toBe('PENDING_GATES promotion_order.deploying');
  await stage.asAdmin('PATCH', `/environments/${ready.prod}`, { order: null });
  await stage.settle();
  expect(await stage.standing(id)).toBe('CANCELLED promotion.outside_order');
});

it('an older promotion that was not looked at since ends when a newer one takes the place, and is not deployed after it', async () => {
  const ready = await stage.ready();
  await stage.asLead('POST', `/environments/${ready.prod}/stop`, { reason: 'a fire' });
  const older = await stage.request(ready);
  const { id: newer } = await stage.promote(ready);
  await stage.asLead('POST', `/environments/${ready.prod}/lift-stop`);
  const given = { tenantId: (await stage.stored(newer)).tenantId, promotionId: newer, leg: 0, executionId: 'newer' };
  expect(await tasks.lockPromotion(given, stage.deps as never)).toMatchObject({ step: 'DEPLOY' });
  expect(await stage.get(older)).toMatchObject({ status: 'SUPERSEDED', supersededBy: newer });
  await stage.settle();
  expect([await stage.standing(newer), await stage.statusesOf(older)]).toEqual(['DEPLOYED', ['SUCCEEDED']]);
});

describe('a task that fails', () => {
  const failing = [
    ['evaluatePromotion', () => stage.ready()],
    ['lockPromotion', () => stage.ready()],
    ['awaitPromotion', stopped],
    ['recordEvidence', () => stage.ready()],
    ['createPromotionDeployment', () => stage.ready()],
    ['noteDeployment', () => stage.ready()],
    ['askPromotion', () => stage.ready({ prod: { requiredApprovals: 1 } })],
  ] as const;
  it.each(failing)('such as %s after all retries makes the promotion FAILED', async (task, readyFor) => {
    const ready = await readyFor();
    stage.fail(task, 'AccessDenied');
    const id = await stage.request(ready);
    expect(await stage.get(id)).toMatchObject({ status: 'FAILED', statusCode: 'AccessDenied' });
    expect([await stage.holderOf(id), await stage.statusesOf(id)]).toEqual([undefined, ['SUCCEEDED']]);
  });

  it('in the machine of its deployment makes the promotion FAILED', async () => {
    stage.fail('finishDeployment', 'AccessDenied');
    const id = await stage.request(await stage.ready());
    expect(await stage.standing(id)).toBe('FAILED States.TaskFailed');
    expect(await stage.holderOf(id)).toBeUndefined();
  });

  it('at the end leaves the lock to a redrive of the execution', async () => {
    const ready = await stage.ready();
    stage.fail('finishPromotion', 'AccessDenied');
    const id = await stage.request(ready);
    expect([await stage.standing(id), await stage.holderOf(id)]).toEqual(['DEPLOYING', id]);
    expect(await stage.statusesOf(id)).toEqual(['FAILED']);
    await stage.start(
      { name: 'promotion', executionName: () => `${id}-9` },
      { tenantId: (await stage.stored(id)).tenantId, promotionId: id, leg: 9 },
    );
    await stage.settle();
    expect([await stage.standing(id), await stage.holderOf(id)]).toEqual(['DEPLOYED', undefined]);
  });

  it('such as that of the evidence of a refusal leaves the promotion refused, and its execution to a redrive', async () => {
    stage.fail('recordEvidence', 'AccessDenied');
    const id = await stage.request(await stage.ready({ isDeployed: false }));
    expect([await stage.standing(id), await stage.statusesOf(id)]).toEqual([
      expect.stringMatching(/^REJECTED /),
      ['FAILED'],
    ]);
  });

  it('when it continues elsewhere makes the promotion FAILED', async () => {
    const id = await stage.request(await stopped());
    stage.fail('continuePromotion', 'AccessDenied');
    await stage.lookAgain(id, 120);
    expect(await stage.standing(id)).toBe('FAILED AccessDenied');
  });
});

describe('the tasks', () => {
  it('do nothing about a promotion of another status', async () => {
    const id = await stage.request(await stage.ready());
    const before = await stage.stored(id);
    const input = { tenantId: before.tenantId, promotionId: id, leg: 0, executionId: 'again' };
    const answers = [
      await tasks.evaluatePromotion(input, stage.deps as never),
      await tasks.lockPromotion(input, stage.deps as never),
    ];
    expect(answers.map((answer) => (answer as { step: string }).step)).toEqual(['END', 'EVALUATE']);
    await tasks.noteDeployment({ ...input, deploymentId: 'deployment' }, stage.deps as never);
    await tasks.finishPromotion({ ...input, error: { Error: 'x', Cause: null } }, stage.deps as never);
    expect(await stage.stored(id)).toEqual(before);
  });

  it('keep the deployment of a promotion once', async () => {
    const ready = await stage.ready();
    stage.fail('finishPromotion', 'AccessDenied');
    const id = await stage.request(ready);
    const { tenantId, revision } = await stage.stored(id);
    const input = { tenantId, promotionId: id, leg: 0, executionId: 'one', deploymentId: 'deployment' };
    await tasks.noteDeployment(input, stage.deps as never);
    await tasks.noteDeployment(input, stage.deps as never);
    expect(await stage.stored(id)).toMatchObject({ deploymentId: 'deployment', revision: revision + 1 });
  });

  it('leave a lock that another promotion has', async () => {
    const id = await stage.request(await stopped());
    await stage.world.seed([await lockOf(id)]);
    expect(await stage.holderOf(id)).toBe('another');
  });
});

describe('the machine', () => {
  it('goes through all its transitions in these tests', async () => {
    const ready = await stage.ready({ prod: { requiredApprovals: 1 } });
    await stage.request(ready);
    const walked = new Set<string>();
    const { States } = definitionOf('promotion');
    for (const { arn } of stage.executions) {
      for (const step of walkedIn(await stage.historyOf(arn), States)) walked.add(step);
    }
    const missing = transitionsOf(States).filter((transition) => !walked.has(transition));
    // A promotion that waits for 30 days does it, in promotion.test.ts.
    expect(missing).toEqual(['ContinuePromotion -> PromotionContinued']);
  });
});
