// Regression cycles: how one opens, its builds and its sign-off. Pure. Source: DOMAIN, REGRESSION_IN_PROGRESS.
import type { Changes } from '../../_base/table/table.ts';
import { wantBuild } from '../builds/build.model.ts';
import { pendingInWords } from '../builds/shipped.model.ts';
import { releaseErrors } from '../errors.ts';
import { releaseRoute } from '../lifecycle/legal-routes.ts';
import { assertIsIn, assertNotPaused, type ReleaseChanges } from '../lifecycle/lifecycle.model.ts';
import { assertMayGoTo, type CycleReason, isAwaitingCommits, needsBuild } from '../lifecycle/status.model.ts';
import type { WholeRelease } from '../release.view.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';
import { assertTargetMayGoTo } from '../targets/target.model.ts';

/** The changes of a release and its parts; parts that are not named stay as they are. */
export interface Move {
  readonly release: ReleaseChanges;
  /** By targetIntegrationId. */
  readonly targets: ReadonlyMap<string, Changes<ReleaseTargetItem>>;
  /** By pipelineIntegrationId. */
  readonly pipelines: ReadonlyMap<string, Changes<ReleasePipelineItem>>;
}

/** Why a release's next cycle is opened. */
export function cycleReasonOf({ release, targets }: Pick<WholeRelease, 'release' | 'targets'>): CycleReason {
  if (release.status === 'STARTED') return 'FIRST';
  if (targets.some(needsBuild)) return 'REJECTED';
  return (release.pendingCommits?.length ?? 0) > 0 ? 'CHERRY_PICK' : 'NEW_BUILD';
}

type NewTrigger = () => string;

const wanted = (pipelines: readonly ReleasePipelineItem[], newTrigger: NewTrigger) =>
  new Map(pipelines.map((item) => [item.pipelineIntegrationId, wantBuild(item, newTrigger())] as const));

/** The changes of a target that waits for another build; the reason of its rejection is kept. */
const REBUILT = {
  targetStatus: 'BUILDING',
  buildNumber: undefined,
  submitRequestedAt: undefined,
  rejectionNeeds: undefined,
  failureReason: undefined,
  withdrawnAt: undefined,
  withdrawnFor: undefined,
  replacedAt: undefined,
  replacedBy: undefined,
  inTheWay: undefined,
  storeWanted: undefined,
  storeError: undefined,
  leftToDo: undefined,
  rejectedBuildNumber: undefined,
  rolloutState: undefined,
  rolloutPercentage: undefined,
  rolloutPausedDays: undefined,
  rolloutWanted: undefined,
  rolloutError: undefined,
} as const satisfies Changes<ReleaseTargetItem>;

const targetOf = ({ targets }: WholeRelease, { targetIntegrationId: id }: ReleasePipelineItem) =>
  targets.find((target) => target.targetIntegrationId === id);
const isOut = (target: ReleaseTargetItem | undefined): boolean => target?.targetStatus === 'RELEASED';

/**
 * Targets of these pipelines whose store has an earlier build, or is just being given it: they are submitted again.
 * RELEASED targets stay so.
 */
function outdated(whole: WholeRelease, pipelines: readonly ReleasePipelineItem[]): Move['targets'] {
  const ids = pipelines.map((pipeline) => pipeline.targetIntegrationId);
  const mayBeWithStore = ({ targetStatus: status }: ReleaseTargetItem) =>
    whole.release.status === 'BUILD_SUBMITTED' || (status !== 'PENDING' && status !== 'BUILDING');
  const again = whole.targets.filter(
    (target) => ids.includes(target.targetIntegrationId) && !isOut(target) && mayBeWithStore(target),
  );
  return new Map(again.map((target) => [target.targetIntegrationId, REBUILT]));
}

/** The next cycle; a release that is with its stores goes back to regression. */
const nextCycle = ({ status, regressionCycle }: WholeRelease['release']): ReleaseChanges => ({
  ...(status === 'BUILD_SUBMITTED' ? { status: 'REGRESSION_IN_PROGRESS' as const } : {}),
  regressionCycle: regressionCycle + 1,
});

/** Throws `release.target_illegal_transition` for a pipeline whose target everybody may have already. */
function assertNotOut(whole: WholeRelease, pipeline: ReleasePipelineItem): void {
  const target = targetOf(whole, pipeline);
  if (target && isOut(target)) assertTargetMayGoTo(target.targetStatus, 'BUILDING');
}

/**
 * The first cycle after the builds, or the next one after a store's rejection, also of a second store: the rejected targets
 * go back to building, their pipelines are asked for new builds, and nothing else is built or submitted again.
 */
