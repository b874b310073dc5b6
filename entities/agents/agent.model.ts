// An agent: a program of the tenant that carries out deployments on targets. Bodies, views, its status, and who may register. Pure.
// Source: the orchestrator model, "Agent".
import * as z from 'zod';
import { newId, type TenantId } from '../_base/ids.ts';
import { pageQuery } from '../_base/list.ts';
import { firstStamps } from '../_base/table/entity.ts';
import type { Changes } from '../_base/table/table.ts';
import { changeBody, isDistinct, prose, reference } from '../_base/text.ts';
import { isoOf } from '../_base/time/iso.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { capability, labels } from '../environments/fields.model.ts';
import { type AgentItem, agentDefinition } from './agent.entity.ts';
import { agentErrors } from './errors.ts';
import { AGENT_STATUSES, type AgentStatus } from './words.model.ts';

/** Agents of a tenant: a list with filters reads all of them. */
export const MOST_AGENTS = 500;
const MOST_ENVIRONMENTS = 20;
const MOST_CAPABILITIES = 20;
const JOIN_MS = 3_600_000;

/** Twice a minute, in which a living agent stores one heartbeat at least : one may be missing. */
const ONLINE_MS = 120_000;
const OFFLINE_MS = 300_000;

const environmentIds = z
  .array(reference)
  .max(MOST_ENVIRONMENTS)
  .refine(isDistinct, { error: 'must not name one twice' })
  .describe('Ids of the environments where it works; none for all');
const name = prose(100).trim().min(1).describe('Unique in the tenant, without regard to case, e.g. eu-1');

/** As an agent reports them. */
export const reported = {
  version: prose(100).trim().min(1).describe('The version of the agent itself'),
  capabilities: z
    .array(capability)
    .max(MOST_CAPABILITIES)
    .refine(isDistinct, { error: 'must not name one twice' })
    .overwrite((words) => words.toSorted())
    .describe('Words for what it can do, e.g. docker'),
};

export const createAgentBody = z.lazy(() =>
  z.strictObject({ name, environmentIds: environmentIds.default([]), labels: labels.default({}) }),
);
export type CreateAgentBody = z.output<typeof createAgentBody>;

export const updateAgentBody = z.lazy(() =>
  changeBody({
    name: name.optional(),
    environmentIds: environmentIds.optional(),
    labels: labels.optional(),
    isActive: z.boolean().optional().describe('The credential of an agent that is switched off is refused'),
  }),
);

export const registerAgentBody = z.lazy(() => z.strictObject({ joinToken: z.string().min(1).max(200), ...reported }));

export const listAgentsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(AGENT_STATUSES).optional(),
  environmentId: reference.optional().describe('Agents that work in this environment, those for all included'),
  capability: capability.optional(),
});
export type AgentFilter = Omit<z.output<typeof listAgentsQuery>, 'limit' | 'cursor'>;

export const agentView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    environmentIds: z.array(z.string()),
    capabilities: z.array(z.string()),
    version: z.string().nullable(),
    labels: z.record(z.string(), z.string()),
    status: z
      .enum(AGENT_STATUSES)
      .describe(
        'PENDING: never registered. ONLINE: heard within two minutes. DEGRADED: within five, or it reports a problem. OFFLINE: not since',
      ),
    problem: z.string().nullable().describe('The problem that its last sync reported'),
    isActive: z.boolean(),
    joinExpiresAt: z.iso.datetime().nullable().describe('The end of the join token that was not used yet'),
    registeredAt: z.iso.datetime().nullable(),
    lastHeartbeatAt: z.iso.datetime().nullable().describe('To a minute'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'AgentSummary' });

const AGENT_ACTIONS = ['updateAgent', 'renewAgentJoinToken', 'deleteAgent'] as const;
export type AgentAction = (typeof AGENT_ACTIONS)[number];

/** One agent; as an entry of a list, and after a change, it has no actions. */
export const shownAgentView = z.strictObject({ ...agentView.shape, actions: actionsView(AGENT_ACTIONS) });

