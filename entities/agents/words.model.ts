// Words that the entity and the models of agents share. Pure.

export const AGENT_STATUSES = ['PENDING', 'ONLINE', 'DEGRADED', 'OFFLINE'] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];
