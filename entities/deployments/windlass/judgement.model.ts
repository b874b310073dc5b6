// The judgement of a step after its soak: metrics against their thresholds. Pure. Source: orchestrators-and-dora, "Strategies".
import type { PlanStep } from './plan.model.ts';

export interface Fact {
  readonly name: string;
  readonly value: number;
  /** ISO 8601. */
  readonly recordedAt: string;
}

const shown = (value: number): string => String(Number(value.toPrecision(6)));

/**
 * A sentence for each threshold that is not met. A metric counts with the mean of the values that were recorded since the step began;
 * one that was not recorded is not within its bounds, because a canary that nobody measures proves nothing.
 */
export function missedThresholds({ thresholds }: Pick<PlanStep, 'thresholds'>, facts: readonly Fact[]): string[] {
  return thresholds.flatMap(({ metric, most, least }) => {
    const values = facts.flatMap(({ name, value }) => (name === metric ? [value] : []));
    if (values.length === 0) return [`${metric} was not recorded`];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    if (most !== undefined && mean > most) return [`${metric} was ${shown(mean)}, at most ${shown(most)} is allowed`];
    if (least !== undefined && mean < least)
      return [`${metric} was ${shown(mean)}, at least ${shown(least)} is needed`];
    return [];
  });
}
