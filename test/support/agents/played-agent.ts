// An agent that a test plays on a running stack: it syncs often, and does with each task what the test says at that time.
import { type Client, createClient, type Input, type Output } from '../../../functions/client.ts';
import type { RunningStack } from '../stack.ts';

type Report = NonNullable<NonNullable<Input<'POST /agents/{agent}/sync'>['body']>['tasks']>[number];
export type Lease = Output<'POST /agents/{agent}/sync'>['leases'][number];
/** HOLD: it goes on working. */
type Course = 'HOLD' | 'SUCCEEDED' | 'FAILED';

const EVERY_MS = 300;
const SAID = { version: '1.0.0', capabilities: ['docker'] };

export interface PlayedAgent {
  readonly name: string;
  /** The course of each task from now on. */
  play(course: (lease: Lease) => Course): void;
  /** Observes a target. */
  find(targetId: string, digest: string): Promise<unknown>;
  stop(): Promise<void>;
}

export async function playAgent(stack: RunningStack, name: string): Promise<PlayedAgent> {
  const { id: agent, joinToken } = await stack.as('lead').must('POST /agents', { body: { name } });
  const tenant = stack.credentials.tenant.slug;
  const { credential: token } = await createClient({ url: stack.url, tenant }).must('POST /agents/register', {
    body: { joinToken: joinToken ?? '', ...SAID },
  });
  const client: Client = createClient({ url: stack.url, tenant, token });
  const has = new Map<string, Lease>();
  let course: (lease: Lease) => Course = () => 'HOLD';
  let isOver = false;

  const reportOf = (lease: Lease): Report => {
    const status = course(lease);
    const log = { offset: 0, text: `${lease.step} ${lease.release.version} on ${lease.target.name}\n` };
    const of = { deploymentId: lease.deploymentId, taskId: lease.taskId, fence: lease.fence, log };
    if (status === 'HOLD') return { ...of, status: 'RUNNING' };
    return status === 'SUCCEEDED'
      ? { ...of, status, digest: lease.digest }
      : { ...of, status, message: `${lease.target.name} is full` };
  };

  async function sync(): Promise<void> {
    const tasks = [...has.values()].map(reportOf);
    const body = { ...SAID, capacity: 10, tasks };
    const { leases, cancelled, refusedTasks } = await client.must('POST /agents/{agent}/sync', {
      params: { agent },
      body,
    });
    for (const { taskId, status } of tasks) if (status !== 'RUNNING') has.delete(taskId);
    for (const { taskId } of refusedTasks) has.delete(taskId);
    for (const lease of leases) has.set(lease.taskId, lease);
    const ended = cancelled.flatMap(({ taskId }) => has.get(taskId) ?? []);
    for (const { taskId, deploymentId, fence } of ended) {
      has.delete(taskId);
      const end = [{ taskId, deploymentId, fence, status: 'FAILED' as const, message: 'stopped' }];
      await client.must('POST /agents/{agent}/sync', {
        params: { agent },
        body: { ...SAID, capacity: 10, tasks: end },
      });
    }
  }

  const running = (async () => {
    while (!isOver) {
      await sync();
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return {
    name,
    play: (wanted) => {
      course = wanted;
    },
    find: (targetId, digest) =>
      client.must('POST /agents/{agent}/sync', {
        params: { agent },
        body: { ...SAID, capacity: 0, targets: [{ targetId, healthStatus: 'HEALTHY', digest }] },
      }),
    async stop() {
      isOver = true;
      await running;
    },
  };
}
