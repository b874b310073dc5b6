// Which build a target's store is given. Pure.
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';

/**
 * The store's number of the build of the pipeline that the target names; of any pipeline of the target if it was stored
 * without one. Undefined for a release that Windlass builds nothing for: the store takes its newest build.
 */
export function feedingBuild(
  { targetIntegrationId, pipelineIntegrationId }: ReleaseTargetItem,
  pipelines: readonly ReleasePipelineItem[],
): string | undefined {
  const isFeeding = (item: ReleasePipelineItem) =>
    pipelineIntegrationId === undefined
      ? item.targetIntegrationId === targetIntegrationId && item.buildNumber !== undefined
      : item.pipelineIntegrationId === pipelineIntegrationId;
  const feeding = pipelines.find(isFeeding);
  return feeding?.storeBuildNumber ?? feeding?.buildNumber;
}
