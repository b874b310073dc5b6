// The build that a target's store gets. Pure.
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';

/**
 * The store's number of the build of the pipeline that the target names, or of any pipeline of the target if it names none. Undefined
 * for a release without pipelines: the store takes its newest build.
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
