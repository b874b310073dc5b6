// One agent as operations answer it: with the actions that the caller may do now. Pure.
import type { AgentItem } from '../../entities/agents/agent.entity.ts';
import { type AgentAction, assertActive, viewAgent } from '../../entities/agents/agent.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

export const showAgent = (caller: Caller, item: AgentItem) => ({
  ...viewAgent(item, caller.at),
  actions: actionsOf<AgentAction>(caller, manifest, {
    updateAgent: always,
    renewAgentJoinToken: () => assertActive(item),
    deleteAgent: always,
  }),
});