export function startRegression({ release, targets, pipelines }: WholeRelease, newTrigger: NewTrigger): Move {
  if (release.status !== 'REGRESSION_IN_PROGRESS') assertMayGoTo(release, 'REGRESSION_IN_PROGRESS');
  const rejected = targets.filter(needsBuild);
  const ids = rejected.map((target) => target.targetIntegrationId);
  return {
    release: { status: 'REGRESSION_IN_PROGRESS', regressionCycle: release.regressionCycle + 1 },
    // Which build it was is kept: people may hand the same one over again.
    targets: new Map(
      rejected.map(({ targetIntegrationId, buildNumber }) => [
        targetIntegrationId,
        { ...REBUILT, rejectedBuildNumber: buildNumber },
      ]),
    ),
    pipelines: wanted(
      pipelines.filter((pipeline) => ids.includes(pipeline.targetIntegrationId)),
      newTrigger,
    ),
  };
}

const buildName = ({ buildNumber }: ReleasePipelineItem): string =>
  buildNumber === undefined ? 'A build' : `Build ${buildNumber}`;

/** Throws why another build of the pipeline would be none: one is under way, or done and enough. */
function assertNeedsBuild({ release }: WholeRelease, pipeline: ReleasePipelineItem): void {
  const { pipelineIntegrationId: id, buildStatus, triggered, triggeredAt } = pipeline;
  const isOutdated = (release.pendingCommits?.length ?? 0) > 0;
  if (buildStatus === 'PENDING' && !triggered) {
    const detail = 'A build is wanted already; the workflow asks for it next.';
    throw releaseErrors.build_under_way({ detail, legal: [] });
  }
  if ((buildStatus === 'PENDING' || buildStatus === 'RUNNING') && !(isOutdated && buildStatus === 'RUNNING')) {
    throw releaseErrors.build_under_way({
      detail: `${buildName(pipeline)} was asked for at ${triggeredAt} and has not ended. If it has, refresh it, or say what became of it; then another can be asked for.`,
      legal: [
        releaseRoute(release, `pipelines/${id}/refresh`),
        `${releaseRoute(release, `pipelines/${id}/status`)} {"status":"CANCELLED"}`,
      ],
    });
  }
  if (buildStatus === 'SUCCESS' && release.status === 'STARTED' && !isOutdated) {
    throw releaseErrors.build_done({
      detail: `${buildName(pipeline)} succeeded and has every commit of ${release.branchRelease}; the release goes on once all builds have.`,
      legal: [],
    });
  }
}

/** Without `force` throws `release.no_new_commits` for a hotfix whose branch has nothing to build. */
function buildAllTheSame(
  { release }: WholeRelease,
  { pipelineIntegrationId }: ReleasePipelineItem,
  force: boolean,
): Move {
  if (force) return { release: { hasCommits: true }, targets: new Map(), pipelines: new Map() };
  const { branchRelease, baseTag, baseBranch } = release;
  throw releaseErrors.no_new_commits({
    detail: `${branchRelease} has nothing that ${baseTag ?? baseBranch} has not; push the fix to it, or use force to build it as it is.`,
    legal: [`${releaseRoute(release, `pipelines/${pipelineIntegrationId}/trigger`)} {"force":true}`],
  });
}

/**
 * Another build of one pipeline. Throws when one is under way, or done and enough. After the first regression cycle has begun, a
 * build more than the cycle has opens the next one. A store that has an earlier build is given this one.
 */
export function requestBuild(
  whole: WholeRelease,
  pipeline: ReleasePipelineItem,
  newTrigger: NewTrigger,
  force = false,
): Move {
  const { release, pipelines } = whole;
  assertNotPaused(release);
  assertIsIn(release, ['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'], 'Builds are triggered');
  assertNotOut(whole, pipeline);
  if (isAwaitingCommits({ ...whole.release, ...whole })) return buildAllTheSame(whole, pipeline, force);
  assertNeedsBuild(whole, pipeline);
  const isCycleBuilt = release.status !== 'STARTED' && pipelines.every((item) => item.buildStatus === 'SUCCESS');
  const opensCycle = isCycleBuilt || release.status === 'BUILD_SUBMITTED';
  return {
    release: opensCycle ? nextCycle(release) : {},
    targets: outdated(whole, [pipeline]),
    pipelines: wanted([pipeline], newTrigger),
  };
}

/** New builds of all pipelines, of a release that has no cycles yet. */
export const requestBuilds = ({ pipelines }: WholeRelease, newTrigger: NewTrigger): Move => ({
  release: {},
  targets: new Map(),
  pipelines: wanted(pipelines, newTrigger),
});

/**
 * The next cycle because of commits on the release branch, or without any by `force`: new builds of the named pipelines, or
 * of all whose targets are not out. A build that is under way is not waited for any more.
 */
