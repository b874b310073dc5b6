// 10,000 random lives of a release on the pure models, played by people, CI, stores and the workflow in any order: no transition outside
// of the table, and no submission without a sign-off.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Changes } from '../../../../entities/_base/table/table.ts';
import { applyBuildReport } from '../../../../entities/releases/builds/build.model.ts';
import * as lifecycle from '../../../../entities/releases/lifecycle/lifecycle.model.ts';
import { isToSubmit, nextStep, type StepName } from '../../../../entities/releases/lifecycle/next-step.model.ts';
import {
  legalStatuses,
  type StoreAction,
  type TargetStatus,
} from '../../../../entities/releases/lifecycle/status.model.ts';
import {
  type Move,
  openCycle,
  requestBuild,
  signOff,
  startRegression,
} from '../../../../entities/releases/regression/regression.model.ts';
import type { WholeRelease } from '../../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../../entities/releases/release-parts.entity.ts';
import { hearStore, type StoreAnswer } from '../../../../entities/releases/targets/store-answer.model.ts';
import { assertMayAskStore, submitTarget } from '../../../../entities/releases/targets/submission.model.ts';
import {
  assertTargetMayGoTo,
  isWithStore,
  reportTarget,
  type StoreReport,
} from '../../../../entities/releases/targets/target.model.ts';
import { sampleWhole } from './release-samples.ts';

/** `npm run test:faults` lives all of them. */
const RUNS = process.env.WINDLASS_FAULTS === undefined ? 2_500 : 10_000;
const AT = '2026-03-01T12:00:00.000Z';

type Actor = (whole: WholeRelease, index: number) => Partial<Move> | undefined;

const stepOf = ({ release, targets, pipelines }: WholeRelease): StepName =>
  nextStep({ ...release, targets, pipelines });
const ofRelease =
  (act: (release: WholeRelease['release']) => lifecycle.ReleaseChanges | undefined): Actor =>
  ({ release }) => ({ release: act(release) ?? {} });
const newTrigger = () => 'trigger';

const report =
  (status: 'RUNNING' | 'SUCCESS' | 'FAILED'): Actor =>
  ({ pipelines }, index) => {
    const pipeline = pipelines[index % pipelines.length];
    const changes = pipeline?.triggered ? applyBuildReport(pipeline, { status }) : undefined;
    return changes && { pipelines: new Map([[pipeline?.pipelineIntegrationId ?? '', changes]]) };
  };
const ofTarget =
  (act: (whole: WholeRelease, target: ReleaseTargetItem) => Changes<ReleaseTargetItem> | undefined): Actor =>
  (whole, index) => {
    const target = whole.targets[index % whole.targets.length];
    const changes = target && act(whole, target);
    return changes && { targets: new Map([[target.targetIntegrationId, changes]]) };
  };
const answer = (status: StoreReport['status'], needs?: StoreReport['needs']): Actor =>
  ofTarget(({ release }, target) => reportTarget(release, target, { status, needs }, AT));
const heard = (state: StoreAnswer['state']): Actor =>
  ofTarget(({ release }, target) =>
    isWithStore(target) ? hearStore(release, target, 'APP_STORE', { state, storeState: state }, AT).changes : undefined,
  );
const store = (action: StoreAction): Actor =>
  ofTarget(({ release }, target) => {
    assertMayAskStore(release, target, 'APP_STORE', action);
    return { storeWanted: { action, wishId: 'w', requestedAt: AT } };
  });

