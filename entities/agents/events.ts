// Events of agents and of their tasks. They hold ids and names, never documents. An agent's observations are told as events of their targets.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';

const event = domainEvents('agents');

const agent = { agentId: z.string(), name: z.string() };

export const AgentCreated = event('AgentCreated', () => agent);
/** By a person, or by the agent itself: `changed` are then fields that its sync reported. */
export const AgentUpdated = event('AgentUpdated', () => ({ ...agent, changed: z.array(z.string()) }));
export const AgentDeleted = event('AgentDeleted', () => agent);
export const AgentJoinTokenRenewed = event('AgentJoinTokenRenewed', () => agent);
/** An agent that was OFFLINE has synced; nothing is sent when one falls silent. */
export const AgentReturned = event('AgentReturned', () => ({ ...agent, silentSince: z.string() }));
/** The agent has a credential from now on; an earlier one ended. */
export const AgentRegistered = event('AgentRegistered', () => ({ ...agent, version: z.string() }));

const task = {
  ...{ taskId: z.string(), deploymentId: z.string(), step: z.string() },
  ...{ environmentId: z.string(), targetId: z.string(), targetName: z.string() },
};
const lease = { agentId: z.string(), agentName: z.string(), fence: z.number().int() };

/** The task waits for an agent. */
export const DeploymentTaskQueued = event('DeploymentTaskQueued', () => task);
export const DeploymentTaskLeased = event('DeploymentTaskLeased', () => ({ ...task, ...lease }));
/** The agent of the lease fell silent; the task waits for another one. */
export const DeploymentTaskReturned = event('DeploymentTaskReturned', () => ({ ...task, ...lease }));
export const DeploymentTaskSucceeded = event('DeploymentTaskSucceeded', () => task);
export const DeploymentTaskFailed = event('DeploymentTaskFailed', () => ({ ...task, message: z.string() }));
export const DeploymentTaskCancelled = event('DeploymentTaskCancelled', () => task);
