// The changes of a release that a route, a task and a chat share: going on after a pause, requesting builds, and opening and
// closing regression cycles. The model decides; these are the writes and events of one transaction.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { BuildRequested, RegressionStarted, ReleaseResumed } from '../../../entities/releases/events.ts';
import { resume } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import {
  cycleReasonOf,
  type Move,
  openCycle,
  requestBuild,
  retryTask,
} from '../../../entities/releases/regression/regression.model.ts';
import {
  type RegressionCycleItem,
  regressionCycleDefinition,
} from '../../../entities/releases/regression/regression-cycle.entity.ts';
import { buildsOf } from '../../../entities/releases/regression/regression-cycle.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../deps.ts';

export const newTriggerId = () => newId<'Trigger'>();

/** The writes of a move. It always writes the release, so that two moves at once never both happen. `at` is ISO 8601. */
export function writesOf(whole: WholeRelease, move: Move, at: string, releases: ReleaseRepo): Write[] {
  const targets = whole.targets.flatMap((target) => {
    const changes = move.targets.get(target.targetIntegrationId);
    return changes ? [releases.updateTarget(target, at, changes)] : [];
  });
  const pipelines = whole.pipelines.flatMap((pipeline) => {
    const changes = move.pipelines.get(pipeline.pipelineIntegrationId);
    return changes ? [releases.updatePipeline(pipeline, at, changes)] : [];
  });
  return [releases.update(whole.release, at, move.release), ...targets, ...pipelines];
}

/** The release after a move. */
export function movedTo({ release, targets, pipelines }: WholeRelease, move: Move): WholeRelease {
  const after = {
    release: { ...release, ...move.release },
    targets: targets.map((item) => ({ ...item, ...move.targets.get(item.targetIntegrationId) })),
    pipelines: pipelines.map((item) => ({ ...item, ...move.pipelines.get(item.pipelineIntegrationId) })),
  };
  return after as WholeRelease;
}

export const buildsRequested = (caller: Caller, release: ReleaseItem, pipelineIntegrationIds: Iterable<string>) =>
  [...pipelineIntegrationIds].map((pipelineIntegrationId) =>
    BuildRequested.create(caller, release.releaseId, { ...factsOf(release), pipelineIntegrationId }),
  );

/** Closes the last cycle with its present builds if it is open. `at` is ISO 8601. */
export async function closeCycle(
  { release, pipelines }: WholeRelease,
  end: { readonly status: 'DONE' | 'ABANDONED'; readonly signedOffBy?: string },
  at: string,
  { cycles }: ReleaseRepo,
): Promise<Write[]> {
  const { tenantId, releaseId, regressionCycle } = release;
  const last = regressionCycle === 0 ? undefined : await cycles.get(tenantId, releaseId, regressionCycle);
  return last?.status === 'OPEN'
    ? [cycles.update(last, at, { ...end, closedAt: at, builds: buildsOf(pipelines) })]
    : [];
}

/** Opens the next cycle and abandons the last one if it is open. */
export async function openNextCycle(caller: Caller, whole: WholeRelease, releases: ReleaseRepo) {
  const { release } = whole;
  const at = isoOf(caller.at);
  const cycle: RegressionCycleItem = {
    tenantId: release.tenantId,
    releaseId: release.releaseId,
    cycle: release.regressionCycle + 1,
    status: 'OPEN',
    reason: cycleReasonOf(whole),
    openedAt: at,
    ...firstStamps(regressionCycleDefinition, at),
  };
  const facts = { cycle: cycle.cycle, reason: cycle.reason };
  return {
    cycle,
    facts,
    writes: [...(await closeCycle(whole, { status: 'ABANDONED' }, at, releases)), releases.cycles.create(cycle)],
    event: RegressionStarted.create(caller, release.releaseId, { ...factsOf(release), ...facts }),
  };
}

interface CycleWish {
  readonly pipelines?: readonly string[] | undefined;
  readonly force: boolean;
}

/** The next cycle as a person wishes it: the change to save, and the changes of the pipelines. Throws a refusal. */
export async function openedCycle(caller: Caller, whole: WholeRelease, wish: CycleWish, releases: ReleaseRepo) {
  const { release } = whole;
  const move = openCycle(whole, wish, newTriggerId);
  const opened = await openNextCycle(caller, whole, releases);
  const pipelines = [...move.pipelines.keys()];
  const change: Change = {
    writes: [...writesOf(whole, move, isoOf(caller.at), releases), ...opened.writes],
    events: [opened.event, ...buildsRequested(caller, release, pipelines)],
    audit: auditOf(release, 'regression.started', { ...opened.facts, pipelines }),
  };
  return { change, item: opened.cycle, pipelines: move.pipelines };
}

/** Another build of one pipeline, as a person requests it; it may open the next cycle. Throws a refusal. */
export async function requestedBuild(
  caller: Caller,
  whole: WholeRelease,
  pipeline: ReleasePipelineItem,
  force: boolean | undefined,
  releases: ReleaseRepo,
) {
  const { release } = whole;
  const { pipelineIntegrationId } = pipeline;
  const move = requestBuild(whole, pipeline, newTriggerId, force);
  const opened = move.release.regressionCycle === undefined ? undefined : await openNextCycle(caller, whole, releases);
  const change: Change = {
    writes: [...writesOf(whole, move, isoOf(caller.at), releases), ...(opened?.writes ?? [])],
    events: [...(opened ? [opened.event] : []), ...buildsRequested(caller, release, [pipelineIntegrationId])],
    audit: auditOf(release, 'build.requested', { pipelineIntegrationId, ...move.release }),
  };
  return {
    change,
    whole: movedTo(whole, move),
    pipeline: { ...pipeline, ...move.pipelines.get(pipelineIntegrationId) },
  };
}

const resumedEvents = (caller: Caller, { release }: WholeRelease) => [
  ReleaseResumed.create(caller, release.releaseId, factsOf(release)),
];

/** Throws a refusal. */
export const resumed = (caller: Caller, whole: WholeRelease) => ({
  changes: resume(whole.release),
  events: resumedEvents(caller, whole),
  action: 'release.resumed',
});

/** As `resumed`, at the task that failed. */
export const retried = (caller: Caller, whole: WholeRelease) => ({
  changes: retryTask(whole),
  events: resumedEvents(caller, whole),
  action: 'release.retried',
});
