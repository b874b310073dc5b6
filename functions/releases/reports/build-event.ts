// The event that tells of a build as it is now.
import type { Loose } from '../../../entities/_base/table/table.ts';
import { BuildFailed, BuildProgressed, BuildSucceeded } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { Caller } from '../../_kit/commit.ts';
import { factsOf } from '../deps.ts';

/** `reason` is a person's, of an end that is no success. */
export function buildEventOf(
  caller: Caller,
  { release }: WholeRelease,
  pipeline: Loose<ReleasePipelineItem>,
  reason?: string,
) {
  const { pipelineIntegrationId, buildNumber, buildUrl, buildStatus, commitSha } = pipeline;
  const data = { ...factsOf(release), pipelineIntegrationId, buildNumber, buildUrl, commitSha };
  if (buildStatus === 'SUCCESS') return BuildSucceeded.create(caller, release.releaseId, data);
  if (buildStatus === 'FAILED' || buildStatus === 'CANCELLED') {
    return BuildFailed.create(caller, release.releaseId, { ...data, buildStatus, reason });
  }
  return BuildProgressed.create(caller, release.releaseId, data);
}
