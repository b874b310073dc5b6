// The request of a person for another build of one pipeline, by a route or in a chat: the change to save.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { BuildRequested, RegressionStarted } from '../../../entities/releases/events.ts';
import { requestBuild } from '../../../entities/releases/regression/regression.model.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../deps.ts';
import { openNextCycle } from '../workflow/cycles.ts';
import { writesOf } from '../workflow/move.ts';

/** Throws why no build can be requested. */
export async function requestedBuild(
  caller: Caller,
  whole: WholeRelease,
  pipeline: ReleasePipelineItem,
  force: boolean | undefined,
  releases: ReleaseRepo,
) {
  const { release } = whole;
  const { pipelineIntegrationId } = pipeline;
  const move = requestBuild(whole, pipeline, () => newId<'Trigger'>(), force);
  const at = isoOf(caller.at);
  const opened = move.release.regressionCycle === undefined ? undefined : await openNextCycle(whole, at, releases);
  const facts = factsOf(release);
  const change: Change = {
    writes: [...writesOf(whole, move, at, releases), ...(opened?.writes ?? [])],
    events: [
      ...(opened ? [RegressionStarted.create(caller, release.releaseId, { ...facts, ...opened.facts })] : []),
      BuildRequested.create(caller, release.releaseId, { ...facts, pipelineIntegrationId }),
    ],
    audit: auditOf(release, 'build.requested', { pipelineIntegrationId, ...move.release }),
  };
  return { change, pipeline: { ...pipeline, ...move.pipelines.get(pipelineIntegrationId) } };
}
