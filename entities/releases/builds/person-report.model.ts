// Reports of people about the end of a build, and their requests to look at it: a second source beside the reports of CI. Pure.
import * as z from 'zod';
import { prose } from '../../_base/text.ts';
import { releaseErrors } from '../errors.ts';
import { assertIsIn } from '../lifecycle/lifecycle.model.ts';
import type { WholeRelease } from '../release.view.ts';
import type { ReleasePipelineItem } from '../release-parts.entity.ts';

const number = z.string().trim().min(1).max(100);

export const reportBuildBody = z.lazy(() =>
  z.strictObject({
    status: z.enum(['SUCCESS', 'FAILED', 'CANCELLED']),
    buildNumber: number.optional().describe('Default: the known number'),
    storeBuildNumber: number.optional().describe("The store's number of the build, if it is not buildNumber"),
    commitSha: z
      .string()
      .regex(/^[0-9a-f]{7,64}$/, 'must be the hash of a commit')
      .optional()
      .describe('The commit of the build. Default: the commit that it was triggered for'),
    reason: prose(1000).trim().min(1).optional(),
  }),
);
export type ReportBuildBody = z.output<typeof reportBuildBody>;

const BUILDING = ['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'] as const;

const nameOf = ({ buildNumber }: ReleasePipelineItem): string =>
  buildNumber === undefined ? 'The build' : `Build ${buildNumber}`;

const triggerOf = ({ releaseKey }: WholeRelease['release'], { pipelineIntegrationId }: ReleasePipelineItem): string =>
  `POST /releases/${encodeURIComponent(releaseKey)}/pipelines/${pipelineIntegrationId}/trigger`;

/** Throws `release.build_done`: a success is final. */
function assertHasNotSucceeded({ release }: WholeRelease, pipeline: ReleasePipelineItem): void {
  if (pipeline.buildStatus !== 'SUCCESS') return;
  throw releaseErrors.build_done({
    detail: `${nameOf(pipeline)} has succeeded, which is final; request another build if this one is not good.`,
    legal: release.status === 'STARTED' ? [] : [triggerOf(release, pipeline)],
  });
}

/** Throws unless the service has a build to look at. */
export function assertMayRefresh(whole: WholeRelease, pipeline: ReleasePipelineItem): void {
  assertIsIn(whole.release, BUILDING, 'Builds are refreshed');
  assertHasNotSucceeded(whole, pipeline);
  if (pipeline.externalId !== undefined) return;
  throw releaseErrors.no_build({ detail: 'No build of this pipeline was triggered yet.', legal: [] });
}

/** Throws unless people may report that status. They may also report a build that Windlass could not trigger. */
export function assertMayReport(whole: WholeRelease, pipeline: ReleasePipelineItem, { status }: ReportBuildBody): void {
  assertIsIn(whole.release, BUILDING, 'Builds are reported');
  assertHasNotSucceeded(whole, pipeline);
  if (status === 'SUCCESS' || pipeline.triggered) return;
  throw releaseErrors.no_build({
    detail: `No build of this pipeline was triggered, so none can be ${status}.`,
    legal: [],
  });
}

/** The refusal of a report that changes nothing. */
export const nothingNew = (pipeline: ReleasePipelineItem) =>
  releaseErrors.nothing_new({
    detail: `${nameOf(pipeline)} is ${pipeline.buildStatus} already, and nothing was changed.`,
  });
