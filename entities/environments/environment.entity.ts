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
import { emergencyStopKeys, environmentKeys, environmentNameKeys } from './environment.keys.ts';
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
  soakMinutes: number,
  isStopped: boolean,
  stop: optional(map(stop)),
  /** Freeze windows, targets and agents that name the environment; of them the targets and the agents. */
  useCount: number,
  targetCount: optional(number),
  agentCount: optional(number),
});

/** In lower case: names are unique without regard to case. */
export const environmentNameDefinition = defineRecord('environmentName', environmentNameKeys, {
  name: text,
  environmentId: text,
});

export const emergencyStopDefinition = defineRecord('emergencyStop', emergencyStopKeys, stop);

export type EnvironmentItem = ItemOf<typeof environmentDefinition>;
export type EmergencyStopItem = ItemOf<typeof emergencyStopDefinition>;
export type Stop = Pick<EmergencyStopItem, 'reason' | 'at' | 'by' | 'byName'>;
