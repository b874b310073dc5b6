// Events from outside during a release: CI systems on the bus and by webhook, people at buttons, and senders that pretend to be one of
// them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf } from '../support/raw-request.ts';
import { pipelineOf, releaseOf, startBuilding, untilAsked, untilRelease } from '../support/releases/release-steps.ts';
import { type SampleIntegrations, sampleIntegrationsOf } from '../support/releases/sample-release.ts';
import {
  githubDeployment,
  githubHook,
  githubRun,
  jenkinsBuild,
  jenkinsHook,
  putOnBus,
  sendHook,
  slackPress,
} from '../support/services/ci-senders.ts';
import { type Body, startTestStack, type TestStack, until } from '../support/stack.ts';

const PRESSES = 100;

let stack: TestStack;
let sample: SampleIntegrations;
/** A release whose builds run; the tests below bring it on, each from where the one before left it. */
let release: Body;
let branch: string;

beforeAll(async () => {
  stack = await startTestStack();
  sample = await sampleIntegrationsOf(stack.as('viewer'));
  release = await startBuilding(stack, sample, '4.0.0');
  branch = release.branchRelease;
});
afterAll(() => stack?.remove());

const hookOf = (payload: ReturnType<typeof githubDeployment>) => {
  const { body, headers } = githubHook(payload, undefined, 'deployment_status');
  return [body, headers] as const;
};
const jenkins = (...build: Parameters<typeof jenkinsBuild>) =>
  putOnBus(stack, 'ci.jenkins', 'build', jenkinsBuild(...build));
const github = (url: string, conclusion: 'success' | null) =>
  putOnBus(stack, 'ci.github', 'workflow_run', githubRun(branch, url, conclusion));
const untilBuild = async (integration: Body, isSo: (pipeline: Body) => boolean): Promise<Body> =>
  pipelineOf(await untilRelease(stack, release.id, (now) => isSo(pipelineOf(now, integration))), integration);
const activity = async (): Promise<Body[]> =>
  (
    await stack
      .as('viewer')
      .must('GET /releases/{release}/activity', { params: { release: release.id }, query: { limit: 100 } })
  ).items;

describe('a build that CI tells of on the bus', () => {
  it('gets its number when it starts and its end when it ends', async () => {
    await jenkins(branch, 31);
    expect(await untilBuild(sample.jenkins, ({ buildNumber }) => buildNumber === '31')).toMatchObject({
      buildStatus: 'RUNNING',
    });
    await jenkins(branch, 31, 'FAILURE');
    expect(await untilBuild(sample.jenkins, ({ buildStatus }) => buildStatus === 'FAILED')).toMatchObject({
      buildLogUrl: expect.stringContaining('/31/console'),
    });
  });

  it('is started again by a trigger, and then another number counts', async () => {
    await stack.as('developer').must('POST /releases/{release}/pipelines/{integration}/trigger', {
      params: { release: release.id, integration: sample.jenkins.id },
    });
    await untilBuild(
      sample.jenkins,
      ({ buildStatus, buildUrl }) => buildStatus === 'RUNNING' && buildUrl !== undefined,
    );
    await jenkins(branch, 31, 'SUCCESS');
    await jenkins(branch, 32, 'SUCCESS');
    expect(await untilBuild(sample.jenkins, ({ buildStatus }) => buildStatus === 'SUCCESS')).toMatchObject({
      buildNumber: '32',
    });
  });

  it('is not touched by builds of other branches, jobs and tenants', async () => {
    const { buildUrl } = pipelineOf(release, sample.githubActions);
    await jenkins('release/9.9.9', 32, 'FAILURE');
    await putOnBus(stack, 'ci.jenkins', 'build', {
      ...jenkinsBuild(branch, 71, 'FAILURE'),
      name: 'nightly',
      url: 'job/nightly/',
    });
    const foreign = JSON.stringify({
      tenantId: '0192f000-0000-7000-8000-000000000000',
      payload: githubRun(branch, buildUrl, 'failure'),
    });
    const entry = { EventBusName: 'windlass-local', Source: 'ci.github', DetailType: 'workflow_run', Detail: foreign };
    await stack.operator.call('AWSEvents.PutEvents', { Entries: [entry] });
    await github(buildUrl, null);
    // The last one is about ours: when it has been heard, so have the others.
    await untilBuild(sample.githubActions, ({ buildNumber }) => buildNumber === '71');
    const now = await releaseOf(stack, release.id);
    expect(now.pipelines.map((pipeline: Body) => pipeline.buildStatus).sort()).toEqual(['RUNNING', 'SUCCESS']);
  });

  it('ends once, however often, late or reversed it is told, and the release moves on', async () => {
    const { buildUrl } = pipelineOf(release, sample.githubActions);
    await Promise.all([github(buildUrl, 'success'), github(buildUrl, 'success'), github(buildUrl, null)]);
    await github(buildUrl, null);
    await jenkins(branch, 32);
    const now = await untilRelease(stack, release.id, ({ status }) => status === 'REGRESSION_IN_PROGRESS');
    expect(now.pipelines.map(({ buildStatus }: Body) => buildStatus)).toEqual(['SUCCESS', 'SUCCESS']);
    const ends = (await activity()).filter(
      ({ action, details }) => action === 'build.reported' && details.buildStatus === 'SUCCESS',
    );
    expect(ends).toHaveLength(2);
  });
});

