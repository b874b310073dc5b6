// Applies a report about a build to its pipeline; the report comes from people, or from the service when it was asked.
import { applyBuildReport, isProgress, isVisible } from '../../../entities/releases/builds/build.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { Caller } from '../../_kit/commit.ts';
import { buildEventOf } from '../reports/build-event.ts';

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
