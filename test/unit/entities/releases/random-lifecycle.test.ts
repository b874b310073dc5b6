// 10,000 random lives of a release, played on the pure models by people, CI, stores and the workflow in any order: no
// transition that the table does not allow, and no submission that nobody signed off.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyBuildReport } from '../../../../entities/releases/build.model.ts';
import * as lifecycle from '../../../../entities/releases/lifecycle.model.ts';
import {
  type Move,
  openCycle,
  requestBuild,
  signOff,
  startRegression,
} from '../../../../entities/releases/regression.model.ts';
import type { WholeRelease } from '../../../../entities/releases/release.view.ts';
import { legalStatuses, nextStep, type StepName } from '../../../../entities/releases/status.model.ts';
import { reportTarget } from '../../../../entities/releases/target.model.ts';
import { sampleWhole } from './release-samples.ts';

const RUNS = 10_000;
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
const answer =
  (status: 'APPROVED' | 'REJECTED' | 'RELEASED'): Actor =>
  ({ release, targets }, index) => {
    const target = targets[index % targets.length];
    const changes = target && reportTarget(release, target, { status }, AT);
    return changes && { targets: new Map([[target.targetIntegrationId, changes]]) };
  };

/** What the workflow does at each step, as its tasks do. */
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
  SUBMIT_TARGETS: ({ targets }) => ({
    targets: new Map(
      targets
        .filter((item) => item.targetStatus === 'PENDING' || item.targetStatus === 'BUILDING')
        .map((item) => [item.targetIntegrationId, { targetStatus: 'SUBMITTED' }] as const),
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
      failure: 0.3,
      pause: 0.3,
      fail: 0.3,
    }[name] ?? 1,
}));
const weighted = names.map(({ arbitrary, weight }) => ({ arbitrary, weight: Math.round(weight * 10) }));
const sequences = fc.array(fc.tuple(fc.oneof(...weighted), fc.nat(1)), { minLength: 40, maxLength: 120, size: 'max' });

it(`never leaves the table and never submits what nobody signed off, in ${RUNS} random lives`, () => {
  const reached = new Map<string, number>();
  fc.assert(
    fc.property(fc.constantFrom('PLANNED', 'MAJOR', 'HOTFIX'), sequences, (releaseType, actions) => {
      let whole = sampleWhole({ releaseType });
      for (const action of actions) {
        const before = whole.release;
        whole = act(whole, action);
        const { status, signedOffCycle, regressionCycle } = whole.release;
        if (status === before.status) continue;
        expect(legalStatuses(before)).toContain(status);
        expect(before.isPaused && action[0] === 'workflow').toBe(false);
        if (status === 'BUILD_SUBMITTED') {
          expect(signedOffCycle === regressionCycle || before.status === 'STARTED').toBe(true);
          expect(before.status === 'STARTED').toBe(before.releaseType === 'HOTFIX' && regressionCycle === 0);
          expect(whole.pipelines.every((item) => item.buildStatus === 'SUCCESS')).toBe(true);
        }
        if (status === 'RELEASED') {
          expect(whole.targets.every((item) => item.targetStatus === 'RELEASED')).toBe(true);
        }
      }
      reached.set(whole.release.status, (reached.get(whole.release.status) ?? 0) + 1);
    }),
    { numRuns: RUNS, seed: 20_260_301 },
  );
  // The lives are worth looking at: every end is reached often.
  for (const status of ['RELEASED', 'CANCELLED', 'BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS']) {
    expect(reached.get(status) ?? 0, status).toBeGreaterThan(RUNS / 100);
  }
}, 60_000);
