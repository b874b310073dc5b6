// People stop releases: paused ones keep their place and do nothing new, cancelled ones end with everything that waits.
// A service begins to refuse its credential: every chat of the tenant hears of it once, and once of its recovery.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  executionStatusOf,
  finishBuilds,
  pipelineOf,
  releaseOf,
  startBuilding,
  untilAsked,
  untilRelease,
} from '../support/releases/release-steps.ts';
import { releaseBody, type SampleIntegrations, sampleIntegrationsOf } from '../support/releases/sample-release.ts';
import { jenkinsBuild, putOnBus } from '../support/services/ci-senders.ts';
import { type Body, startTestStack, type TestStack, until } from '../support/stack.ts';

let stack: TestStack;
let sample: SampleIntegrations;

beforeAll(async () => {
  stack = await startTestStack();
  sample = await sampleIntegrationsOf(stack.as('viewer'));
});
afterAll(() => stack?.remove());

type Action = 'cancel' | 'kickoff' | 'pause' | 'resume' | 'retry';
const act = (release: string, action: Action) =>
  stack.as('lead').call(`POST /releases/{release}/${action}`, { params: { release } });
const mustAct = (release: string, action: Action) =>
  stack.as('lead').must(`POST /releases/{release}/${action}`, { params: { release } });
const untilEnded = (id: string) =>
  until(
    () => executionStatusOf(stack, id),
    (status) => status !== undefined && status !== 'RUNNING',
  );
const sentFor = async (service: string, key: string): Promise<number> =>
  (await stack.inbox(`service=${service}`)).filter((item) => JSON.stringify(item).includes(key)).length;

// First, while nothing waits for its turn in the channel.
const verifyJenkins = () =>
  stack.as('lead').must('POST /integrations/{kind}/{integrationId}/verify', {
    params: { kind: 'pipelines', integrationId: sample.jenkins.id },
  });
/** The messages in Slack and by mail that begin with `title`. */
async function told(title: string): Promise<readonly string[]> {
  const slack = (await stack.inbox('service=slack&limit=10000')).map(({ body }) => String(body.text));
  const mails = (await stack.inbox('service=ses&limit=10000')).map(({ body }) => body.Content.Simple.Body.Text.Data);
  return [...slack, ...mails].filter((text) => text.startsWith(title));
}
const untilTold = (title: string) =>
  until(
    () => told(title),
    (texts) => texts.length >= 2,
  );

describe('an integration', () => {
  it('that breaks is told once in Slack and once by mail, and so is that it is well again', async () => {
    const release = await startBuilding(stack, sample, '7.7.0');
    await stack.fault('jenkins', { rate: 1, status: 401 });
    expect(await verifyJenkins()).toMatchObject({ verificationStatus: 'INVALID', brokenSince: expect.any(String) });
    for (const text of await untilTold('Integration broken: iOS on Jenkins')) {
      expect(text).toContain('PIPELINE integration, JENKINS: INVALID');
      expect(text).toContain(`Releases under way that use it: ${release.releaseKey}`);
    }
    await verifyJenkins();

    await stack.fault('jenkins', { rate: 0 });
    expect(await verifyJenkins()).toMatchObject({ verificationStatus: 'VALID', brokenSince: null });
    await untilTold('Integration works again: iOS on Jenkins');
    expect(await told('Integration')).toHaveLength(4);
    // A message is seen before it is kept as sent.
    const kept = async () => {
      const { items } = await stack.as('viewer').must('GET /notifications');
      return items.map(({ status, eventType }: Body) => [status, eventType]);
    };
    await expect
      .poll(kept)
      .toEqual([
        ...Array(2).fill(['SENT', 'IntegrationRecovered']),
        ...Array(2).fill(['SENT', 'IntegrationInvalidated']),
      ]);
  });

  it('of the sample data waits for its next check', async () => {
    const outputs = (await (await fetch(`${stack.url}/_local/outputs`)).json()) as Body;
    const executionOf = ({ id, revision }: Body) =>
      `${outputs.StateMachinePrefix.replace(':stateMachine:', ':execution:')}integration-check:${id}-r${revision}`;
    const { scm, targets, pipelines, chat, tickets } = sample;
    for (const integration of [scm, ...targets, ...pipelines, chat, tickets]) {
      const { kind, id } = integration;
      const segments: Body = {
        SCM: 'scm',
        TARGET: 'targets',
        PIPELINE: 'pipelines',
        COMMUNICATION: 'communications',
        TICKET: 'tickets',
      };
      const now = await stack
        .as('viewer')
        .must('GET /integrations/{kind}/{integrationId}', { params: { kind: segments[kind], integrationId: id } });
      const describe = () =>
        stack.operator.call('AWSStepFunctions.DescribeExecution', { executionArn: executionOf(now) });
      expect(await until(() => describe().catch(() => undefined), Boolean)).toMatchObject({ status: 'RUNNING' });
      expect(Date.parse(now.nextCheckAt ?? '')).toBeGreaterThan(Date.now());
    }
  });
});

