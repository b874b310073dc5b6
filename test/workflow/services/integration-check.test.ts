// The integration-check state machine: what a service says the next day, what it cannot say, and checks that run again.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tasks } from '../../../functions/integrations/tasks.handler.ts';
import { TENANT_ID } from '../../support/http.ts';
import { CANARY } from '../../support/releases/integration-samples.ts';
import type { Answer } from '../../support/services/http-service.ts';
import { transitionsOf, walkedIn } from '../coverage.ts';
import { definitionOf } from '../machines.ts';
import { type CheckStage, EXPIRY, GOOD, OUTAGE, REFUSAL, startCheckStage } from './check-stage.ts';

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

const legOf = async (id: string) => {
  const { revision } = await stage.get(id);
  return { tenantId: TENANT_ID, kind: 'SCM', integrationId: id, revision, executionId: 'again' };
};

describe('a check', () => {
  it('is made within a day of the last verification and keeps what the service said', async () => {
    const id = await stage.connect();
    const before = await stage.get(id);
    const wait = Date.parse(before.nextCheckAt) - Date.parse(before.lastVerifiedAt);
    expect(wait).toBeLessThanOrEqual(86_400_000);
    expect(wait).toBeGreaterThan(82_800_000);

    await stage.at(new Date(Date.parse(before.nextCheckAt) - 1).toISOString());
    expect((await stage.get(id)).revision).toBe(2);
    await stage.at(before.nextCheckAt);
    expect(await stage.get(id)).toMatchObject({
      verificationStatus: 'VALID',
      healthStatus: 'HEALTHY',
      lastVerifiedAt: before.nextCheckAt,
      revision: 3,
    });
    expect(await stage.typesOf(id)).toEqual(['IntegrationCreated', 'IntegrationVerified', 'IntegrationVerified']);
    expect((await stage.auditOf(id)).at(-1)).toMatchObject({
      action: 'integration.verified',
      actor: { type: 'SYSTEM', id: 'integration-check' },
      details: { before: 'VALID', after: 'VALID' },
    });
  });

  it('begins the wait for the next one, day after day', async () => {
    const id = await stage.connect();
    for (let day = 0; day < 3; day++) await stage.untilCheck(id);
    expect(stage.executionsOf(id).map(({ name }) => name)).toEqual([1, 2, 3, 4, 5].map((leg) => `${id}-r${leg}`));
    expect(await stage.statusesOf(id)).toEqual([...Array(4).fill('SUCCEEDED'), 'RUNNING']);
  });

  it('of an integration that nobody verified yet is its first verification', async () => {
    const id = await stage.connect({}, false);
    await stage.untilCheck(id);
    expect(await stage.get(id)).toMatchObject({ verificationStatus: 'VALID', revision: 2 });
    expect(await stage.newsAbout(id)).toEqual([]);
  });

  const verdicts: [string, Answer, string, string][] = [
    ['refuses the credential', REFUSAL, 'INVALID', 'Bad credentials'],
    ['says that it has expired', EXPIRY, 'EXPIRED', 'Token has expired'],
    ['says no', { status: 404, body: { message: 'Not Found' } }, 'INVALID', 'Not Found'],
  ];
  it.each(verdicts)('keeps and tells at once that the service %s', async (_, answer, verificationStatus, words) => {
    const id = await stage.connect();
    stage.answers(answer);
    await stage.untilCheck(id);
    const after = await stage.get(id);
    expect(after).toMatchObject({
      verificationStatus,
      healthStatus: 'UNHEALTHY',
      verificationError: expect.stringContaining(words),
      brokenSince: after.lastVerifiedAt,
    });
    expect((await stage.typesOf(id)).slice(2)).toEqual(['IntegrationVerificationFailed', 'IntegrationInvalidated']);
    expect((await stage.newsAbout(id)).map(({ data }) => data)).toMatchObject([
      { integrationId: id, kind: 'SCM', type: 'GITHUB', verificationStatus, error: after.verificationError },
    ]);
  });
});