export const agentWithJoinTokenView = z
  .strictObject({
    ...agentView.shape,
    joinToken: z.string().nullable().describe('Shown once; null when the answer of an earlier request is repeated'),
  })
  .meta({ id: 'AgentWithJoinToken' });

export const registeredAgentView = z
  .strictObject({ agent: agentView, credential: z.string().describe('The bearer token of the agent, shown once') })
  .meta({ id: 'RegisteredAgent' });

/** The status at `at` (epoch milliseconds): nothing is written when an agent falls silent. */
export function statusOf(
  item: Pick<AgentItem, 'registeredAt' | 'lastHeartbeatAt' | 'problem'>,
  at: number,
): AgentStatus {
  if (item.registeredAt === undefined) return 'PENDING';
  const silentMs = at - Date.parse(item.lastHeartbeatAt ?? item.registeredAt);
  if (silentMs >= OFFLINE_MS) return 'OFFLINE';
  return silentMs >= ONLINE_MS || item.problem !== undefined ? 'DEGRADED' : 'ONLINE';
}

export const viewAgent = (item: AgentItem, at: number): z.output<typeof agentView> => ({
  id: item.agentId,
  name: item.name,
  environmentIds: item.environmentIds,
  capabilities: item.capabilities,
  version: item.version ?? null,
  labels: item.labels,
  status: statusOf(item, at),
  problem: item.problem ?? null,
  isActive: item.isActive,
  joinExpiresAt: item.joinExpiresAt ?? null,
  registeredAt: item.registeredAt ?? null,
  lastHeartbeatAt: item.lastHeartbeatAt ?? null,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  revision: item.revision,
});

/** A join token with this hash, from `at` (epoch milliseconds). */
export const joinOf = (hash: string, at: number) => ({ joinHash: hash, joinExpiresAt: isoOf(at + JOIN_MS) });

/** An agent that is created at `at`. */
export const newAgent = (
  tenantId: TenantId,
  agentId: string,
  at: number,
  body: CreateAgentBody,
  hash: string,
): AgentItem => ({
  ...body,
  ...{ tenantId, agentId, capabilities: [], isActive: true },
  ...joinOf(hash, at),
  ...firstStamps(agentDefinition, isoOf(at)),
});

export const newAgentId = (at: number) => newId<'Agent'>(at);

/** True if the agent works in the environment. */
export const worksIn = ({ environmentIds: own }: Pick<AgentItem, 'environmentIds'>, environmentId: string): boolean =>
  own.length === 0 || own.includes(environmentId);

export const matchesFilter = (item: AgentItem, asked: AgentFilter, at: number): boolean =>
  (asked.status === undefined || statusOf(item, at) === asked.status) &&
  (asked.environmentId === undefined || worksIn(item, asked.environmentId)) &&
  (asked.capability === undefined || item.capabilities.includes(asked.capability));

/** Throws `agent.inactive`. */
export function assertActive({ isActive }: Pick<AgentItem, 'isActive'>): void {
  if (!isActive) throw agentErrors.inactive();
}

/** Throws `agent.join_refused`, the same for every reason, unless the join token with this hash registers the agent. */
export function assertMayJoin(item: AgentItem | undefined, hash: string, at: number): asserts item {
  const isFit = item?.isActive && item.joinHash === hash && isoOf(at) < (item.joinExpiresAt ?? '');
  if (!isFit) throw agentErrors.join_refused();
}

/** The changes that register an agent: the join token is used up, and an earlier credential ends. */
export const registration = (
  given: { readonly version: string; readonly capabilities: readonly string[] },
  credentialHash: string,
  at: number,
): Changes<AgentItem> => ({
  ...{ version: given.version, capabilities: [...given.capabilities], credentialHash },
  ...{ joinHash: undefined, joinExpiresAt: undefined, problem: undefined },
  ...{ registeredAt: isoOf(at), lastHeartbeatAt: isoOf(at) },
});
