// Tasks of a deployment that has ended since: some failed, one waits, one is at work with a log of two parts.
import type { Input } from '../../../functions/client.ts';
import { createClient } from '../../../functions/client.ts';
import { physicalName } from '../../../infra/constructs/naming.ts';
import type { TestStack } from '../../support/stack.ts';

const SAID = { version: '1.0.0', capabilities: ['docker', 'kubernetes', 'shell'] };
type Reports = NonNullable<NonNullable<Input<'POST /agents/{agent}/sync'>['body']>['tasks']>;

/** The machine deployment-wave is not asked: its task is invoked by an operator. */
export async function inTasks(stack: TestStack, deploymentId: string, targetIds: readonly string[]) {
  const { url, credentials } = stack;
  const tenantId = credentials.tenant.id;
  const of = { task: 'queueTask', tenantId, deploymentId, executionId: 'promises', lostFence: null };
  for (const targetId of targetIds) {
    for (const step of ['DEPLOY', 'ROLLBACK'])
      await stack.operator.invoke(physicalName('local', 'agents-tasks'), { ...of, targetId, step, taskToken: 'none' });
  }
  const { id: agent, joinToken } = await stack.as('admin').must('POST /agents', { body: { name: 'tasks' } });
  const body = { joinToken: joinToken ?? '', ...SAID };
  const visitor = createClient({ url, tenant: tenantId });
  const { credential: token } = await visitor.must('POST /agents/register', { body });
  const own = createClient({ url, tenant: tenantId, token });
  const sync = (tasks: Reports, capacity: number) =>
    own.must('POST /agents/{agent}/sync', { params: { agent }, body: { ...SAID, tasks, capacity } });
  const [lease] = (await sync([], 1)).leases;
  if (!lease) throw new Error('no task was leased');
  const { taskId, fence } = lease;
  for (const offset of [0, 4])
    await sync([{ deploymentId, taskId, fence, status: 'RUNNING', log: { offset, text: 'log\n' } }], 0);
  const params = { deployment: deploymentId };
  await stack.as('ci').must('POST /deployments/{deployment}/status', { params, body: { status: 'SUCCEEDED' } });
  return { task: taskId };
}