describe('a service that cannot be asked', () => {
  const passing: [string, Answer][] = [
    ['is down', OUTAGE],
    ['wants us to slow down', { status: 429, headers: { 'retry-after': '5' }, body: { message: 'slow down' } }],
    ['talks nonsense', { body: 'Maintenance, back soon' }],
  ];
  it.each(passing)('and %s for a moment is asked again before anything is kept', async (_, answer) => {
    const id = await stage.connect();
    stage.answers(answer);
    await stage.untilCheck(id);
    expect((await stage.get(id)).revision).toBe(2);
    stage.answers(GOOD);
    await stage.later(1);
    expect(await stage.get(id)).toMatchObject({ verificationStatus: 'VALID', healthStatus: 'HEALTHY', revision: 3 });
  });

  it.each(passing.slice(0, 2))('and %s for long leaves the integration VALID and UNHEALTHY', async (_, answer) => {
    const id = await stage.connect();
    stage.answers(answer);
    await stage.untilGivenUp(id);
    expect(await stage.get(id)).toMatchObject({
      verificationStatus: 'VALID',
      healthStatus: 'UNHEALTHY',
      verificationError: expect.stringContaining(`GitHub answered ${answer.status}`),
      brokenSince: null,
      revision: 3,
    });
    expect((await stage.typesOf(id)).slice(2)).toEqual(['IntegrationVerificationFailed']);
    stage.answers(GOOD);
    await stage.untilCheck(id);
    expect(await stage.get(id)).toMatchObject({ healthStatus: 'HEALTHY', verificationError: null, revision: 4 });
    expect(await stage.newsAbout(id)).toEqual([]);
  });

  it('is asked six times in half an hour, and then not before the next day', async () => {
    const id = await stage.connect();
    let asked = 0;
    stage.github.answer = () => {
      asked += 1;
      return OUTAGE;
    };
    await stage.untilCheck(id);
    for (const [times, minutes] of [1, 2, 4, 8, 16].entries()) {
      await stage.later(minutes - 0.01);
      expect(asked).toBe(times + 1);
      await stage.later(0.01);
      expect(asked).toBe(times + 2);
    }
    await stage.later(60);
    expect(asked).toBe(6);
  });

  it('and states a time is not asked before it (K16)', async () => {
    const id = await stage.connect();
    let asked = 0;
    stage.github.answer = () => {
      asked += 1;
      return { status: 403, headers: { 'retry-after': '1800' }, body: { message: 'slow down' } };
    };
    await stage.untilCheck(id);
    await stage.later(29.99);
    expect(asked).toBe(1);
    stage.answers(GOOD);
    await stage.later(0.01);
    expect(await stage.get(id)).toMatchObject({ verificationStatus: 'VALID', healthStatus: 'HEALTHY', revision: 3 });
  });

  it('and states more than an hour is left alone until the next day, with the time it stated (K16)', async () => {
    const id = await stage.connect();
    stage.answers({ status: 429, headers: { 'retry-after': '7200' }, body: { message: 'slow down' } });
    const { nextCheckAt } = await stage.get(id);
    await stage.untilCheck(id);
    const until = new Date(Date.parse(nextCheckAt) + 7_200_000).toISOString().slice(0, 16).replace('T', ' ');
    expect(await stage.get(id)).toMatchObject({
      verificationStatus: 'VALID',
      healthStatus: 'UNHEALTHY',
      verificationError: expect.stringContaining(`slow down. It asks to wait until ${until} UTC`),
    });
  });

  it('and talks nonsense for long is INVALID, as when a person verifies it', async () => {
    const id = await stage.connect();
    stage.answers({ body: 'Maintenance, back soon' });
    await stage.untilGivenUp(id);
    expect(await stage.get(id)).toMatchObject({
      verificationStatus: 'INVALID',
      verificationError: expect.stringContaining('in an unexpected shape'),
    });
    expect(await stage.newsAbout(id)).toHaveLength(1);
  });

  it('because of us says nothing of the credential, nor of our error', async () => {
    const id = await stage.connect();
    stage.refused.add('open');
    await stage.untilCheck(id);
    expect(await stage.get(id)).toMatchObject({
      verificationStatus: 'VALID',
      healthStatus: 'UNHEALTHY',
      verificationError: 'The check failed; it says nothing about the credentials',
    });
    stage.refused.clear();
    await stage.untilCheck(id);
    expect(await stage.get(id)).toMatchObject({ healthStatus: 'HEALTHY' });
  });

  it('and whose silence cannot be written down fails the execution', async () => {
    const id = await stage.connect();
    stage.refused.add('save');
    await stage.untilCheck(id);
    expect((await stage.statusesOf(id)).at(-1)).toBe('FAILED');
    stage.refused.clear();
  });
});

describe('a check that runs again', () => {
  it('after it was made does nothing', async () => {
    const id = await stage.connect();
    const leg = await legOf(id);
    stage.answers(REFUSAL);
    await stage.untilCheck(id);
    const before = await stage.eventsOf(id);
    const failure = { Error: 'integration.unavailable', Cause: '{"errorMessage":"down"}' };
    await tasks.checkIntegration(leg, stage.deps);
    await tasks.recordNoAnswer({ ...leg, error: failure }, stage.deps);
    expect(await stage.eventsOf(id)).toEqual(before);
  });

  it('at the same time keeps one answer and tells it once', async () => {
    const id = await stage.connect();
    const leg = await legOf(id);
    stage.answers(REFUSAL);
    await Promise.all([1, 2, 3].map(() => tasks.checkIntegration(leg, stage.deps)));
    expect((await stage.get(id)).revision).toBe(3);
    expect((await stage.typesOf(id)).slice(2)).toEqual(['IntegrationVerificationFailed', 'IntegrationInvalidated']);
  });
});

it('no credential is in an event, an audit entry or a history, though services quote them', async () => {
  const id = await stage.connect();
  stage.github.answer = ({ headers }) => ({ status: 401, body: { message: `Bad ${headers.authorization}` } });
  await stage.untilCheck(id);
  stage.github.answer = ({ headers }) => ({ status: 503, body: { message: `Bad ${headers.authorization}` } });
  await stage.untilGivenUp(id);
  expect((await stage.get(id)).verificationError).toContain('[redacted]');
  const histories = await Promise.all(stage.executions.map(({ arn }) => stage.historyOf(arn)));
  expect(JSON.stringify([await stage.items(), histories])).not.toContain(CANARY);
});

it('every branch of the definition was run', async () => {
  const { States } = definitionOf('integration-check');
  const histories = await Promise.all(stage.executions.map(({ arn }) => stage.historyOf(arn)));
  const walked = new Set(histories.flatMap((history) => walkedIn(history, States)));
  expect(transitionsOf(States).filter((transition) => !walked.has(transition))).toEqual([]);
});
