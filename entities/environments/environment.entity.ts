// The environment, the sentinel of its name, and the emergency stop of all environments.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  map,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { approvalPolicyKeys, emergencyStopKeys, environmentKeys, environmentNameKeys } from './environment.keys.ts';
import { TIERS } from './words.model.ts';

/** `at` is ISO 8601; `by` is the id of the person. */
const stop = { reason: text, at: text, by: text, byName: text };

export const environmentDefinition = defineEntity('environment', environmentKeys, {
  environmentId: text,
  name: text,
  displayName: text,
  description: optional(text),
  /** The order of promotion; OUTSIDE_ORDER for an environment that promotions do not reach. */
  place: number,
  tier: oneOf(TIERS),
  config: json,
  requiredApprovals: number,
  requireSod: boolean,
  /** See ApprovalGroup of policies/approval-policy.model.ts. */
  approvalGroups: optional(json),
  /** Of the approval policy that is in force; undefined for the first. */
  policyVersion: optional(number),
  soakMinutes: number,
  /** True: it takes every release that is verified in the environment before it. */
  autoPromote: optional(boolean),
  isStopped: boolean,
  stop: optional(map(stop)),
  /** Freeze windows, targets, agents and SERVER integrations that name the environment; of them all but the freeze windows. */
  useCount: number,
  targetCount: optional(number),
  agentCount: optional(number),
  integrationCount: optional(number),
});

/** In lower case: names are unique without regard to case. */
export const environmentNameDefinition = defineRecord('environmentName', environmentNameKeys, {
  name: text,
  environmentId: text,
});

/** Written once: a change of the policy is the next version. */
export const approvalPolicyDefinition = defineRecord('approvalPolicy', approvalPolicyKeys, {
  environmentId: text,
  version: number,
  requiredApprovals: number,
  approvalGroups: json,
  requireSod: boolean,
  changedAt: text,
  changedBy: text,
  changedByName: text,
});

export const emergencyStopDefinition = defineRecord('emergencyStop', emergencyStopKeys, stop);

export type EnvironmentItem = ItemOf<typeof environmentDefinition>;
export type ApprovalPolicyItem = ItemOf<typeof approvalPolicyDefinition>;
export type EmergencyStopItem = ItemOf<typeof emergencyStopDefinition>;
export type Stop = Pick<EmergencyStopItem, 'reason' | 'at' | 'by' | 'byName'>;
