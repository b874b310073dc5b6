// pauseAfterFailure: what went wrong in words, whatever it came from, and only where there is something left to pause.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { type Kit, STEPS, startWorkflow, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
});
afterAll(() => flow.stop());

const fail = (id: string, error: { Error: string | null; Cause: string | null }) =>
  flow.run('pauseAfterFailure', id, { error });
const lambda = (errorMessage: string) => JSON.stringify({ errorType: 'x', errorMessage, trace: ['at handler'] });

describe('pauseAfterFailure', () => {
  const words: [string, { Error: string | null; Cause: string | null }, string][] = [
    [
      'a task',
      { Error: 'integration.refused', Cause: lambda('GitHub says no') },
      'integration.refused: GitHub says no',
    ],
    ['a task without words', { Error: 'Error', Cause: lambda('') }, 'Error'],
    ['a time-out', { Error: 'States.Timeout', Cause: '' }, 'States.Timeout'],
    ['a failure sent without words', { Error: null, Cause: null }, 'States.TaskFailed'],
    ['a cause in plain text', { Error: 'States.TaskFailed', Cause: 'it broke' }, 'States.TaskFailed: it broke'],
    ['a cause that is other JSON', { Error: 'Lambda.Unknown', Cause: '{"reason":"x"}' }, 'Lambda.Unknown'],
    ['a cause of null', { Error: 'Lambda.Unknown', Cause: 'null' }, 'Lambda.Unknown'],
    [
      'a cause of 10,000 characters, which says that it was cut (K18)',
      { Error: 'E', Cause: lambda('x'.repeat(10_000)) },
      `E: ${'x'.repeat(496)}…`,
    ],
  ];
  it.each(words)('says what %s tells', async (_, error, expected) => {
    const id = await flow.at('CUT_BRANCH', kit);
    const plan = await fail(id, error);
    expect(plan.step).toBe('AWAIT_RESUME');
    expect((await flow.world.stored(id)).release).toMatchObject({
      status: 'PENDING',
      isPaused: true,
      pauseReason: 'TASK_FAILURE',
      pauseError: expected,
    });
    expect((await flow.world.eventsOf(id)).at(-1)).toMatchObject({
      type: 'ReleasePaused',
      data: { reason: 'TASK_FAILURE', error: expected },
    });
  });

  it('counts the release as stuck, for the alarm', async () => {
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    onTestFinished(() => info.mockRestore());
    const id = await flow.at('CUT_BRANCH', kit);
    await fail(id, { Error: 'integration.refused', Cause: lambda('GitHub says no') });
    // Comes again, as tasks may: the release is paused already.
    await fail(id, { Error: 'integration.refused', Cause: lambda('GitHub says no') });
    const counted = { ReleasesPausedByFailure: 1, source: 'CUT_BRANCH', releaseId: id };
    expect(info.mock.calls.filter(([name]) => name === 'ReleasesPausedByFailure')).toEqual([
      ['ReleasesPausedByFailure', expect.objectContaining(counted)],
    ]);
  });

  it('says what it was doing, what the service said for how long, and that a retry waits for it (W-text: Stopped)', async () => {
    const id = await flow.at('PUBLISH', kit);
    await fail(id, { Error: 'integration.unavailable', Cause: lambda('GitHub answered 500 to GET /repos/a/b') });
    expect((await flow.world.eventsOf(id)).at(-1)).toMatchObject({
      data: {
        error: 'integration.unavailable: GitHub answered 500 to GET /repos/a/b',
        failure: {
          ...{ step: 'PUBLISH', code: 'integration.unavailable', isPassing: true, service: 'GitHub' },
          ...{ doing: expect.stringMatching(/^Tagging v1\.\d+\.0$/), message: 'GitHub answered 500 for two minutes.' },
        },
      },
    });
    expect((await flow.world.stored(id)).release.pauseError).toMatch(/^integration.unavailable: /);
  });

  it('says of what no retry mends what the service said (W-text: Stopped)', async () => {
    const id = await flow.at('CUT_BRANCH', kit);
    const { branchRelease } = (await flow.world.stored(id)).release;
    await fail(id, { Error: 'integration.refused', Cause: lambda('GitHub says no') });
    const [event] = (await flow.world.eventsOf(id)).slice(-1);
    expect(event?.data).toMatchObject({
      failure: { doing: `Cutting ${branchRelease}`, message: 'GitHub says no.', isPassing: false },
    });
  });

  it.each(STEPS)('at %s', async (step) => {
    const id = await flow.at(step, kit);
    const before = await flow.world.traceOf(id);
    const plan = await fail(id, { Error: 'Error', Cause: '' });
    const isOver = step === 'CLEAN_UP' || step === 'FINISH' || step === 'AWAIT_RESUME';
    expect(plan.step).toBe(isOver ? step : 'AWAIT_RESUME');
    expect(isDeepStrictEqual(await flow.world.traceOf(id), before)).toBe(isOver);
  });

  it('is told once when it runs twice', async () => {
    const id = await flow.at('CUT_BRANCH', kit);
    await fail(id, { Error: 'First', Cause: '' });
    await fail(id, { Error: 'Second', Cause: '' });
    expect((await flow.typesOf(id)).filter((type) => type === 'ReleasePaused')).toHaveLength(1);
    expect((await flow.world.stored(id)).release.pauseError).toBe('First');
  });

  it('is undone by a retry, which carries on at the task that failed', async () => {
    const id = await flow.at('CUT_BRANCH', kit);
    await fail(id, { Error: 'Error', Cause: '' });
    expect((await flow.world.asLead('POST', `/releases/${id}/retry`)).status).toBe(200);
    expect(await flow.stepOf(id)).toBe('CUT_BRANCH');
  });
});
