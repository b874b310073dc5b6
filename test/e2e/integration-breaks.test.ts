// A service begins to refuse its credential: every chat of the tenant hears of it once, with the releases that need it, and
// once when it is well again. And each integration of the sample data waits for its daily check.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBuilding } from '../support/release-steps.ts';
import { type SampleIntegrations, sampleIntegrationsOf } from '../support/sample-release.ts';
import { type Body, startTestStack, type TestStack, until } from '../support/stack.ts';

let stack: TestStack;
let sample: SampleIntegrations;
beforeAll(async () => {
  stack = await startTestStack();
  sample = await sampleIntegrationsOf(stack.as('viewer'));
});
afterAll(() => stack?.remove());

const verifyJenkins = () => stack.as('lead').must('POST', `/integrations/pipelines/${sample.jenkins.id}/verify`);
/** What was said in Slack and by mail that begins with `title`. */
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

it('is told once in Slack and once by mail, and so is that it is well again', async () => {
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
  await untilTold('Integration well again: iOS on Jenkins');
  expect(await told('Integration')).toHaveLength(4);
  const { items } = await stack.as('viewer').must('GET', '/notifications');
  expect(items.map(({ status, eventType }: Body) => [status, eventType])).toEqual([
    ...Array(2).fill(['SENT', 'IntegrationRecovered']),
    ...Array(2).fill(['SENT', 'IntegrationInvalidated']),
  ]);
}, 60_000);

it('every integration waits for its next check', async () => {
  const outputs = (await (await fetch(`${stack.url}/_local/outputs`)).json()) as Body;
  const executionOf = ({ id, revision }: Body) =>
    `${outputs.ReleaseLifecycleArn.replace(':stateMachine:', ':execution:').replace('release-lifecycle', 'integration-check')}:${id}-r${revision}`;
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
    const now = await stack.as('viewer').must('GET', `/integrations/${segments[kind]}/${id}`);
    const describe = () =>
      stack.operator.call('AWSStepFunctions.DescribeExecution', { executionArn: executionOf(now) });
    expect(await until(() => describe().catch(() => undefined), Boolean)).toMatchObject({ status: 'RUNNING' });
    expect(Date.parse(now.nextCheckAt)).toBeGreaterThan(Date.now());
  }
});
