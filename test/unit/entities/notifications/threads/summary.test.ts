// The summary of a release: its status, targets and builds in words for people.
import { describe, expect, it } from 'vitest';
import {
  summaryBuild,
  summaryOf,
  summaryRelease,
  summaryTarget,
} from '../../../../../entities/notifications/threads/summary.ts';

const RELEASE = { releaseId: 'r1', releaseKey: 'app@1.5.0', version: '1.5.0', status: 'STARTED' };
const names: Readonly<Record<string, string>> = { t1: 'Play Store', p1: 'Jenkins' };

/** The facts by label. */
function factsOf(release: object, targets: readonly object[] = [], builds: readonly object[] = []) {
  const { facts } = summaryOf({
    release: summaryRelease.parse({ ...RELEASE, ...release }),
    targets: targets.map((item) => summaryTarget.parse({ targetIntegrationId: 't1', ...item })),
    builds: builds.map((item) => summaryBuild.parse({ pipelineIntegrationId: 'p1', ...item })),
    nameOf: (id) => names[id] ?? id,
    releaseUrl: '',
  });
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]));
}

describe('the status', () => {
  it.each([
    [{}, 'Started'],
    [{ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2 }, 'Regression in progress, cycle 2'],
    [{ status: 'BUILD_SUBMITTED', regressionCycle: 2, isDelayed: true }, 'Build submitted, delayed'],
    [{ isPaused: true }, 'Started, paused'],
    [
      { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2, blockedByReleaseKey: 'app@1.4.1' },
      'Regression in progress, cycle 2, held back by app@1.4.1',
    ],
  ])('of %j is "%s"', (release, expected) => {
    expect(factsOf(release).Status).toBe(expected);
  });
});

describe('a target', () => {
  it.each([
    [{ targetStatus: 'BUILDING' }, 'Play Store: Building'],
    [{ targetStatus: 'SUBMITTED', buildNumber: '42' }, 'Play Store (42): Submitted'],
    [{ targetStatus: 'APPROVED', rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 }, 'Play Store: Approved, 10 %'],
    [{ targetStatus: 'APPROVED', rolloutState: 'ROLLING_OUT' }, 'Play Store: Approved, in stages'],
    [
      { targetStatus: 'APPROVED', rolloutState: 'HALTED', rolloutPercentage: 20 },
      'Play Store: Approved, halted at 20 %',
    ],
    [{ targetStatus: 'RELEASED', rolloutState: 'COMPLETED', rolloutPercentage: 100 }, 'Play Store: Released'],
  ])('as %j is "%s"', (target, expected) => {
    expect(factsOf({}, [target]).Targets).toBe(expected);
  });
});

describe('a build', () => {
  it.each([
    [{ buildStatus: 'FAILED', buildNumber: '7' }, 'Jenkins (7): Failed'],
    [{ buildStatus: 'RUNNING' }, 'Jenkins: Running'],
  ])('as %j is "%s"', (build, expected) => {
    expect(factsOf({}, [], [build]).Builds).toBe(expected);
  });
});
