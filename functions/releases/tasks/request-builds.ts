// Requests new builds of a hotfix to whose branch commits were pushed while it was built; nobody would notice that they are missing.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { BuildRequested } from '../../../entities/releases/events.ts';
import { requestBuilds as requestedBuilds } from '../../../entities/releases/regression/regression.model.ts';
import { auditOf, factsOf } from '../deps.ts';
import { writesOf } from '../workflow/move.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const requestBuilds = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('REQUEST_BUILDS', raw, deps, (whole, caller) => {
    const { release } = whole;
    const move = requestedBuilds(whole, () => newId<'Trigger'>());
    const pipelines = [...move.pipelines.keys()];
    return {
      writes: writesOf(whole, move, isoOf(caller.at), deps.releases),
      events: pipelines.map((pipelineIntegrationId) =>
        BuildRequested.create(caller, release.releaseId, { ...factsOf(release), pipelineIntegrationId }),
      ),
      audit: auditOf(release, 'build.requested', { pipelines, pending: release.pendingCommits?.length ?? 0 }),
    };
  });
