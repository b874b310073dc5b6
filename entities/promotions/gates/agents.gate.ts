// For each target, an agent with the capability that it needs is online.
import { type Gate, passed, pending } from './gate.ts';

export const agentsGate: Gate = ({ targets, agents }) => {
  const able = new Set(agents.filter(({ isOnline }) => isOnline).flatMap(({ capabilities }) => capabilities));
  const missing = [...new Set(targets.map(({ capability }) => capability))].filter((one) => !able.has(one)).sort();
  return missing.length === 0
    ? passed('agents.online', 'An agent is online for every target.')
    : pending('agents.offline', `No agent with ${missing.join(', ')} is online.`, { capabilities: missing });
};
