// The regression cycles of a release, in a partition of their own: reading a release does not read them.
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
  /** The accounts of the people behind all of its commits, as identities name them. */
  authors: optional(list(map({ provider: text, externalId: text }))),
  /** The number of all commits; `commits` has the last ones. */
  commitCount: optional(number),
  /** Stored when the cycle is closed; an open cycle has the builds of the release. */
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
