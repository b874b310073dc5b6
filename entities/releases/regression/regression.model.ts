// Regression cycles: their opening, builds and sign-off. Pure. Source: DOMAIN, REGRESSION_IN_PROGRESS.
import type { Changes } from '../../_base/table/table.ts';
import { wantBuild } from '../builds/build.model.ts';
import { pendingInWords } from '../builds/shipped.model.ts';
import { releaseErrors } from '../errors.ts';
import { releaseRoute } from '../lifecycle/legal-routes.ts';
import { assertIsIn, assertNotPaused, type ReleaseChanges, retry } from '../lifecycle/lifecycle.model.ts';
import { hasEndedBadly, isAwaitingCommits, needsBuild } from '../lifecycle/next-step.model.ts';
import { assertMayGoTo, type CycleReason } from '../lifecycle/status.model.ts';
import type { WholeRelease } from '../release.view.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';
import { assertTargetMayGoTo } from '../targets/target.model.ts';

/** The changes of a release and its parts; other parts do not change. */
export interface Move {
  readonly release: ReleaseChanges;
  /** By targetIntegrationId. */
  readonly targets: ReadonlyMap<string, Changes<ReleaseTargetItem>>;
  /** By pipelineIntegrationId. */
  readonly pipelines: ReadonlyMap<string, Changes<ReleasePipelineItem>>;
}

/** The reason for the next cycle of a release. */
export function cycleReasonOf({ release, targets }: Pick<WholeRelease, 'release' | 'targets'>): CycleReason {
  if (release.status === 'STARTED') return 'FIRST';
  if (targets.some(needsBuild)) return 'REJECTED';
  return (release.pendingCommits?.length ?? 0) > 0 ? 'CHERRY_PICK' : 'NEW_BUILD';
}

type NewTrigger = () => string;

const wanted = (pipelines: readonly ReleasePipelineItem[], newTrigger: NewTrigger) =>
  new Map(pipelines.map((item) => [item.pipelineIntegrationId, wantBuild(item, newTrigger())] as const));

