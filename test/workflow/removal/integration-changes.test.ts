// The daily check and people: what they are told of it, once, and integrations that they change while their check waits.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANARY } from '../../support/releases/integration-samples.ts';
import { type CheckStage, EXPIRY, GOOD, REFUSAL, startCheckStage } from '../services/check-stage.ts';

let stage: CheckStage;
beforeAll(async () => {
  stage = await startCheckStage();
});
afterAll(() => stage.stop());
beforeEach(() => {
  stage.answers(GOOD);
  stage.refused.clear();
});
afterEach(() => stage.removeAll());

describe('news', () => {
  it('that it broke is told once, however often it is found broken, and that it is well again once', async () => {
    const id = await stage.connect();
    for (const answer of [REFUSAL, REFUSAL, EXPIRY, REFUSAL]) {
      stage.answers(answer);
      await stage.untilCheck(id);
    }
    stage.answers(GOOD);
    for (let day = 0; day < 2; day++) await stage.untilCheck(id);
    const [broke, recovered, ...others] = await stage.newsAbout(id);
    expect([broke?.type, recovered?.type, others]).toEqual(['IntegrationInvalidated', 'IntegrationRecovered', []]);
    expect(recovered?.data).toMatchObject({ verificationStatus: 'VALID', brokenSince: expect.any(String) });
    expect(await stage.get(id)).toMatchObject({ verificationStatus: 'VALID', brokenSince: null });
  });

  it('that it is well again is told too when a person mends and verifies it', async () => {
    const id = await stage.connect();
    stage.answers(REFUSAL);
    await stage.untilCheck(id);
    const { brokenSince } = await stage.get(id);
    expect(await stage.change(id, { credentials: { token: `new_${CANARY}` } })).toMatchObject({
      verificationStatus: 'PENDING',
      brokenSince,
    });
    expect(await stage.verify(id)).toMatchObject({ verificationStatus: 'INVALID', brokenSince });
    stage.answers(GOOD);
    await stage.verify(id);
    expect((await stage.newsAbout(id)).map(({ type }) => type)).toEqual([
      'IntegrationInvalidated',
      'IntegrationRecovered',
    ]);
  });

  it('that it broke is told as well when a person finds out', async () => {
    const id = await stage.connect();
    stage.answers(REFUSAL);
    await stage.verify(id);
    await stage.untilCheck(id);
    expect(await stage.newsAbout(id)).toHaveLength(1);
  });
});

describe('an integration that changes while its check waits', () => {
  it('by deletion is not checked any more', async () => {
    const id = await stage.connect();
    const { nextCheckAt } = await stage.get(id);
    await stage.remove(id);
    await stage.at(nextCheckAt);
    expect(await stage.statusesOf(id)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect((await stage.typesOf(id)).at(-1)).toBe('IntegrationDeleted');
  });

  it('by being switched off is not checked, and is checked at once when it is switched on after long', async () => {
    const id = await stage.connect();
    const { nextCheckAt } = await stage.get(id);
    expect(await stage.change(id, { isActive: false })).toMatchObject({ nextCheckAt: null });
    await stage.at(nextCheckAt);
    expect((await stage.get(id)).revision).toBe(3);
    expect(await stage.statusesOf(id)).not.toContain('RUNNING');

    await stage.later(10 * 24 * 60);
    stage.answers(REFUSAL);
    await stage.change(id, { isActive: true });
    await stage.later(0);
    expect(await stage.get(id)).toMatchObject({ verificationStatus: 'INVALID', revision: 5 });
  });

  it('by verification counts from then', async () => {
    const id = await stage.connect();
    const first = await stage.get(id);
    await stage.later(60);
    const { nextCheckAt } = await stage.verify(id);
    expect(Date.parse(nextCheckAt) - Date.parse(first.nextCheckAt)).toBe(3_600_000);
    await stage.at(first.nextCheckAt);
    expect((await stage.get(id)).revision).toBe(3);
    await stage.at(nextCheckAt);
    expect((await stage.get(id)).revision).toBe(4);
  });

  it('by another name is checked when it would have been, once', async () => {
    const id = await stage.connect();
    const { nextCheckAt } = await stage.get(id);
    await stage.change(id, { name: `renamed ${id}` });
    await stage.at(nextCheckAt);
    expect((await stage.get(id)).revision).toBe(4);
    expect((await stage.typesOf(id)).filter((type) => type === 'IntegrationVerified')).toHaveLength(2);
  });

  it('while the service is asked does not get an answer about what it was', async () => {
    const id = await stage.connect();
    stage.github.answer = ({ headers }) => (headers.authorization?.includes('other') ? GOOD : REFUSAL);
    stage.github.meanwhile = async () => {
      stage.github.meanwhile = async () => {};
      await stage.changeMeanwhile(id, { credentials: { token: `other_${CANARY}` } });
    };
    await stage.untilCheck(id);
    await stage.later(0);
    expect((await stage.typesOf(id)).slice(2)).toEqual(['IntegrationUpdated', 'IntegrationVerified']);
  });
});
