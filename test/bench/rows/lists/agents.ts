// Lists of agents; write units of their operations.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { agentDefinition } from '../../../../entities/agents/agent.entity.ts';
import { MOST_AGENTS } from '../../../../entities/agents/agent.model.ts';
import { startAgents } from '../../../api/agents/fixture.ts';
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

const LISTS: readonly List[] = [
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
  about: 'read units of lists of agents, write units of operations',
  async measure(bench) {
    const stage = await startAgents();
    bench.ending(() => void stage.stop());
    const { world, asLead } = stage;
    const lists = await listRows(bench, {
      ...{ table: world.table, meter: world.meter, lists: LISTS },
      get: (path) => asLead('GET', path),
      // A tenant has no more of them.
      itemsOf: (index) => (index < MOST_AGENTS ? [agentItem(stage, index)] : []),
    });
    const rows = [...lists, ...(await writesOf(stage))];
    await stage.stop();
    return rows;
  },
};
