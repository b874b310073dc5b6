// Every action in every status, paused or not: it is allowed exactly where the table says so.
import { describe, expect, it } from 'vitest';
import {
  archive,
  cancel,
  complete,
  kickOff,
  pause,
  type ReleaseChanges,
  resume,
  retry,
  start,
  submit,
} from '../../../../../entities/releases/lifecycle/lifecycle.model.ts';
import {
  RELEASE_STATUSES,
  RELEASE_TYPES,
  type ReleaseStatus,
} from '../../../../../entities/releases/lifecycle/status.model.ts';
import { requestBuild, startRegression } from '../../../../../entities/releases/regression/regression.model.ts';
import type { ReleaseItem } from '../../../../../entities/releases/release.entity.ts';
import { reportTarget } from '../../../../../entities/releases/targets/target.model.ts';
import { samplePipeline, sampleRelease, sampleTarget, sampleWhole } from '../release-samples.ts';

const OPEN: readonly ReleaseStatus[] = [
  'KICKOFF_PENDING',
  'PENDING',
  'STARTED',
  'REGRESSION_IN_PROGRESS',
  'BUILD_SUBMITTED',
];
const MODES = {
  going: {},
  paused: { isPaused: true, pauseReason: 'USER_REQUESTED' },
  failed: { isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'integration.refused: no' },
} as const satisfies Record<string, Partial<ReleaseItem>>;
type Mode = keyof typeof MODES;

interface Rule {
  readonly act: (release: ReleaseItem) => ReleaseChanges | undefined;
  readonly may: Readonly<Record<Mode, readonly ReleaseStatus[]>>;
}
const always = (statuses: readonly ReleaseStatus[]) => ({ going: statuses, paused: statuses, failed: statuses });
const unlessPaused = (statuses: readonly ReleaseStatus[]) => ({ going: statuses, paused: [], failed: [] });
const newTrigger = () => 'trigger';
const failedBuild = samplePipeline({ buildStatus: 'FAILED' });
const submitted = sampleTarget({ targetStatus: 'SUBMITTED' });

/** The workflow itself never acts on a paused release: its next step is AWAIT_RESUME (status.model.test.ts). */
const RULES: Readonly<Record<string, Rule>> = {
  kickOff: { act: kickOff, may: unlessPaused(['KICKOFF_PENDING']) },
  pause: { act: (release) => pause(release, 'USER_REQUESTED', undefined), may: unlessPaused(OPEN) },
  resume: { act: resume, may: { going: [], paused: OPEN, failed: OPEN } },
  retry: { act: retry, may: { going: [], paused: [], failed: OPEN } },
  cancel: { act: (release) => cancel(release, 'why'), may: always(OPEN) },
  archive: { act: archive, may: always(['RELEASED', 'CANCELLED']) },
  start: { act: start, may: always(['PENDING']) },
  startRegression: {
    act: (release) => startRegression({ ...sampleWhole(), release }, newTrigger).release,
    may: always(['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED']),
  },
  submit: { act: (release) => submit({ ...release, signedOffCycle: 0 }), may: always(['REGRESSION_IN_PROGRESS']) },
  complete: { act: (release) => complete(release, 'today'), may: always(['BUILD_SUBMITTED']) },
  requestBuild: {
    act: (release) => requestBuild({ ...sampleWhole(), release }, failedBuild, newTrigger)?.release,
    may: unlessPaused(['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED']),
  },
  reportTarget: {
    act: (release) => reportTarget(release, submitted, { status: 'APPROVED' }, 'now') && {},
    // A store says what it says, whatever became of the release meanwhile.
    may: always(['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS', 'CANCELLED']),
  },
};

const cases = Object.entries(RULES).flatMap(([action, rule]) =>
  RELEASE_STATUSES.flatMap((status) => (Object.keys(MODES) as Mode[]).map((mode) => ({ action, rule, status, mode }))),
);

describe('an action', () => {
  it.each(cases)('$action in $status while $mode', ({ rule, status, mode }) => {
    const release = sampleRelease({ status, ...MODES[mode] });
    if (rule.may[mode].includes(status)) {
      expect(rule.act(release)).toBeDefined();
      return;
    }
    expect(() => rule.act(release)).toThrow(expect.objectContaining({ status: 409 }));
  });
});

describe('submitting', () => {
  it.each(RELEASE_TYPES)('a %s out of regression needs the sign-off of its last cycle', (releaseType) => {
    const at = { status: 'REGRESSION_IN_PROGRESS', releaseType, regressionCycle: 2 } as const;
    expect(() => submit(sampleRelease({ ...at, signedOffCycle: 1 }))).toThrow('Nobody has signed cycle 2 off.');
    expect(() => submit(sampleRelease(at))).toThrow(expect.objectContaining({ code: 'release.not_signed_off' }));
    expect(submit(sampleRelease({ ...at, signedOffCycle: 2 }))).toEqual({ status: 'BUILD_SUBMITTED' });
  });

  it.each(RELEASE_TYPES)('a %s straight after its builds is for a HOTFIX only', (releaseType) => {
    const work = () => submit(sampleRelease({ status: 'STARTED', releaseType }));
    if (releaseType === 'HOTFIX') expect(work()).toEqual({ status: 'BUILD_SUBMITTED' });
    else expect(work).toThrow(expect.objectContaining({ code: 'release.illegal_transition' }));
  });
});

describe('cancelling', () => {
  it.each(Object.entries(MODES))('a release that is %s leaves nothing of a pause', (_, mode) => {
    expect(cancel(sampleRelease({ status: 'STARTED', ...mode }), 'too late')).toEqual({
      status: 'CANCELLED',
      isPaused: false,
      pauseReason: undefined,
      pauseError: undefined,
      blockedByReleaseId: undefined,
      blockedByReleaseKey: undefined,
      cancelReason: 'too late',
    });
  });
});
