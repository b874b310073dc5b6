// Lists of agents; write units of their operations.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { expiryOf } from '../../../../entities/_base/time/iso.ts';
import { agentDefinition } from '../../../../entities/agents/agent.entity.ts';
import { MOST_AGENTS } from '../../../../entities/agents/agent.model.ts';
import { type TaskItem, taskDefinition, taskLogDefinition } from '../../../../entities/agents/tasks/task.entity.ts';
import type { startAgents } from '../../../api/agents/fixture.ts';
import { report, startTasks, type TaskStage } from '../../../api/agents/task-stage.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { NOW, NOW_ISO } from '../../../support/release-world.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
const ONE = '0192f000-0000-7000-8000-0000000000aa';
const OTHER = '0192f000-0000-7000-8000-0000000000bb';
type Stage = Awaited<ReturnType<typeof startAgents>>;

const listsOf = (deploymentId: string, taskId: string): readonly List[] => [
  { path: `/deployments/${deploymentId}/tasks` },
  { path: `/deployments/${deploymentId}/tasks?status=QUEUED` },
  { path: `/deployments/${deploymentId}/tasks/${taskId}/log`, kind: 'once' },
  { path: '/agents' },
  { path: '/agents?status=DEGRADED' },
  { path: `/agents?environmentId=${OTHER}` },
  { path: '/agents?capability=docker' },
];

/** Of half of the agents a filter shows each. */
function agentItem({ world: { table } }: Stage, index: number) {
  const isDegraded = index % 2 === 0;
  return stored(table, agentDefinition, {
    ...{
      tenantId,
      agentId: newId<'Agent'>(NOW + index),
      name: `agent-${index}`,
      labels: { region: 'eu' },
      isActive: true,
    },
    ...{ environmentIds: [isDegraded ? OTHER : ONE], capabilities: [isDegraded ? 'docker' : 'shell', 'kubernetes'] },
    ...{ version: '1.4.0', registeredAt: NOW_ISO, lastHeartbeatAt: NOW_ISO, credentialHash: 'x'.repeat(43) },
    ...{ ...(isDegraded && { problem: 'The disk is full' }), ...firstStamps(agentDefinition, NOW_ISO) },
  });
}

/** Task number `index` of a deployment, and chunk number `index` of the log of one. */
function taskItems({ world: { table } }: Stage, like: TaskItem, index: number) {
  const taskId = newId<'Task'>(NOW + index);
  const status = index % 2 === 0 ? ('QUEUED' as const) : ('LEASED' as const);
  const { taskId: logged } = like;
  return [
    stored(table, taskDefinition, { ...like, taskId, status }),
    stored(table, taskLogDefinition, {
      ...{ tenantId, taskId: logged, shelf: logged.slice(-1), fence: 1, offset: index * 100, isCut: false },
      ...{ text: 'x'.repeat(100), writtenAt: NOW_ISO, expiresAtEpoch: expiryOf(NOW, 90) },
    }),
  ];
}

/** The write units of a task, from its queue to its end. */
async function taskRows(stage: TaskStage): Promise<Row[]> {
  const { environmentId, deploymentId, targetIds } = await stage.queued(1);
  const [targetId = ''] = targetIds;
  const agent = await stage.registered({ environmentIds: [environmentId] });
  const rows: Row[] = [];
  async function measure<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { result, writeUnits } = await stage.world.meter(work);
    rows.push({ what: `write units: ${what}`, measured: writeUnits, unit: 'units' });
    return result;
  }
  const [lease] = (await measure('an agent takes a task', () => stage.work(agent))).leases;
  await measure('the machine follows it', () => stage.follow(deploymentId, targetId));
  await measure('an agent ends a task', () => stage.work(agent, [report(lease, 'SUCCEEDED')]));
  await measure('a task is queued for another step', () =>
    stage.queue(deploymentId, targetId, { step: 'ROLLBACK', taskToken: 'token' }),
  );
  return rows;
}

async function writesOf({ world, environment, asLead }: Stage): Promise<Row[]> {
  const { rows, measure } = operationRows(world.meter, asLead);
  const body = { name: 'eu-1', environmentIds: [(await environment()).id] };
  const { id } = await measure('create an agent', 'POST', '/agents', body);
  await measure('renew the join token of an agent', 'POST', `/agents/${id}/join-token`);
  await measure('delete an agent', 'DELETE', `/agents/${id}`);
  return rows;
}

export const agents: Measurement = {
  name: 'agents',
  about: 'read units of lists of agents and of tasks, write units of operations and of a task',
  async measure(bench) {
    const stage = await startTasks();
    const { deploymentId } = await stage.queued(1);
    const [like] = await stage.tasksOf(deploymentId);
    if (!like) throw new Error('no task was queued');
    bench.ending(() => void stage.stop());
    const { world, asLead } = stage;
    const lists = await listRows(bench, {
      ...{ table: world.table, meter: world.meter, lists: listsOf(deploymentId, like.taskId) },
      get: (path) => asLead('GET', path),
      // A tenant has no more of them.
      itemsOf: (index) => [...(index < MOST_AGENTS ? [agentItem(stage, index)] : []), ...taskItems(stage, like, index)],
    });
    const rows = [...lists, ...(await writesOf(stage)), ...(await taskRows(stage))];
    await stage.stop();
    return rows;
  },
};
