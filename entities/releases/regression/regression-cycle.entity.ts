// Regression cycles of a release, beside it: reading a release does not read them.
import { defineEntity, type ItemOf, list, map, number, oneOf, optional, text } from '../../_base/table/entity.ts';
import { BUILD_STATUSES, CYCLE_REASONS, CYCLE_STATUSES } from '../lifecycle/status.model.ts';
import { regressionCycleKeys } from '../release.keys.ts';

export const regressionCycleDefinition = defineEntity('regressionCycle', regressionCycleKeys, {
  releaseId: text,
  cycle: number,
  status: oneOf(CYCLE_STATUSES),
  reason: oneOf(CYCLE_REASONS),
  openedAt: text,
  closedAt: optional(text),
  signedOffBy: optional(text),
  headSha: optional(text),
  commits: optional(list(map({ sha: text, message: text, author: text, committedAt: text }))),
  /** Of all, of which `commits` has the last ones. */
  commitCount: optional(number),
  /** Kept when the cycle is closed; until then they are the release's. */
  builds: optional(
    list(
      map({
        pipelineIntegrationId: text,
        buildStatus: oneOf(BUILD_STATUSES),
        buildNumber: optional(text),
        buildUrl: optional(text),
      }),
    ),
  ),
});

export type RegressionCycleItem = ItemOf<typeof regressionCycleDefinition>;