/** The workflow's action at each step, as its tasks do it. */
const WORKFLOW: Partial<Record<StepName, Actor>> = {
  CUT_BRANCH: () => ({ release: { branchSha: 'abc' } }),
  START: ofRelease(lifecycle.start),
  TRIGGER_BUILDS: ({ pipelines }) => ({
    pipelines: new Map(
      pipelines
        .filter((item) => item.buildStatus === 'PENDING')
        .map((item) => [item.pipelineIntegrationId, { triggered: true, buildStatus: 'RUNNING' }] as const),
    ),
  }),
  START_REGRESSION: (whole) => startRegression(whole, newTrigger),
  LIST_COMMITS: ofRelease((release) => ({ listedCycle: release.regressionCycle })),
  SUBMIT: ofRelease(lifecycle.submit),
  SUBMIT_TARGETS: ({ release, targets }) => ({
    targets: new Map(
      targets
        .filter((item) => isToSubmit(release, item))
        .map((item) => [item.targetIntegrationId, { targetStatus: 'SUBMITTED', withdrawnFor: undefined }] as const),
    ),
  }),
  PUBLISH: () => ({ release: { tag: 'v1' } }),
  COMPLETE: ofRelease((release) => lifecycle.complete(release, AT)),
};

const ACTORS: Readonly<Record<string, Actor>> = {
  workflow: (whole, index) => WORKFLOW[stepOf(whole)]?.(whole, index),
  kickOff: ofRelease(lifecycle.kickOff),
  pause: ofRelease((release) => lifecycle.pause(release, 'USER_REQUESTED', undefined)),
  fail: ofRelease((release) => lifecycle.pause(release, 'TASK_FAILURE', 'no')),
  resume: ofRelease(lifecycle.resume),
  retry: ofRelease(lifecycle.retry),
  cancel: ofRelease((release) => lifecycle.cancel(release, undefined)),
  archive: ofRelease(lifecycle.archive),
  build: (whole, index) => {
    const pipeline = whole.pipelines[index % whole.pipelines.length];
    return pipeline && requestBuild(whole, pipeline, newTrigger);
  },
  cycle: (whole) => openCycle(whole, { force: true }, newTrigger),
  running: report('RUNNING'),
  success: report('SUCCESS'),
  failure: report('FAILED'),
  signOff: (whole) => ({ release: signOff(whole, whole.release.regressionCycle) ?? {} }),
  signOffLate: (whole) => ({ release: signOff(whole, whole.release.regressionCycle - 1) ?? {} }),
  approved: answer('APPROVED'),
  rejected: answer('REJECTED'),
  released: answer('RELEASED'),
  rejectedForTexts: answer('REJECTED', 'METADATA'),
  submittedByHand: answer('SUBMITTED'),
  failed: answer('FAILED'),
  withdrawn: answer('WITHDRAWN'),
  replaced: answer('REPLACED'),
  heardReview: heard('IN_REVIEW'),
  heardReleased: heard('RELEASED'),
  heardWithdrawn: heard('WITHDRAWN'),
  withdraw: store('WITHDRAW'),
  release: store('RELEASE'),
  refresh: store('REFRESH'),
  answered: ofTarget(({ release }, target) =>
    target.storeWanted
      ? {
          ...hearStore(release, target, 'APP_STORE', { state: 'WITHDRAWN', storeState: 'DEVELOPER_REJECTED' }, AT)
            .changes,
          storeWanted: undefined,
        }
      : undefined,
  ),
  submit: (whole, index) => {
    const target = whole.targets[index % whole.targets.length];
    return target && submitTarget(whole, target, undefined, AT, newTrigger);
  },
};

function apply(whole: WholeRelease, { release = {}, targets = new Map(), pipelines = new Map() }: Partial<Move>) {
  return {
    release: { ...whole.release, ...release },
    targets: whole.targets.map((item) => ({ ...item, ...targets.get(item.targetIntegrationId) })),
    pipelines: whole.pipelines.map((item) => ({ ...item, ...pipelines.get(item.pipelineIntegrationId) })),
  } as WholeRelease;
}

/** The release after the action, or as it was when the models refuse it. */
function act(whole: WholeRelease, [name, index]: readonly [string, number]): WholeRelease {
  try {
    return apply(whole, ACTORS[name]?.(whole, index) ?? {});
  } catch (error) {
    if ((error as { status?: number }).status !== 409) throw error;
    return whole;
  }
}

