// The rollout actions that a store can do, from the rules of its type. Pure.
import type { RolloutAction, RolloutRules } from './integration-type.ts';
import { INTEGRATION_TYPES, type TargetType } from './integration-types.ts';

/** When an approved version goes to users: at once, when a person or we say so, or from a time on (ISO 8601). */
export type ReleaseMode = 'AUTOMATIC' | 'MANUAL' | { readonly at: string };

export const rolloutRules = (type: TargetType): RolloutRules => INTEGRATION_TYPES[type].rollout;

/** Why a store cannot do this at all, whatever the version's state; undefined when it can. */
export function rolloutRefusal(type: TargetType, action: RolloutAction, percentage = 100): string | undefined {
  const { percentages, percentageRefusal, refusals } = rolloutRules(type);
  const isPercentage = percentages ? percentages.includes(percentage) : percentage > 0 && percentage <= 100;
  return refusals[action] ?? (isPercentage ? undefined : percentageRefusal);
}

/** Why a store cannot keep an approved version until it is released; undefined when it can, or need not. */
export const releaseModeRefusal = (type: TargetType, mode: ReleaseMode): string | undefined =>
  mode === 'AUTOMATIC' ? undefined : rolloutRules(type).automaticOnly;
