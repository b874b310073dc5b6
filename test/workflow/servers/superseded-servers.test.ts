// A SERVER target whose promotion another one takes the place of, and the person in whose name its promotion is requested.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerStage, startServerStage } from './server-stage.ts';

let stage: ServerStage;
beforeAll(async () => {
  stage = await startServerStage();
});
afterAll(() => stage.stop());

describe('a SERVER target whose promotion is superseded', () => {
  it('follows a newer promotion of its release, and is RELEASED by it', async () => {
    const sent = await stage.release({ prod: { requiredApprovals: 1 } });
    const first = await stage.promotionOf(sent);
    const newer = await stage.request({ body: { release: sent.key, environment: sent.prod } });
    expect([await stage.promotionOf(sent), (await stage.get(first)).status]).toEqual([newer, 'SUPERSEDED']);
    expect((await stage.targetOf(sent)).targetStatus).toBe('SUBMITTED');
    await stage.answer(sent, 0);
    expect(await stage.statusOf(sent.id)).toBe('RELEASED');
  });

  it('is REPLACED by one of another release', async () => {
    const sent = await stage.release({ prod: { requiredApprovals: 1 } });
    const next = { ...sent, ...(await stage.next(sent, sent.server)) };
    expect([await stage.standingOf(sent), await stage.standingOf(next)]).toEqual([
      ['REPLACED', 'SUPERSEDED', 'SUPERSEDED'],
      ['SUBMITTED', 'PENDING_APPROVAL', undefined],
    ]);
    expect((await stage.targetOf(sent)).replacedBy).toEqual({ releaseId: next.id, releaseKey: next.key });
  });
});

describe('separation of duties', () => {
  it('keeps the person who submitted the target from deciding about its promotion', async () => {
    const prod = { requiredApprovals: 1, requireSod: true };
    const sent = await stage.release({ prod, over: { manualSubmission: true } });
    expect((await stage.targetOf(sent)).targetStatus).toBe('PENDING');
    const path = `/releases/${sent.id}/targets/${sent.server}/submit`;
    await stage.world.call({ role: 'LEAD', userId: String(stage.people[0]), method: 'POST', path });
    await stage.settle();
    expect(await stage.get(await stage.promotionOf(sent))).toMatchObject({ requestedBy: { id: stage.people[0] } });
    await stage.answer(sent, 0);
    expect((await stage.standingOf(sent))[1]).toBe('PENDING_APPROVAL');
    await stage.answer(sent, 1);
    expect(await stage.statusOf(sent.id)).toBe('RELEASED');
  });

  it('has nobody who requested it where the workflow submitted the target', async () => {
    const sent = await stage.release({ prod: { requiredApprovals: 1, requireSod: true } });
    expect(await stage.get(await stage.promotionOf(sent))).toMatchObject({ requestedBy: { type: 'SYSTEM' } });
  });
});

describe('an environment that cannot take the version', () => {
  it('fails the target, which is released once the environment is in the order again', async () => {
    const sent = await stage.release({ over: { manualSubmission: true } });
    await stage.asAdmin('PATCH', `/environments/${sent.prod}`, { order: null });
    await stage.act(sent.id, `targets/${sent.server}/submit`);
    expect(await stage.targetOf(sent)).toMatchObject({
      ...{ targetStatus: 'FAILED', failureReason: expect.stringMatching(/no place in the order of promotion$/) },
    });
    expect((await stage.world.stored(sent.id)).release.isPaused).toBe(false);
    await stage.asAdmin('PATCH', `/environments/${sent.prod}`, { order: 900 });
    stage.clock.at += 60_000;
    await stage.act(sent.id, `targets/${sent.server}/submit`);
    expect((await stage.standingOf(sent))[0]).not.toBe('FAILED');
  });
});
