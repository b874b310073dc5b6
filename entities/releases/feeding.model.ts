// Which build a target's store is given. Pure.
import type { ReleasePipelineItem, ReleaseTargetItem } from './release-parts.entity.ts';

/**
 * What the store knows the build by: that of the pipeline which the target names, or of any for a target that was stored without
 * one. Undefined of a release that Windlass builds nothing for: the store takes its newest build.
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
