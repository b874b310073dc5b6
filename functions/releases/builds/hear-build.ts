// The event that tells of a build as it is now, and a report about a build applied to its pipeline: by a person, or by the service
// when it was asked.
import type { Loose } from '../../../entities/_base/table/table.ts';
import { applyBuildReport, isProgress, isVisible } from '../../../entities/releases/builds/build.model.ts';
import { BuildFailed, BuildProgressed, BuildSucceeded } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { Caller } from '../../_kit/save.ts';
import { factsOf } from '../deps.ts';

/** The event that tells of a build as it is now. `reason` is a person's, of an end that is no success. */
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

type Report = Parameters<typeof applyBuildReport>[1];

/** The changes and the event that tells them; undefined when the report says what is known. */
export function heard(
  caller: Caller,
  whole: WholeRelease,
  pipeline: ReleasePipelineItem,
  report: Report,
  reason?: string,
) {
  const changes = applyBuildReport(pipeline, report);
  if (!changes || !isVisible(changes)) return undefined;
  const changed = { ...pipeline, ...changes };
  const events = isProgress(pipeline, changes) ? [buildEventOf(caller, whole, changed, reason)] : [];
  return { changes, changed, events };
}
