// The order of promotion, and the filters of environments that are listed by it. Pure, and without schemas, as repositories have it too.
import type { EnvironmentItem } from './environment.entity.ts';

/** The place of environments that no promotion reaches: after all others. */
export const OUTSIDE_ORDER = 999_999;

/** True if promotions reach it. */
export const isReached = ({ place }: Pick<EnvironmentItem, 'place'>): boolean => place !== OUTSIDE_ORDER;

export type EnvironmentFilter = {
  readonly [Field in 'tier' | 'isStopped' | 'autoPromote']?: EnvironmentItem[Field] | undefined;
};

export const matchesFilter = (
  { tier, isStopped, autoPromote = false }: EnvironmentItem,
  asked: EnvironmentFilter,
): boolean =>
  (asked.tier === undefined || tier === asked.tier) &&
  (asked.isStopped === undefined || isStopped === asked.isStopped) &&
  (asked.autoPromote === undefined || autoPromote === asked.autoPromote);
