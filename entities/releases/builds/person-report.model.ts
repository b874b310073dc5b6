// The end of a build as people say it or as its service answers: a second source beside the reports of CI. Pure.
import * as z from 'zod';
import { prose } from '../../_base/text.ts';
import { releaseErrors } from '../errors.ts';
import { assertIsIn } from '../lifecycle/lifecycle.model.ts';
import type { WholeRelease } from '../release.view.ts';
import type { ReleasePipelineItem } from '../release-parts.entity.ts';

const number = z.string().trim().min(1).max(100);

export const reportBuildBody = z.strictObject({
  status: z.enum(['SUCCESS', 'FAILED', 'CANCELLED']),
  buildNumber: number.optional().describe('Default: the one that is known'),
  storeBuildNumber: number.optional().describe('The number of the build in the store, if it differs from buildNumber'),
  commitSha: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'must be the hash of a commit')
    .optional()
    .describe('The commit that was built. Default: the one that it was asked for'),
  reason: prose(1000).trim().min(1).optional(),
});
export type ReportBuildBody = z.output<typeof reportBuildBody>;

const BUILDING = ['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'] as const;

const nameOf = ({ buildNumber }: ReleasePipelineItem): string =>
  buildNumber === undefined ? 'The build' : `Build ${buildNumber}`;

const triggerOf = ({ releaseKey }: WholeRelease['release'], { pipelineIntegrationId }: ReleasePipelineItem): string =>
  `POST /releases/${encodeURIComponent(releaseKey)}/pipelines/${pipelineIntegrationId}/trigger`;

/** Throws `release.build_done` for a success, which stays. */
function assertHasNotSucceeded({ release }: WholeRelease, pipeline: ReleasePipelineItem): void {
  if (pipeline.buildStatus !== 'SUCCESS') return;
  throw releaseErrors.build_done({
    detail: `${nameOf(pipeline)} has succeeded, and that stays; ask for another build if this one is not good.`,
    legal: release.status === 'STARTED' ? [] : [triggerOf(release, pipeline)],
  });
}

/** Throws unless there is a build that the service can be asked about. */
export function assertMayRefresh(whole: WholeRelease, pipeline: ReleasePipelineItem): void {
  assertIsIn(whole.release, BUILDING, 'Builds are refreshed');
  assertHasNotSucceeded(whole, pipeline);
  if (pipeline.externalId !== undefined) return;
  throw releaseErrors.no_build({ detail: 'No build of this pipeline was started yet.', legal: [] });
}

/** Throws unless people may say that of the pipeline's build. Also a build that Windlass could not start may have been made. */
export function assertMayReport(whole: WholeRelease, pipeline: ReleasePipelineItem, { status }: ReportBuildBody): void {
  assertIsIn(whole.release, BUILDING, 'Builds are reported');
  assertHasNotSucceeded(whole, pipeline);
  if (status === 'SUCCESS' || pipeline.triggered) return;
  throw releaseErrors.no_build({ detail: `No build of this pipeline was started that could be ${status}.`, legal: [] });
}

/** Of a report that changes nothing. */
export const nothingNew = (pipeline: ReleasePipelineItem) =>
  releaseErrors.nothing_new({
    detail: `${nameOf(pipeline)} is ${pipeline.buildStatus} already, and nothing was changed.`,
  });
