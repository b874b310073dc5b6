// An agent with the hashes of its join token and its credential, the sentinel of its name, and the number of agents. Heartbeats are noted
// without a new revision.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  list,
  number,
  optional,
  text,
} from '../_base/table/entity.ts';
import { agentCountKeys, agentKeys, agentNameKeys } from './agent.keys.ts';

export const agentDefinition = defineEntity('agent', agentKeys, {
  agentId: text,
  name: text,
  /** Where it works; none for all. */
  environmentIds: list(text),
  capabilities: list(text),
  version: optional(text),
  /** Texts by key. */
  labels: json,
  isActive: boolean,
  /** SHA-256 of the join token that was not used yet. */
  joinHash: optional(text),
  joinExpiresAt: optional(text),
  /** SHA-256 of its credential. */
  credentialHash: optional(text),
  registeredAt: optional(text),
  /** To a minute; see sync.model.ts. */
  lastHeartbeatAt: optional(text),
  /** As its last sync reported it. */
  problem: optional(text),
  /** The hash of its last observations of targets, and the time at which they were compared with the targets. */
  observedHash: optional(text),
  observedAt: optional(text),
});

/** The result of `uniqueName`. */
export const agentNameDefinition = defineRecord('agentName', agentNameKeys, { name: text, agentId: text });

export const agentCountDefinition = defineRecord('agentCount', agentCountKeys, { agentCount: number });

export type AgentItem = ItemOf<typeof agentDefinition>;