/** The workflow and CI come by more often than people do, so that many lives get far. */
const names = Object.keys(ACTORS).map((name) => ({
  arbitrary: fc.constant(name),
  weight:
    {
      workflow: 12,
      success: 6,
      signOff: 3,
      kickOff: 4,
      released: 4,
      approved: 2,
      resume: 2,
      retry: 1,
      cancel: 0.1,
      archive: 0.1,
      build: 0.3,
      cycle: 0.1,
      rejected: 0.3,
      rejectedForTexts: 0.3,
      submittedByHand: 0.2,
      failed: 0.3,
      withdrawn: 0.3,
      replaced: 0.2,
      heardWithdrawn: 0.2,
      withdraw: 0.3,
      submit: 2,
      failure: 0.3,
      pause: 0.3,
      fail: 0.3,
    }[name] ?? 1,
}));
const weighted = names.map(({ arbitrary, weight }) => ({ arbitrary, weight: Math.round(weight * 10) }));
const sequences = fc.array(fc.tuple(fc.oneof(...weighted), fc.nat(1)), { minLength: 40, maxLength: 120, size: 'max' });

const isGiven = (status: TargetStatus): boolean => ['SUBMITTED', 'APPROVED', 'RELEASED'].includes(status);
const LATER = ['REGRESSION_IN_PROGRESS', 'CANCELLED'];
/** Statuses of the release in which people may find a target further in its store than it was here. */
const OF_BEFORE: Readonly<Record<TargetStatus, readonly string[]>> = {
  ...{ PENDING: [], BUILDING: [], REPLACED: [], SUBMITTED: LATER, APPROVED: LATER, RELEASED: LATER },
  ...{ REJECTED: LATER, WITHDRAWN: LATER, FAILED: LATER },
};

it(`never leaves the table and never submits what nobody signed off, in ${RUNS} random lives`, () => {
  const reached = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.constantFrom('PLANNED', 'MAJOR', 'HOTFIX'),
      fc.boolean(),
      sequences,
      (releaseType, manualSubmission, actions) => {
        let whole = sampleWhole({ releaseType, manualSubmission });
        for (const action of actions) {
          const before = whole.release;
          const targetsBefore = whole.targets;
          whole = act(whole, action);
          const { status, signedOffCycle, regressionCycle } = whole.release;
          for (const [index, { targetStatus: to }] of whole.targets.entries()) {
            const from = targetsBefore[index]?.targetStatus ?? 'PENDING';
            if (from !== to) expect(() => assertTargetMayGoTo(from, to)).not.toThrow();
            // Nothing gets to a store that was not signed off, but what was submitted before.
            if (isGiven(to) && !isGiven(from)) expect(['BUILD_SUBMITTED', ...OF_BEFORE[from]]).toContain(before.status);
            if (manualSubmission && action[0] === 'workflow' && isGiven(to) && !isGiven(from)) {
              expect(targetsBefore[index]?.submitRequestedAt).toBeDefined();
            }
          }
          if (status === before.status) continue;
          expect(legalStatuses(before)).toContain(status);
          expect(before.isPaused && action[0] === 'workflow').toBe(false);
          if (status === 'BUILD_SUBMITTED') {
            expect(signedOffCycle === regressionCycle || before.status === 'STARTED').toBe(true);
            expect(before.status === 'STARTED').toBe(before.releaseType === 'HOTFIX' && regressionCycle === 0);
            expect(whole.pipelines.every((item) => item.buildStatus === 'SUCCESS')).toBe(true);
          }
          if (status === 'RELEASED') {
            const ends = whole.targets.map((item) => item.targetStatus);
            expect(ends).toContain('RELEASED');
            expect(['RELEASED', 'REPLACED']).toEqual(expect.arrayContaining(ends));
          }
        }
        reached.set(whole.release.status, (reached.get(whole.release.status) ?? 0) + 1);
      },
    ),
    { numRuns: RUNS },
  );
  // The lives are worth looking at: every end is reached often.
  for (const status of ['RELEASED', 'CANCELLED', 'BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS']) {
    expect(reached.get(status) ?? 0, status).toBeGreaterThan(RUNS / 100);
  }
});
