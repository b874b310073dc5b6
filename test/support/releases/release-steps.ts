// Steps of a release of the sample tenant, for the tests of test/e2e that stop on the way.
import type { JsonObject } from '../../../infra/local/contracts.ts';
import { githubRun, jenkinsBuild, putOnBus } from '../services/ci-senders.ts';
import { type Body, type RunningStack, until } from '../stack.ts';
import { releaseBody, type SampleIntegrations } from './sample-release.ts';

export const releaseOf = (stack: RunningStack, id: string): Promise<Body> =>
  stack.as('viewer').must('GET /releases/{release}', { params: { release: id } });

/** Waits until the release is as wanted. */
export const untilRelease = (stack: RunningStack, id: string, isSo: (release: Body) => boolean): Promise<Body> =>
  until(() => releaseOf(stack, id), isSo);

export const pipelineOf = (release: Body, integration: Body): Body =>
  release.pipelines.find(({ pipelineIntegrationId }: Body) => pipelineIntegrationId === integration.id);

/** Creates a release and kicks it off; answers it when both of its builds run. */
export async function startBuilding(
  stack: RunningStack,
  sample: SampleIntegrations,
  version: string,
  over: JsonObject = {},
): Promise<Body> {
  const developer = stack.as('developer');
  const { id } = await developer.must('POST /releases', { body: releaseBody(sample, version, over) });
  await developer.must('POST /releases/{release}/kickoff', { params: { release: id } });
  return untilRelease(stack, id, ({ pipelines }) => pipelines.every(({ buildUrl }: Body) => buildUrl !== undefined));
}

/** CI says that both builds succeeded. */
export async function finishBuilds(stack: RunningStack, sample: SampleIntegrations, release: Body, number: number) {
  const { branchRelease: branch } = release;
  const { buildUrl } = pipelineOf(release, sample.githubActions);
  await putOnBus(stack, 'ci.jenkins', 'build', jenkinsBuild(branch, number, 'SUCCESS'));
  await putOnBus(stack, 'ci.github', 'workflow_run', githubRun(branch, buildUrl, 'success'));
}

/** The open question about the release, when there is one. */
export async function untilAsked(stack: RunningStack, releaseId: string): Promise<Body> {
  const pending = async () => {
    const { items } = await stack.as('viewer').must('GET /approvals', { query: { status: 'PENDING', limit: 100 } });
    return items.find((approval: Body) => approval.subject.id === releaseId);
  };
  return until(pending, (approval) => approval !== undefined);
}

/** The status of the release's execution as Step Functions tells it; undefined while its start is still under way. */
export async function executionStatusOf(stack: RunningStack, releaseId: string): Promise<string | undefined> {
  const outputs = (await (await fetch(`${stack.url}/_local/outputs`)).json()) as Body;
  const executionArn = `${outputs.StateMachinePrefix.replace(':stateMachine:', ':execution:')}release-lifecycle:${releaseId}`;
  const described = stack.operator.call('AWSStepFunctions.DescribeExecution', { executionArn });
  return described.then(
    ({ status }) => status,
    (error: Error) => {
      if (error.message.includes('ExecutionDoesNotExist')) return undefined;
      throw error;
    },
  );
}
