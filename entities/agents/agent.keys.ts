// Keys of agents, of their names and of their number. An agent is in no index, so that a heartbeat costs one write unit.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const agentKeys = { pk: 'T#${tenantId}#AGENTS', sk: '${agentId}', removal } as const;
export const agentNameKeys = { pk: 'T#${tenantId}#AGENT_NAMES', sk: '${name}', removal } as const;
export const agentCountKeys = { pk: 'T#${tenantId}#AGENT_COUNT', sk: 'COUNT', removal } as const;
