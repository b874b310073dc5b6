// A release that goes to an environment and to another target: the promotion that its target asks for, and what becomes of both.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerStage, startServerStage } from './server-stage.ts';

let stage: ServerStage;
beforeAll(async () => {
  stage = await startServerStage();
});
afterAll(() => stage.stop());

const NEEDS_TWO = { requiredApprovals: 2 };
const NEEDS_NONE = { requiredApprovals: 0 };

describe('a release to an environment and an endpoint', () => {
  it('is RELEASED once people have approved, its promotion is deployed, and the endpoint has answered', async () => {
    const web = await stage.world.integration('WEB');
    const sent = await stage.release({ prod: NEEDS_TWO, further: [web] });
    expect(await stage.standingOf(sent)).toEqual(['SUBMITTED', 'PENDING_APPROVAL', undefined]);
    await stage.act(sent.id, `targets/${web}/status`, { status: 'RELEASED' });
    await stage.answer(sent, 0);
    expect([await stage.standingOf(sent), await stage.statusOf(sent.id)]).toEqual([
      ['SUBMITTED', 'PENDING_APPROVAL', undefined],
      'BUILD_SUBMITTED',
    ]);
    await stage.answer(sent, 1);
    expect([await stage.standingOf(sent), await stage.statusOf(sent.id)]).toEqual([
      ['RELEASED', 'DEPLOYED', 'DEPLOYED'],
      'RELEASED',
    ]);
    const { body } = await stage.world.asLead('GET', `/releases/${sent.id}`);
    expect(body.platforms).toEqual(['SERVER', 'WEB']);
    const shown = body.targets.find((one: { targetIntegrationId: string }) => one.targetIntegrationId === sent.server);
    expect(shown).toMatchObject({ environmentId: sent.prod, submissionId: await stage.promotionOf(sent) });
  });
});

describe('a SERVER target whose promotion is not deployed', () => {
  it('is REJECTED with the words of the gate, and RELEASED when it is submitted again and approved', async () => {
    const sent = await stage.release({ prod: { requiredApprovals: 1 } });
    const first = await stage.promotionOf(sent);
    await stage.answer(sent, 0, 'REJECTED');
    expect(await stage.standingOf(sent)).toEqual(['REJECTED', 'REJECTED', 'REJECTED']);
    expect(await stage.targetOf(sent)).toMatchObject({
      ...{ rejectionNeeds: 'METADATA', rejectionReason: (await stage.get(first)).statusReason },
    });
    expect(await stage.statusOf(sent.id)).toBe('BUILD_SUBMITTED');
    stage.clock.at += 60_000;
    await stage.act(sent.id, `targets/${sent.server}/submit`);
    expect([await stage.standingOf(sent), await stage.promotionOf(sent)]).toEqual([
      ['SUBMITTED', 'PENDING_APPROVAL', undefined],
      expect.not.stringMatching(first),
    ]);
    await stage.answer(sent, 1);
    expect(await stage.statusOf(sent.id)).toBe('RELEASED');
  });

  it.each([
    ['FAILED', 'FAILED'],
    ['ROLLED_BACK', 'ROLLED_BACK'],
  ] as const)(
    'is FAILED when its deployment ends %s, and is deployed again by another submission',
    async (end, promotion) => {
      stage.script.end = end;
      const sent = await stage.release();
      stage.script.end = 'SUCCEEDED';
      expect(await stage.standingOf(sent)).toEqual(['FAILED', promotion, promotion]);
      const { failureReason } = await stage.targetOf(sent);
      expect(failureReason).toBe((await stage.get(await stage.promotionOf(sent))).statusReason);
      stage.clock.at += 60_000;
      await stage.act(sent.id, `targets/${sent.server}/submit`);
      expect([await stage.standingOf(sent), await stage.statusOf(sent.id)]).toEqual([
        ['RELEASED', 'DEPLOYED', 'DEPLOYED'],
        'RELEASED',
      ]);
    },
  );

  it('waits for the end of a freeze like every promotion', async () => {
    const sent = await stage.release({ prod: NEEDS_NONE });
    expect(await stage.standingOf(sent)).toEqual(['RELEASED', 'DEPLOYED', 'DEPLOYED']);
    const from = new Date(stage.clock.at - 3_600_000).toISOString().slice(0, 16);
    const window = { dtstart: from, duration: 'PT4H', timeZone: 'UTC', rrule: undefined, effect: 'DENY' };
    await stage.freezeWindow({ ...window, environments: [sent.prod] });
    const next = { ...sent, ...(await stage.next(sent, sent.server)) };
    expect((await stage.standingOf(next)).slice(0, 2)).toEqual(['SUBMITTED', 'PENDING_GATES']);
    expect((await stage.get(await stage.promotionOf(next))).statusCode).toMatch(/^freeze\./);
    await stage.later(5 * 60);
    expect([await stage.standingOf(next), await stage.statusOf(next.id)]).toEqual([
      ['RELEASED', 'DEPLOYED', 'DEPLOYED'],
      'RELEASED',
    ]);
  });
});

