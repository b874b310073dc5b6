// Reads and writes of agents and their names. Writes are returned for a transaction.
import { isId, type TenantId } from '../_base/ids.ts';
import { counterOf } from '../_base/table/counter.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { uniqueName } from '../_base/text.ts';
import { type AgentItem, agentCountDefinition, agentDefinition, agentNameDefinition } from './agent.entity.ts';
import { type AgentFilter, MOST_AGENTS, matchesFilter } from './agent.model.ts';
import { agentErrors } from './errors.ts';

export type AgentRepo = ReturnType<typeof createAgentRepo>;

/** Agents that a filtered page reads. */
const MOST_READ = 200;

export function createAgentRepo(table: Table) {
  const agents = itemsOf(table, agentDefinition);
  const names = itemsOf(table, agentNameDefinition);
  const counter = counterOf(table, agentCountDefinition, 'agentCount');

  const nameOf = ({ tenantId, name }: AgentItem) => ({ tenantId, name: uniqueName(name) });
  const takeName = (item: AgentItem): Write =>
    names.create(
      { ...nameOf(item), agentId: item.agentId },
      agentErrors.name_taken({
        fields: [{ path: 'name', code: 'agent.name_taken', message: 'belongs to another agent' }],
      }),
    );
  const find = async (tenantId: TenantId, agentId: string): Promise<AgentItem | undefined> =>
    isId(agentId) ? agents.find({ tenantId, agentId }) : undefined;

  return {
    find,

    /** Throws `agent.not_found`. */
    async get(tenantId: TenantId, agentId: string): Promise<AgentItem> {
      const found = await find(tenantId, agentId);
      if (!found) throw agentErrors.not_found();
      return found;
    },

    /** All agents of the tenant, at most MOST_AGENTS, oldest first. */
    all: (tenantId: TenantId): Promise<AgentItem[]> => agents.all({ tenantId }),

    /** Newest first; a filtered page may be short. `at` is the time of their statuses. */
    list: (tenantId: TenantId, filter: AgentFilter, page: PageRequest, at: number): Promise<Page<AgentItem>> =>
      agents.page(
        { tenantId },
        page,
        { newestFirst: true, atMost: MOST_READ },
        (item) => matchesFilter(item, filter, at),
        filter,
      ),

    /** Fails with `agent.name_taken` or `agent.too_many`. */
    create: (item: AgentItem): Write[] => [
      agents.create(item),
      takeName(item),
      counter.up(
        { tenantId: item.tenantId },
        MOST_AGENTS,
        agentErrors.too_many({ detail: `${MOST_AGENTS} agents exist; delete one first`, legal: [] }),
      ),
    ],

    update(before: AgentItem, at: string, changes: Changes<AgentItem>): Write[] {
      const after = { ...before, ...changes } as AgentItem;
      const isRenamed = uniqueName(before.name) !== uniqueName(after.name);
      return [
        agents.change(before, at, changes),
        ...(isRenamed ? [names.forget(nameOf(before)), takeName(after)] : []),
      ];
    },

    /** Stores facts of a sync without a new revision; false if the agent was changed since it was read. */
    note: (loaded: AgentItem, facts: Changes<AgentItem>): Promise<boolean> => agents.send(agents.note(loaded, facts)),

    remove: (item: AgentItem): Write[] => [
      agents.remove(item),
      names.forget(nameOf(item)),
      counter.down({ tenantId: item.tenantId }),
    ],
  };
}
