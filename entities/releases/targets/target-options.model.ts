// How the store of one target is handed a version: given at creation or until its store has it. Pure.
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

/** Of one target: how its store is handed the version. */
export const targetOptions = z.strictObject({
  releaseMode: releaseMode
    .optional()
    .describe('When an approved version goes to users: at once, by POST …/release, or from a time on. App Store alone'),
  inAppUpdatePriority: z.int().min(0).max(5).optional().describe('Google Play alone: how soon the app urges to update'),
});
export type TargetOptions = z.output<typeof targetOptions>;

export const updateTargetBody = targetOptions
  .extend({
    pipelineIntegrationId: z.string().max(64).optional().describe('The pipeline whose builds the store is given'),
  })
  .refine((body) => Object.keys(body).length > 0, {
    error: 'must change something',
  });

/** Throws unless the release has the pipeline, and builds for this target with it. */
export function fedBy(
  { targetIntegrationId, pipelineIntegrationId: before }: ReleaseTargetItem,
  pipelines: readonly ReleasePipelineItem[],
  wanted: string | undefined,
): Changes<ReleaseTargetItem> {
  if (wanted === undefined || wanted === before) return {};
  const found = pipelines.find((item) => item.pipelineIntegrationId === wanted);
  if (found?.targetIntegrationId === targetIntegrationId) {
    // A build that its store had before is not of this pipeline.
    return { pipelineIntegrationId: wanted, buildNumber: undefined };
  }
  const mine = pipelines.filter((item) => item.targetIntegrationId === targetIntegrationId);
  const ids = mine.map((item) => item.pipelineIntegrationId).join(', ');
  throw releaseErrors.invalid({
    detail: `The release has no pipeline ${wanted} that builds for this target${ids === '' ? '' : `, but ${ids}`}.`,
    fields: [{ path: 'pipelineIntegrationId', code: 'release.pipeline_not_found', message: 'builds nothing for it' }],
  });
}

/** How the options of a target are stored. */
export function storedOptions({ releaseMode: mode, inAppUpdatePriority }: TargetOptions): Changes<ReleaseTargetItem> {
  const isDated = typeof mode === 'object';
  return {
    ...(mode === undefined
      ? {}
      : { releaseMode: isDated ? 'SCHEDULED' : mode, releaseAt: isDated ? mode.at : undefined }),
    ...(inAppUpdatePriority === undefined ? {} : { inAppUpdatePriority }),
  };
}

/** The release mode as stores are told it; undefined leaves it to them. */
export function modeOf({ releaseMode: mode, releaseAt }: ReleaseTargetItem): ReleaseMode | undefined {
  return mode === 'SCHEDULED' ? { at: releaseAt ?? '' } : mode;
}

/** Why a store cannot do as the options say; undefined when it can. */
export function optionsRefusal(type: TargetType, { releaseMode: mode, inAppUpdatePriority }: TargetOptions) {
  if (inAppUpdatePriority !== undefined && type !== 'PLAY_STORE') {
    return 'Only Google Play knows a priority of in-app updates';
  }
  return mode === undefined ? undefined : releaseModeRefusal(type, mode);
}

/** Throws for a target that its store has already: what it was told with the submission stays. */
export function assertOptionsOpen(release: ReleaseItem, target: ReleaseTargetItem): void {
  if (isBeforeSubmission(release, target)) return;
  throw releaseErrors.field_locked({
    detail: `Its store has this version (${target.targetStatus}): how it is released is told with the submission. Withdraw it first, or release it by POST …/release.`,
    fields: [],
  });
}
