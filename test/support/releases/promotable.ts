// A release that may be promoted, for the tests of test/e2e: its kickoff has fixed what it brings.
import type { Body, RunningStack } from '../stack.ts';
import { untilRelease } from './release-steps.ts';
import { releaseBody, sampleIntegrationsOf } from './sample-release.ts';

interface Bringing {
  readonly componentId: string;
  readonly tag: string;
}

export async function promotableRelease(stack: RunningStack, version: string, components: readonly Bringing[]) {
  const developer = stack.as('developer');
  const sample = await sampleIntegrationsOf(developer);
  const body = releaseBody(sample, version, { components: components.map((one) => ({ ...one })) });
  const { id, releaseKey } = await developer.must('POST /releases', { body });
  await developer.must('POST /releases/{release}/kickoff', { params: { release: id } });
  await untilRelease(stack, id, ({ status }) => status !== 'KICKOFF_PENDING');
  return { id, releaseKey, service: releaseKey.slice(0, releaseKey.indexOf('@')) };
}

/** Records the evidence of a decided promotion as its machine does; called again it changes nothing. */
export async function recordDecision(stack: RunningStack, subjectId: string): Promise<void> {
  const { BootstrapFunctionName }: Body = await (await fetch(`${stack.url}/_local/outputs`)).json();
  const tasks = BootstrapFunctionName.replace('-tenants-', '-evidence-');
  const tenantId = stack.credentials.tenant.id;
  await stack.operator.invoke(tasks, { task: 'recordEvidence', tenantId, subjectType: 'Promotion', subjectId });
}