describe('a deployment that GitHub tells of', () => {
  it('is one deployment, and live when it has succeeded', async () => {
    const viewer = stack.as('viewer');
    const [began, ended] = [-60_000, 0].map((ms) => new Date(Date.now() + ms).toISOString());
    for (const payload of [githubDeployment('success', ended ?? ''), githubDeployment('in_progress', began ?? '')]) {
      await sendHook(stack, sample.scm.id, ...hookOf(payload));
    }
    const listed = async () => (await viewer.must('GET /deployments', { query: { origin: 'REPORTED' } })).items;
    const [found] = await until(listed, ([one]: Body[]) => one?.startedAt === began);
    expect(found).toMatchObject({ status: 'SUCCEEDED', finishedAt: ended, source: { externalId: '71' } });
    const environment = await viewer.must('GET /environments/{environment}', { params: { environment: 'live' } });
    expect(environment).toMatchObject({ id: found?.environmentId, tier: 'PRODUCTION', order: null });
    const query = { environmentId: environment.id };
    expect((await viewer.must('GET /live-deployments', { query })).items).toMatchObject([{ deploymentId: found?.id }]);
  });
});

describe('a request that only pretends', () => {
  const missing = '0192f000-0000-7000-8000-000000000000';
  const forged: [string, (approvalId: string) => [string, { body: string; headers: Record<string, string> }]][] = [
    [
      'Jenkins with another secret',
      () => [sample.jenkins.id, jenkinsHook(jenkinsBuild(branch, 33, 'FAILURE'), 'guess')],
    ],
    [
      'Jenkins without a signature',
      () => [sample.jenkins.id, { ...jenkinsHook(jenkinsBuild(branch, 33)), headers: {} }],
    ],
    [
      'GitHub with another secret',
      () => [sample.scm.id, githubHook(githubRun(branch, 'https://x/1', 'failure'), 'guess')],
    ],
    [
      'GitHub with the signature of another body',
      () => [
        sample.scm.id,
        { ...githubHook(githubRun(branch, 'https://x/1', 'failure')), body: '{"action":"completed"}' },
      ],
    ],
    ['Jenkins at the integration of Slack', () => [sample.chat.id, jenkinsHook(jenkinsBuild(branch, 33, 'FAILURE'))]],
    ['anybody at an integration that is not there', () => [missing, jenkinsHook(jenkinsBuild(branch, 33, 'FAILURE'))]],
    ['Slack with another secret', (approvalId) => [sample.chat.id, slackPress({ approvalId, secret: 'guess' })]],
    ['Slack, signed ten minutes ago', (approvalId) => [sample.chat.id, slackPress({ approvalId, ageSeconds: 600 })]],
  ];

  // The wait is stored after the question was asked, with the time from which the release shows it.
  beforeAll(async () => {
    const listed = async () => (await stack.as('viewer').must('GET /releases', { query: { version: '4.0.0' } })).items;
    await until(listed, ([found]: Body[]) => found?.waitsFor?.what === 'SIGN_OFF');
  });

  it.each(forged)('is answered 401 and changes nothing: %s', async (_, request) => {
    const approval = await untilAsked(stack, release.id);
    const before = [await releaseOf(stack, release.id), (await activity()).length];
    const [integrationId, { body, headers }] = request(approval.id);
    const reply = await sendHook(stack, integrationId, body, headers);
    expect(problemOf(reply)).toMatchObject({ answered: 401, code: 'intake.signature_invalid' });
    expect([await releaseOf(stack, release.id), (await activity()).length]).toEqual(before);
    expect((await untilAsked(stack, release.id)).id).toBe(approval.id);
  });

  it('is refused although Slack signed it, when the one who pressed is nobody here', async () => {
    const approval = await untilAsked(stack, release.id);
    const { body, headers } = slackPress({ approvalId: approval.id, userId: 'U0NOBODY' });
    expect((await sendHook(stack, sample.chat.id, body, headers)).status).toBe(200);
    expect((await untilAsked(stack, release.id)).status).toBe('PENDING');
  });
});

describe('a button', () => {
  it(`that is pressed ${PRESSES} times is one decision`, async () => {
    const { id } = await untilAsked(stack, release.id);
    const replies = await Promise.all(
      Array.from({ length: PRESSES }, (_, index) => {
        // Some presses are delivered twice by Slack, as it does when an answer takes long.
        const { body, headers } = slackPress({ approvalId: id, triggerId: String(index >> 1) });
        return sendHook(stack, sample.chat.id, body, headers);
      }),
    );
    expect([...new Set(replies.map(({ status, text }) => `${status} ${text}`))]).toEqual(['200 ']);
    await untilRelease(stack, release.id, ({ status }) => status === 'BUILD_SUBMITTED');
    const late = slackPress({ approvalId: id, action: 'reject', triggerId: 'late' });
    await sendHook(stack, sample.chat.id, late.body, late.headers);
    const { status, decisions } = await stack
      .as('viewer')
      .must('GET /approvals/{approval}', { params: { approval: id } });
    expect([status, decisions.map(({ action }: Body) => action)]).toEqual(['APPROVED', ['APPROVED']]);
    const isSubmitted = ({ targets }: Body) => targets.every(({ submissionId }: Body) => submissionId !== undefined);
    await untilRelease(stack, release.id, isSubmitted);
    const actions = (await activity()).map(({ action }) => action);
    for (const once of ['approval.approved', 'regression.signed_off', 'release.submitted']) {
      expect(
        actions.filter((action) => action === once),
        once,
      ).toHaveLength(1);
    }
  });

  it('is taken away from the message that asked', async () => {
    const isUpdate = ({ path, body }: Body) =>
      path === '/api/chat.update' && JSON.stringify(body).includes(release.releaseKey);
    const updates = await until(
      async () => (await stack.inbox('service=slack')).filter(isUpdate),
      ({ length }) => length > 0,
    );
    expect(JSON.stringify(updates.at(-1)?.body)).not.toContain('"action_id"');
  });
});
