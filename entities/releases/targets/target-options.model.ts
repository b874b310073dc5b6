// The options of a target's submission: given at creation, or until its store has the version. Pure.
import * as z from 'zod';
import type { Changes } from '../../_base/table/table.ts';
import { instant } from '../../_base/time/wall-time.ts';
import type { TargetType } from '../../integrations/types/integration-types.ts';
import { type ReleaseMode, releaseModeRefusal } from '../../integrations/types/store-rollout.model.ts';
import { releaseErrors } from '../errors.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';
import { isBeforeSubmission } from './target.model.ts';

const releaseMode = z.union([z.enum(['AUTOMATIC', 'MANUAL']), z.strictObject({ at: instant })]);

/** The options of one target. */
export const targetOptions = z.strictObject({
  releaseMode: releaseMode
    .optional()
    .describe('The release of an approved version: at once, by POST …/release, or at a time. App Store only'),
  inAppUpdatePriority: z
    .int()
    .min(0)
    .max(5)
    .optional()
    .describe('The urgency of the update in the app. Google Play only'),
});
export type TargetOptions = z.output<typeof targetOptions>;

export const updateTargetBody = targetOptions
  .extend({
    pipelineIntegrationId: z.string().max(64).optional().describe('The pipeline that feeds the store'),
  })
  .refine((body) => Object.keys(body).length > 0, {
    error: 'must change something',
  });

/** Throws unless the release has the pipeline and it builds for this target. */
export function fedBy(
  { targetIntegrationId, pipelineIntegrationId: before }: ReleaseTargetItem,
  pipelines: readonly ReleasePipelineItem[],
  wanted: string | undefined,
): Changes<ReleaseTargetItem> {
  if (wanted === undefined || wanted === before) return {};
  const found = pipelines.find((item) => item.pipelineIntegrationId === wanted);
  if (found?.targetIntegrationId === targetIntegrationId) {
    // A build that the store had before is of another pipeline.
    return { pipelineIntegrationId: wanted, buildNumber: undefined };
  }
  const mine = pipelines.filter((item) => item.targetIntegrationId === targetIntegrationId);
  const ids = mine.map((item) => item.pipelineIntegrationId).join(', ');
  throw releaseErrors.invalid({
    detail: `The release has no pipeline ${wanted} that builds for this target${ids === '' ? '' : `, but ${ids}`}.`,
    fields: [{ path: 'pipelineIntegrationId', code: 'release.pipeline_not_found', message: 'does not build for it' }],
  });
}

/** The stored form of the options. */
export function storedOptions({ releaseMode: mode, inAppUpdatePriority }: TargetOptions): Changes<ReleaseTargetItem> {
  const isDated = typeof mode === 'object';
  return {
    ...(mode === undefined
      ? {}
      : { releaseMode: isDated ? 'SCHEDULED' : mode, releaseAt: isDated ? mode.at : undefined }),
    ...(inAppUpdatePriority === undefined ? {} : { inAppUpdatePriority }),
  };
}

/** The release mode for the store; undefined leaves it to the store. */
export function modeOf({ releaseMode: mode, releaseAt }: ReleaseTargetItem): ReleaseMode | undefined {
  return mode === 'SCHEDULED' ? { at: releaseAt ?? '' } : mode;
}

/** The reason why a store cannot do as the options say; undefined if it can. */
export function optionsRefusal(type: TargetType, { releaseMode: mode, inAppUpdatePriority }: TargetOptions) {
  if (inAppUpdatePriority !== undefined && type !== 'PLAY_STORE') {
    return 'Only Google Play has a priority of in-app updates';
  }
  return mode === undefined ? undefined : releaseModeRefusal(type, mode);
}

/** Throws if the store has the version already: its options came with the submission. */
export function assertOptionsOpen(release: ReleaseItem, target: ReleaseTargetItem): void {
  if (isBeforeSubmission(release, target)) return;
  throw releaseErrors.field_locked({
    detail: `Its store has this version (${target.targetStatus}): its options came with the submission. Withdraw it first, or release it by POST …/release.`,
    fields: [],
  });
}