export function openCycle(
  whole: WholeRelease,
  { pipelines: named, force }: { readonly pipelines?: readonly string[] | undefined; readonly force: boolean },
  newTrigger: NewTrigger,
): Move {
  const { release, pipelines } = whole;
  assertNotPaused(release);
  assertIsIn(release, ['REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'], 'Regression cycles are opened');
  if (whole.targets.every(isOut)) assertTargetMayGoTo('RELEASED', 'BUILDING');
  const ids = pipelines.map((item) => item.pipelineIntegrationId);
  const missing = named?.find((id) => !ids.includes(id));
  if (missing !== undefined) throw releaseErrors.pipeline_not_found({ detail: `It has no pipeline ${missing}.` });
  if (!force && (release.pendingCommits ?? []).length === 0) {
    const detail = `No push to ${release.branchRelease} has been reported since cycle ${release.regressionCycle}; use force.`;
    throw releaseErrors.no_new_commits({
      detail,
      legal: [`${releaseRoute(release, 'regression-cycles')} {"force":true}`],
    });
  }
  const asked = pipelines.filter(
    (item) => named?.includes(item.pipelineIntegrationId) ?? !isOut(targetOf(whole, item)),
  );
  for (const pipeline of asked) assertNotOut(whole, pipeline);
  return {
    release: nextCycle(release),
    targets: outdated(whole, asked),
    pipelines: wanted(asked, newTrigger),
  };
}

const hasEndedBadly = ({ buildStatus }: ReleasePipelineItem): boolean =>
  buildStatus === 'FAILED' || buildStatus === 'CANCELLED';

/** The pipelines whose build ended without success. */
export const endedBadly = ({ pipelines }: Pick<WholeRelease, 'pipelines'>): ReleasePipelineItem[] =>
  pipelines.filter(hasEndedBadly);

/** The routes by which other builds are asked for, in place of those that ended badly. */
const triggersOfFailed = ({ release, pipelines }: Pick<WholeRelease, 'release' | 'pipelines'>): string[] =>
  endedBadly({ pipelines }).map(({ pipelineIntegrationId }) =>
    releaseRoute(release, `pipelines/${pipelineIntegrationId}/trigger`),
  );

/** Throws `release.not_paused` for a release whose build ended badly: a retry is for tasks, and another build is asked for. */
export function assertNoBuildToTrigger(whole: WholeRelease): void {
  const { release, pipelines } = whole;
  const failed = endedBadly({ pipelines });
  const isBuilding = release.status === 'STARTED' || release.status === 'REGRESSION_IN_PROGRESS';
  if (release.isPaused || !isBuilding || failed.length === 0) return;
  throw releaseErrors.not_paused({
    detail: `${failed.map((item) => `${buildName(item)} is ${item.buildStatus}`).join('; ')}. A retry is for tasks that failed; ask for another build.`,
    legal: triggersOfFailed(whole),
  });
}

/** Throws `release.sign_off_refused` with why, unless `cycle` may be signed off now. `nameOf` knows pipelines. */
export function assertMaySignOff(
  { release, pipelines }: WholeRelease,
  cycle: number,
  nameOf: (pipelineIntegrationId: string) => string = (id) => id,
): void {
  const pending = release.pendingCommits?.length ?? 0;
  const unfinished = pipelines.filter((item) => item.buildStatus !== 'SUCCESS');
  const reasons = [
    ...(release.status === 'REGRESSION_IN_PROGRESS' ? [] : [`the release is in ${release.status}`]),
    ...(release.regressionCycle === cycle ? [] : [`cycle ${release.regressionCycle} is the last one, not ${cycle}`]),
    ...(pending === 0
      ? []
      : [
          `${pendingInWords(release)} ${pending === 1 ? 'is' : 'are'} in no cycle yet: ${releaseRoute(release, 'regression-cycles')}, or /windlass cycle ${release.releaseKey}`,
        ]),
    ...unfinished.map((item) => `the build of ${nameOf(item.pipelineIntegrationId)} is ${item.buildStatus}`),
  ];
  const legal = [
    ...(pending === 0 ? [] : [releaseRoute(release, 'regression-cycles')]),
    ...triggersOfFailed({ release, pipelines }),
  ];
  if (reasons.length > 0) throw releaseErrors.sign_off_refused({ detail: `${reasons.join('; ')}.`, legal });
}

/** The sign-off of `cycle`, or undefined when it comes too late: the release or the regression has moved on. */
export function signOff({ release }: Pick<WholeRelease, 'release'>, cycle: number): ReleaseChanges | undefined {
  const isAsked = release.status === 'REGRESSION_IN_PROGRESS' && release.regressionCycle === cycle;
  return isAsked && release.signedOffCycle !== cycle ? { signedOffCycle: cycle } : undefined;
}

interface Rejection {
  readonly by: string;
  readonly at: string;
  readonly comment?: string | undefined;
}

/** A sign-off of `cycle` that was refused, or undefined when it comes too late or is known. The next cycle ends it. */
export function rejectSignOff(
  release: WholeRelease['release'],
  cycle: number,
  { by, at, comment }: Rejection,
): ReleaseChanges | undefined {
  const { status, regressionCycle, signOffRejection } = release;
  const isAsked = status === 'REGRESSION_IN_PROGRESS' && regressionCycle === cycle;
  if (!isAsked || signOffRejection?.cycle === cycle) return undefined;
  return { signOffRejection: { cycle, by, at, ...(comment === undefined ? {} : { comment }) } };
}
