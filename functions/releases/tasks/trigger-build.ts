// Triggers the build of one pipeline. The start of the trigger is written first, so that a repetition looks for the build that it may
// have triggered already; reports of CI in between are kept.
import * as z from 'zod';
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { bindBuild } from '../../../entities/releases/builds/build.model.ts';
import { BuildTriggered } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { TriggeredBuild } from '../../_adapters/adapter.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { buildEventOf } from '../builds/hear-build.ts';
import { auditOf, factsOf } from '../deps.ts';
import { headOfRelease } from '../scm/release-branch.ts';
import { nextStepOf } from '../workflow/next-step.ts';
import { callerOf, loadWhole, releaseInput, type TaskDeps } from './step.ts';

const input = releaseInput.extend({ pipelineIntegrationId: z.string() });

const pipelineOf = ({ pipelines }: WholeRelease, id: string): ReleasePipelineItem | undefined =>
  pipelines.find((item) => item.pipelineIntegrationId === id);

/**
 * Writes the start of the trigger with its commit, unless an earlier attempt did; answers the pipeline after it, or undefined if no build
 * is due. Earlier pushes are in that commit and not pending any more.
 */
async function start(whole: WholeRelease, id: string, caller: Caller, deps: TaskDeps) {
  const pipeline = pipelineOf(whole, id);
  const isDue = nextStepOf(whole, deps.now()).step === 'TRIGGER_BUILDS' && pipeline?.buildStatus === 'PENDING';
  if (!pipeline || !isDue) return undefined;
  if (pipeline.triggered) return { pipeline, mayHaveStarted: true };
  const { release } = whole;
  const scm = await deps.outside.scm(release.tenantId, release.scmIntegrationId);
  const sha = await headOfRelease(scm, release);
  const at = isoOf(caller.at);
  const triggerId = pipeline.triggerId ?? newId<'Trigger'>();
  const changes = { triggered: true, triggeredAt: at, triggerId, triggeredSha: sha, commitSha: sha };
  await deps.save(caller, {
    writes: [
      deps.releases.updatePipeline(pipeline, at, changes),
      release.pendingCommits === undefined
        ? deps.releases.unchanged(release)
        : deps.releases.update(release, at, { pendingCommits: undefined }),
    ],
    events: [],
    audit: auditOf(release, 'build.trigger_started', { pipelineIntegrationId: id, triggerId, commitSha: sha }),
  });
  return { pipeline: { ...pipeline, ...changes }, mayHaveStarted: false };
}

/** Saves the service's answer, unless it is saved already or another build is due meanwhile. */
async function record(
  whole: WholeRelease,
  due: ReleasePipelineItem,
  answer: TriggeredBuild,
  caller: Caller,
  deps: TaskDeps,
) {
  const { release, targets } = whole;
  const id = due.pipelineIntegrationId;
  const pipeline = pipelineOf(whole, id);
  if (!pipeline || pipeline.triggerId !== due.triggerId || pipeline.externalId !== undefined) return;
  const at = isoOf(caller.at);
  const target = targets.find((item) => item.targetIntegrationId === pipeline.targetIntegrationId);
  const changes = bindBuild(pipeline, answer);
  const bound = { ...pipeline, ...changes };
  const { buildUrl, buildNumber, commitSha } = bound;
  const isEnded = changes.buildStatus !== undefined && changes.buildStatus !== 'RUNNING';
  await deps.save(caller, {
    writes: [
      deps.releases.updatePipeline(pipeline, at, changes),
      deps.releases.claimBuild(release, answer.buildUrl, at),
      deps.integrations.noteTriggered(release.tenantId, id, at),
      ...(target?.targetStatus === 'PENDING'
        ? [deps.releases.updateTarget(target, at, { targetStatus: 'BUILDING' })]
        : []),
    ],
    events: [
      BuildTriggered.create(caller, release.releaseId, {
        ...factsOf(release),
        pipelineIntegrationId: id,
        buildNumber,
        buildUrl,
        commitSha,
      }),
      // Reports that came before the answer may turn out to be about this build.
      ...(isEnded ? [buildEventOf(caller, whole, bound)] : []),
    ],
    audit: auditOf(release, 'build.triggered', { pipelineIntegrationId: id, buildUrl, commitSha }),
  });
}

export async function triggerBuild(raw: unknown, deps: TaskDeps): Promise<void> {
  const given = input.parse(raw);
  const { tenantId, pipelineIntegrationId } = given;
  const caller = callerOf(given, deps);
  const due = await retryOnConflict(async () =>
    start(await loadWhole(given, deps), pipelineIntegrationId, caller, deps),
  );
  if (!due) return;
  const { release } = await loadWhole(given, deps);
  const client = await deps.outside.pipeline(tenantId, pipelineIntegrationId);
  const answer = await client.trigger({
    branch: release.branchRelease,
    parameters: { RELEASE_VERSION: release.version, BRANCH: release.branchRelease },
    triggerId: due.pipeline.triggerId ?? '',
    since: due.pipeline.triggeredAt ?? isoOf(caller.at),
    mayHaveStarted: due.mayHaveStarted,
  });
  await retryOnConflict(async () => record(await loadWhole(given, deps), due.pipeline, answer, caller, deps));
}