describe('a SERVER target of an environment that others come before', () => {
  it('waits until the release is deployed there', async () => {
    const sent = await stage.release({ prod: NEEDS_NONE });
    const next = { ...sent, ...(await stage.next({ ...sent, dev: undefined }, sent.server)) };
    expect((await stage.standingOf(next)).slice(0, 2)).toEqual(['SUBMITTED', 'PENDING_GATES']);
    expect((await stage.get(await stage.promotionOf(next))).statusCode).toBe('promotion_order.not_deployed');
    await stage.report(sent.dev, sent.service, next.key);
    await stage.settle();
    expect([await stage.standingOf(next), await stage.statusOf(next.id)]).toEqual([
      ['RELEASED', 'DEPLOYED', 'DEPLOYED'],
      'RELEASED',
    ]);
  });
});

describe('a SERVER target that is withdrawn', () => {
  it('ends its promotion while that waits, and may be submitted again', async () => {
    const sent = await stage.release({ prod: { requiredApprovals: 1 } });
    const reply = await stage.act(sent.id, `targets/${sent.server}/withdraw`);
    expect(reply.status).toBe(202);
    expect(await stage.standingOf(sent)).toEqual(['WITHDRAWN', 'CANCELLED', 'CANCELLED']);
    expect((await stage.targetOf(sent)).storeWanted).toBeUndefined();
    stage.clock.at += 60_000;
    await stage.act(sent.id, `targets/${sent.server}/submit`);
    await stage.answer(sent, 0);
    expect(await stage.statusOf(sent.id)).toBe('RELEASED');
  });

  it('keeps a promotion that is being deployed, and says what to do instead', async () => {
    stage.script.isHeld = true;
    const sent = await stage.release();
    expect(await stage.standingOf(sent)).toEqual(['APPROVED', 'DEPLOYING', 'DEPLOYING']);
    const reply = await stage.act(sent.id, `targets/${sent.server}/withdraw`);
    expect([reply.status, reply.body.code, reply.body.detail]).toEqual([
      ...[409, 'release.withdraw_refused'],
      'Its promotion is being deployed: cancel the deployment by POST …/deployments/{id}/cancel.',
    ]);
    await stage.letEnd();
    expect(await stage.statusOf(sent.id)).toBe('RELEASED');
  });

  it('with its release, which tells that nothing is deployed there', async () => {
    const sent = await stage.release({ prod: { requiredApprovals: 1 } });
    const reply = await stage.act(sent.id, 'cancel', { reason: 'wrong branch' });
    expect(reply.body.stores).toEqual([
      expect.stringMatching(/gets the version no more: its promotion is cancelled\.$/),
    ]);
    expect(await stage.standingOf(sent)).toEqual(['WITHDRAWN', 'CANCELLED', 'CANCELLED']);
    expect((await stage.targetOf(sent)).storeWanted).toBeUndefined();
  });
});
