// A running stack with an environment of SHELL targets and agents as processes; all of them can be killed and started again. Requests that
// only read are repeated while the stack is down.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Input } from '../../../functions/client.ts';
import { type LocalStack, startStack } from '../../../infra/local/demo/local-stack.ts';
import { releaseBody, sampleIntegrationsOf } from '../../support/releases/sample-release.ts';
import { startSeededStack } from '../../support/sample-data/seeded-stack.ts';
import { type Body, stackAt, until } from '../../support/stack.ts';
import { AgentProcess } from './agent-process.ts';
import { deployCommand } from './deploy-command.ts';

const AGENTS = ['eu-1', 'eu-2', 'eu-3'];
const ENVIRONMENT = 'fleet';
const SERVICE = 'fleet-app';
const DOWN_MS = 60_000;
const WAITING = ['PENDING_GATES', 'PENDING_APPROVAL', 'APPROVED', 'DEPLOYING'];

type Rollout = NonNullable<Input<'POST /promotions'>['body']['rollout']>;
export interface Ended {
  readonly promotion: Body;
  readonly deployment: Body;
  readonly tasks: readonly Body[];
}
export type AgentsStage = Awaited<ReturnType<typeof startAgentsStage>>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Repeats a request that changes nothing. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + DOWN_MS; ; ) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}

export async function startAgentsStage(targetCount: number) {
  const folder = mkdtempSync(join(tmpdir(), 'windlass-fleet-'));
  const data = join(folder, 'data');
  let runtime: LocalStack = await startSeededStack(data);
  const { url, port } = runtime;
  const stack = stackAt(url, data);
  const lead = stack.as('lead');
  const command = deployCommand(join(folder, 'work'));
  const sample = await sampleIntegrationsOf(lead);
  const environment = { name: ENVIRONMENT, tier: 'STAGING', order: 1 } as Input<'POST /environments'>['body'];
  const { id: environmentId } = await lead.must('POST /environments', { body: environment });
  await lead.must('POST /services', { body: { slug: SERVICE } });
  const component = { name: 'web', imageRepository: 'ghcr.io/acme/web' };
  const { id: componentId } = await lead.must('POST /components', { body: component });
  for (let index = 0; index < targetCount; index++) {
    const name = `web-${String(index).padStart(2, '0')}`;
    const labels = { slot: index % 2 === 0 ? 'blue' : 'green' };
    await lead.must('POST /targets', { body: { environmentId, componentId, name, type: 'SHELL', labels } });
  }
  const agents: AgentProcess[] = [];
  for (const name of AGENTS) {
    const { joinToken } = await lead.must('POST /agents', { body: { name, environmentIds: [environmentId] } });
    const state = join(folder, name);
    mkdirSync(state);
    const of = { name, url, joinToken: joinToken ?? '', state, command: command.of(name), concurrency: 4 };
    agents.push(new AgentProcess(of));
  }
  for (const agent of agents) agent.start();
  await until(
    () => lead.must('GET /agents', { query: { environmentId } }) as Promise<Body>,
    ({ items }) => items.every(({ status }: Body) => status === 'ONLINE'),
  );
  let released = 0;

  const isEnded = ({ status }: Body) => !WAITING.includes(status);
  const read = (promotion: string) =>
    patiently(() => lead.must('GET /promotions/{promotion}', { params: { promotion } })) as Promise<Body>;
  const deploymentOf = ({ deploymentId }: Body): Promise<Body> =>
    patiently(() => lead.must('GET /deployments/{deployment}', { params: { deployment: deploymentId } }));

  const tasksOf = async (deployment: string): Promise<Body[]> => {
    const query = { limit: 100 };
    const of = { params: { deployment }, query };
    return (await patiently(() => lead.must('GET /deployments/{deployment}/tasks', of))).items;
  };

  return {
    ...{ agents, command },

    /** SIGKILL of the stack, and its start on the same data. */
    async restartRuntime(): Promise<void> {
      await runtime.kill();
      runtime = await startStack(data, port);
    },

    /** A release with a digest of its own, kicked off. */
    async release(): Promise<{ readonly key: string; readonly digest: string }> {
      released += 1;
      const version = `1.${released}.0`;
      const digest = `sha256:${String(released).padStart(2, '0').repeat(32)}`;
      const params = { component: componentId, tag: version };
      await lead.must('PUT /components/{component}/versions/{tag}', { params, body: { digest } });
      const over = { service: SERVICE, components: [{ componentId }], pipelines: [], createService: false };
      const body = releaseBody({ ...sample, targets: sample.targets.slice(0, 1) }, version, over);
      const { id: release, releaseKey: key } = await lead.must('POST /releases', { body });
      await lead.must('POST /releases/{release}/kickoff', { params: { release } });
      return { key, digest };
    },

    async promote(release: string, rollout: Rollout): Promise<string> {
      const body = { release, environment: ENVIRONMENT, rollout: { smokeTestSeconds: 1, ...rollout } };
      return (await lead.must('POST /promotions', { body })).id;
    },

    /** The promotion with its deployment, after its end. */
    async ended(promotion: string, patienceMs: number): Promise<Ended> {
      const shown = await until(() => read(promotion), isEnded, patienceMs);
      if (shown.deploymentId === null) throw new Error(`it has no deployment: ${JSON.stringify(shown)}`);
      return { promotion: shown, deployment: await deploymentOf(shown), tasks: await tasksOf(shown.deploymentId) };
    },

    /** All of these after their end, the deployments of those that were executed too. */
    async allEnded(promotions: readonly string[], patienceMs: number) {
      const shown = await Promise.all(promotions.map((id) => until(() => read(id), isEnded, patienceMs)));
      return Promise.all(
        shown.map(async (promotion) => ({
          promotion,
          deployment: promotion.deploymentId === null ? undefined : await deploymentOf(promotion),
        })),
      );
    },

    async targets(): Promise<readonly Body[]> {
      const query = { environmentId, limit: 100 };
      const { items } = await patiently(() => lead.must('GET /targets', { query }));
      return items;
    },

    async stop(): Promise<void> {
      await Promise.all(agents.map((agent) => agent.killHost()));
      await runtime.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
