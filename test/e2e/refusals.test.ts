// A service refuses or is unavailable: the release pauses with the reason, retry continues, and nothing happens twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishBuilds, startBuilding, untilAsked, untilRelease } from '../support/releases/release-steps.ts';
import { releaseBody, type SampleIntegrations, sampleIntegrationsOf } from '../support/releases/sample-release.ts';
import { type Body, startTestStack, type TestStack, until } from '../support/stack.ts';

describe('a service that says no', () => {
  let stack: TestStack;
  let sample: SampleIntegrations;

  beforeAll(async () => {
    stack = await startTestStack();
    sample = await sampleIntegrationsOf(stack.as('viewer'));
  });
  afterAll(() => stack?.remove());

  const accepted = async (service: string, method: string, path: RegExp, holds: string): Promise<Body[]> =>
    (await stack.inbox(`service=${service}&method=${method}`)).filter(
      (item) => item.status < 300 && path.test(item.path) && JSON.stringify(item.body).includes(holds),
    );

  it('pauses the release with TASK_FAILURE and its own words; retry carries on at that task', async () => {
    await stack.fault('github', { rate: 1, status: 422 });
    const developer = stack.as('developer');
    const { id, releaseKey } = await developer.must('POST /releases', { body: releaseBody(sample, '6.1.0') });
    await developer.must('POST /releases/{release}/kickoff', { params: { release: id } });
    const paused = await untilRelease(stack, id, ({ isPaused }) => isPaused);
    expect(paused).toMatchObject({ status: 'PENDING', pauseReason: 'TASK_FAILURE' });
    expect(paused.pauseError).toMatch(/^integration\.refused: GitHub answered 422 to GET/);

    // Still down: it pauses again, and no effect was made meanwhile.
    await developer.must('POST /releases/{release}/retry', { params: { release: id } });
    await untilRelease(stack, id, ({ isPaused, revision }) => isPaused && revision > paused.revision + 1);
    expect(await accepted('jira', 'POST', /\/issue$/, '6.1.0')).toEqual([]);

    await stack.fault('github', { rate: 0 });
    await developer.must('POST /releases/{release}/retry', { params: { release: id } });
    const started = await untilRelease(stack, id, ({ status }) => status === 'STARTED');
    expect(started).toMatchObject({ isPaused: false });
    expect(started).not.toHaveProperty('pauseError');
    expect(await accepted('github', 'POST', /\/git\/refs$/, 'refs/heads/release/6.1.0')).toHaveLength(1);
    const isPausedMessage = (item: Body) => JSON.stringify(item.body).includes(`Stopped: ${releaseKey}`);
    await until(
      async () => (await stack.inbox('service=slack')).filter(isPausedMessage),
      ({ length }) => length === 2,
    );
  });

  it('to one of two submissions pauses the release; after retry each store has its own once', async () => {
    const release = await startBuilding(stack, sample, '6.2.0');
    await finishBuilds(stack, sample, release, 62);
    const { id } = await untilAsked(stack, release.id);
    await stack.fault('app-store', { rate: 1, status: 409 });
    await stack
      .as('lead')
      .must('POST /approvals/{approval}/decisions', { params: { approval: id }, body: { action: 'APPROVED' } });
    const paused = await untilRelease(stack, release.id, ({ isPaused }) => isPaused);
    expect(paused).toMatchObject({ status: 'BUILD_SUBMITTED', pauseReason: 'TASK_FAILURE' });
    await stack.fault('app-store', { rate: 0 });
    await stack.as('developer').must('POST /releases/{release}/retry', { params: { release: release.id } });
    await untilRelease(stack, release.id, ({ targets }) =>
      targets.every(({ targetStatus }: Body) => targetStatus === 'SUBMITTED'),
    );
    expect(await accepted('app-store', 'POST', /\/appStoreVersions$/, '6.2.0')).toHaveLength(1);
    expect(await accepted('play-store', 'PUT', /\/tracks\/production$/, '6.2.0')).toHaveLength(1);
  });

  it('in chat holds nothing up; its messages come once when it is back', async () => {
    await stack.fault('slack', { rate: 1, status: 429, retryAfter: 1 });
    const release = await startBuilding(stack, sample, '6.3.0');
    expect(release).toMatchObject({ status: 'STARTED', isPaused: false });
    expect(await accepted('slack', 'POST', /chat\.postMessage/, release.releaseKey)).toEqual([]);
    await stack.fault('slack', { rate: 0 });
    const titles = ['Release created', 'Kicked off', 'Build triggered', 'Build triggered'];
    const posted = async () => {
      const items = await accepted('slack', 'POST', /chat\.postMessage/, release.releaseKey);
      return items.map(({ body }) => body.text.split(':')[0]).filter((title) => titles.includes(title));
    };
    const all = await until(posted, ({ length }) => length >= titles.length);
    expect(all.sort()).toEqual(titles.toSorted());
    // Each message waits for its turn in the channel, and behind every 429 for another.
  });
});