/** The changes of a target that waits for another build; it keeps the reason of its rejection. */
const REBUILT = {
  targetStatus: 'BUILDING',
  buildNumber: undefined,
  submitRequestedAt: undefined,
  submitRequestedBy: undefined,
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
 * The targets of these pipelines whose store has or gets an earlier build: they are submitted again. RELEASED targets do not change.
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

/** The next cycle. A release in BUILD_SUBMITTED goes back to regression. */
const nextCycle = ({ status, regressionCycle }: WholeRelease['release']): ReleaseChanges => ({
  ...(status === 'BUILD_SUBMITTED' ? { status: 'REGRESSION_IN_PROGRESS' as const } : {}),
  regressionCycle: regressionCycle + 1,
});

/** Throws `release.target_illegal_transition` for a pipeline whose target is RELEASED. */
function assertNotOut(whole: WholeRelease, pipeline: ReleasePipelineItem): void {
  const target = targetOf(whole, pipeline);
  if (target && isOut(target)) assertTargetMayGoTo(target.targetStatus, 'BUILDING');
}

/**
 * The first cycle after the builds, or the next one after the rejection of a store, or of a second store. The rejected targets go back to
 * BUILDING with new builds of their pipelines; nothing else is built or submitted again.
 */
export function startRegression({ release, targets, pipelines }: WholeRelease, newTrigger: NewTrigger): Move {
  if (release.status !== 'REGRESSION_IN_PROGRESS') assertMayGoTo(release, 'REGRESSION_IN_PROGRESS');
  const rejected = targets.filter(needsBuild);
  const ids = rejected.map((target) => target.targetIntegrationId);
  return {
    release: { status: 'REGRESSION_IN_PROGRESS', regressionCycle: release.regressionCycle + 1 },
    // It keeps the rejected build: people may submit it again.
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

/** Throws a refusal if a build of the pipeline is under way, or succeeded with all commits. */
function assertNeedsBuild({ release }: WholeRelease, pipeline: ReleasePipelineItem): void {
  const { pipelineIntegrationId: id, buildStatus, triggered, triggeredAt } = pipeline;
  const isOutdated = (release.pendingCommits?.length ?? 0) > 0;
  if (buildStatus === 'PENDING' && !triggered) {
    const detail = 'A build is requested already; the workflow triggers it next.';
    throw releaseErrors.build_under_way({ detail, legal: [] });
  }
  if ((buildStatus === 'PENDING' || buildStatus === 'RUNNING') && !(isOutdated && buildStatus === 'RUNNING')) {
    throw releaseErrors.build_under_way({
      detail: `${buildName(pipeline)} was triggered at ${triggeredAt} and has not ended. If it has, refresh it or report its end; then you can request another.`,
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

/** Without `force` throws `release.no_new_commits` for a hotfix whose branch has no new commits. */
function buildAllTheSame(
  { release }: WholeRelease,
  { pipelineIntegrationId }: ReleasePipelineItem,
  force: boolean,
): Move {
  if (force) return { release: { hasCommits: true }, targets: new Map(), pipelines: new Map() };
  const { branchRelease, baseTag, baseBranch } = release;
  throw releaseErrors.no_new_commits({
    detail: `${branchRelease} has no commits beyond ${baseTag ?? baseBranch}; push the fix to it, or build it without one with force.`,
    legal: [`${releaseRoute(release, `pipelines/${pipelineIntegrationId}/trigger`)} {"force":true}`],
  });
}

/**
 * Another build of one pipeline. Throws if a build is under way, or succeeded with all commits. After the first regression cycle has
 * begun, an additional build opens the next cycle. A store with an earlier build gets this one.
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

/** New builds of all pipelines of a release without cycles. */
export const requestBuilds = ({ pipelines }: WholeRelease, newTrigger: NewTrigger): Move => ({
  release: {},
  targets: new Map(),
  pipelines: wanted(pipelines, newTrigger),
});

/**
 * The next cycle for new commits on the release branch, or without new commits by `force`: new builds of the named pipelines, or of all
 * whose targets are not RELEASED. They replace builds under way.
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

/** The pipelines whose build ended without success. */
export const endedBadly = ({ pipelines }: Pick<WholeRelease, 'pipelines'>): ReleasePipelineItem[] =>
  pipelines.filter(hasEndedBadly);

/** The routes that request builds in place of failed or cancelled ones. */
const triggersOfFailed = ({ release, pipelines }: Pick<WholeRelease, 'release' | 'pipelines'>): string[] =>
  endedBadly({ pipelines }).map(({ pipelineIntegrationId }) =>
    releaseRoute(release, `pipelines/${pipelineIntegrationId}/trigger`),
  );

/** Throws `release.not_paused` for a release with a failed or cancelled build: `retry` is for tasks, a build is requested. */
function assertNoBuildToTrigger(whole: WholeRelease): void {
  const { release, pipelines } = whole;
  const failed = endedBadly({ pipelines });
  const isBuilding = release.status === 'STARTED' || release.status === 'REGRESSION_IN_PROGRESS';
  if (release.isPaused || !isBuilding || failed.length === 0) return;
  throw releaseErrors.not_paused({
    detail: `${failed.map((item) => `${buildName(item)} is ${item.buildStatus}`).join('; ')}. A retry is for failed tasks; request another build.`,
    legal: triggersOfFailed(whole),
  });
}

/** Resumes a release that a failed task paused, at that task. */
export function retryTask(whole: WholeRelease): ReleaseChanges {
  assertNoBuildToTrigger(whole);
  return retry(whole.release);
}

/** Throws `release.sign_off_refused`, with the reasons, unless `cycle` may be signed off now. `nameOf` names pipelines. */
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

/** The sign-off of `cycle`; undefined if it comes too late, as the release or the regression has moved on. */
export function signOff({ release }: Pick<WholeRelease, 'release'>, cycle: number): ReleaseChanges | undefined {
  const isAsked = release.status === 'REGRESSION_IN_PROGRESS' && release.regressionCycle === cycle;
  return isAsked && release.signedOffCycle !== cycle ? { signedOffCycle: cycle } : undefined;
}

interface Rejection {
  readonly by: string;
  readonly at: string;
  readonly comment?: string | undefined;
}

/** The rejection of the sign-off of `cycle`; undefined if it comes too late or a second time. The next cycle ends it. */
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