describe('a paused release', () => {
  it('is not kicked off, and is when it is resumed', async () => {
    const { id } = await stack.as('developer').must('POST /releases', { body: releaseBody(sample, '5.0.0') });
    expect(await mustAct(id, 'pause')).toMatchObject({ status: 'KICKOFF_PENDING', isPaused: true });
    expect(await act(id, 'kickoff')).toMatchObject({ status: 409, body: { code: 'release.paused' } });
    expect(await act(id, 'pause')).toMatchObject({ status: 409, body: { code: 'release.paused' } });
    await mustAct(id, 'resume');
    await mustAct(id, 'kickoff');
    await untilRelease(stack, id, ({ status }) => status === 'STARTED');
    await mustAct(id, 'cancel');
  });

  it('hears its builds, stays where it is, and goes on when it is resumed', async () => {
    const release = await startBuilding(stack, sample, '5.1.0');
    await mustAct(release.id, 'pause');
    await finishBuilds(stack, sample, release, 51);
    const built = await untilRelease(stack, release.id, ({ pipelines }) =>
      pipelines.every(({ buildStatus }: Body) => buildStatus === 'SUCCESS'),
    );
    expect(built).toMatchObject({ status: 'STARTED', isPaused: true, pauseReason: 'USER_REQUESTED' });
    await mustAct(release.id, 'resume');
    await untilRelease(stack, release.id, ({ status }) => status === 'REGRESSION_IN_PROGRESS');
    await untilAsked(stack, release.id);
  });
});

describe('a cancelled release', () => {
  it('whose builds run ends its execution, and what CI tells later changes nothing', async () => {
    const release = await startBuilding(stack, sample, '5.2.0');
    expect(await executionStatusOf(stack, release.id)).toBe('RUNNING');
    expect(await mustAct(release.id, 'cancel')).toMatchObject({ status: 'CANCELLED', isPaused: false });
    expect(await untilEnded(release.id)).toBe('SUCCEEDED');
    const builds = await sentFor('jenkins', '5.2.0');

    const other = await startBuilding(stack, sample, '5.3.0');
    await finishBuilds(stack, sample, release, 52);
    await putOnBus(stack, 'ci.jenkins', 'build', jenkinsBuild(other.branchRelease, 53));
    // Heard after those of the cancelled one, which come from the same queue.
    await untilRelease(stack, other.id, (now) => pipelineOf(now, sample.jenkins).buildNumber === '53');
    const now = await releaseOf(stack, release.id);
    expect(now).toMatchObject({ status: 'CANCELLED' });
    expect(now.pipelines.map(({ buildStatus }: Body) => buildStatus)).toEqual(['RUNNING', 'RUNNING']);
    expect(await sentFor('jenkins', '5.2.0')).toBe(builds);
  });

  it('that waits for its sign-off closes the question, and nobody can answer it any more', async () => {
    const release = await startBuilding(stack, sample, '5.4.0');
    await finishBuilds(stack, sample, release, 54);
    const { id } = await untilAsked(stack, release.id);
    await mustAct(release.id, 'cancel');
    const approval = await until(
      () => stack.as('viewer').must('GET /approvals/{approval}', { params: { approval: id } }),
      ({ status }) => status !== 'PENDING',
    );
    expect(approval).toMatchObject({ status: 'CANCELLED', decisions: [] });
    expect(await untilEnded(release.id)).toBe('SUCCEEDED');
    const late = await stack
      .as('lead')
      .call('POST /approvals/{approval}/decisions', { params: { approval: id }, body: { action: 'APPROVED' } });
    expect(late.status).toBe(409);
    expect(await releaseOf(stack, release.id)).toMatchObject({ status: 'CANCELLED' });
  });

  it('before its kickoff has touched nothing outside', async () => {
    const { id, branchRelease } = await stack
      .as('developer')
      .must('POST /releases', { body: releaseBody(sample, '5.5.0') });
    await mustAct(id, 'cancel');
    expect(await untilEnded(id)).toBe('SUCCEEDED');
    expect(await act(id, 'kickoff')).toMatchObject({ status: 409, body: { code: 'release.illegal_transition' } });
    expect(await sentFor('github', branchRelease)).toBe(0);
  });

  it('stays cancelled however many tried at once', async () => {
    const { id } = await stack.as('developer').must('POST /releases', { body: releaseBody(sample, '5.6.0') });
    const replies = await Promise.all(
      (['cancel', 'kickoff', 'cancel', 'pause', 'cancel'] as const).map((action) => act(id, action)),
    );
    expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
    await act(id, 'cancel');
    expect(await untilEnded(id)).toBe('SUCCEEDED');
    expect(await releaseOf(stack, id)).toMatchObject({ status: 'CANCELLED', isPaused: false });
    const { items } = await stack
      .as('viewer')
      .must('GET /releases/{release}/activity', { params: { release: id }, query: { limit: 100 } });
    expect(items.filter(({ action }: Body) => action === 'release.cancelled')).toHaveLength(1);
  });
});
