// The waits of a release, the people or services that can end them and their start, as a table over the stored state; and the wait that
// lists show.
import { describe, expect, it } from 'vitest';
import { waitToKeep } from '../../../../../entities/releases/lifecycle/waits-for.model.ts';
import { viewWait, viewWaitKept } from '../../../../../entities/releases/lifecycle/waits-for.view.ts';
import type { ReleaseItem } from '../../../../../entities/releases/release.entity.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../../../../../entities/releases/release-parts.entity.ts';
import { samplePipeline, sampleRelease, sampleTarget } from '../release-samples.ts';

const NAMES: Readonly<Record<string, string>> = { 'store-1': 'App Store', 'store-2': 'Play Store', 'ci-1': 'iOS' };
const nameOf = (id: string) => NAMES[id] ?? id;

interface State {
  readonly release?: Partial<ReleaseItem>;
  readonly targets?: readonly Partial<ReleaseTargetItem>[];
  readonly pipelines?: readonly Partial<ReleasePipelineItem>[];
}

const waiting = ({ release = {}, targets = [{}], pipelines = [{}] }: State) => ({
  ...sampleRelease(release),
  targets: targets.map(sampleTarget),
  pipelines: pipelines.map(samplePipeline),
});

const BUILT = { buildStatus: 'SUCCESS', triggered: true, buildNumber: '7' } as const;
const regression = { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2, listedCycle: 2 } as const;
const submitted = { status: 'BUILD_SUBMITTED', regressionCycle: 1, signedOffCycle: 1, listedCycle: 1 } as const;
const stores = (...targets: Partial<ReleaseTargetItem>[]): State => ({
  release: submitted,
  targets,
  pipelines: [BUILT],
});
const SUBMITTED = { targetStatus: 'SUBMITTED' } as const;
const PLAY = { targetIntegrationId: 'store-2' } as const;

const CASES: readonly [string, State, string, string, string][] = [
  ['a kickoff', {}, 'KICKOFF', 'Waits for its kickoff.', 'any developer'],
  [
    'a kickoff by its pilot',
    { release: { releasePilotId: 'ada' } },
    'KICKOFF',
    'Waits for its kickoff.',
    'the release pilot, or any developer',
  ],
  [
    'its planned date',
    { release: { autoKickoff: true, plannedDate: '2026-03-05T08:00:00.000Z' } },
    'PLANNED_DATE',
    'Kicks off at 2026-03-05T08:00:00.000Z.',
    '2026-03-05T08:00:00.000Z',
  ],
  [
    'Windlass, while it cuts the branch',
    { release: { status: 'PENDING' } },
    'WINDLASS',
    'Windlass is at work on it.',
    'Windlass',
  ],
  [
    'a commit, as a hotfix with nothing new',
    { release: { status: 'STARTED', releaseType: 'HOTFIX' } },
    'COMMITS',
    'Waits for a commit: release/1.0.0 has no commits beyond its base.',
    'the author of the fix',
  ],
  [
    'the builds that are not done',
    {
      release: { status: 'STARTED' },
      pipelines: [BUILT, { pipelineIntegrationId: 'ci-2', buildStatus: 'RUNNING', triggered: true, buildNumber: '8' }],
    },
    'BUILDS',
    'Waits for builds: ci-2 8 (running).',
    'ci-2 8',
  ],
  [
    'another build, once one failed',
    {
      release: { status: 'STARTED' },
      pipelines: [
        { ...BUILT, buildStatus: 'FAILED' },
        { pipelineIntegrationId: 'ci-2', buildStatus: 'RUNNING', triggered: true },
      ],
    },
    'FAILED_BUILDS',
    'Waits for another build: iOS 7 (failed).',
    'iOS 7',
  ],
  [
    'the sign-off',
    { release: regression, pipelines: [BUILT] },
    'SIGN_OFF',
    'Waits for the sign-off of cycle 2.',
    'a lead',
  ],
  [
    'a hotfix',
    {
      release: { ...submitted, blockedByReleaseId: 'other', blockedByReleaseKey: 'app@0.9.1' },
      pipelines: [BUILT],
    },
    'HOTFIX',
    'Waits for app@0.9.1, which goes to the stores first.',
    'app@0.9.1',
  ],
  [
    'a submission by hand',
    { ...stores({}), release: { ...submitted, manualSubmission: true } },
    'SUBMISSION',
    'Waits to be submitted: App Store (pending).',
    'App Store',
  ],
  [
    'notes that a person writes (W10)',
    { ...stores({}), release: { ...submitted, waitForNotes: true } },
    'SUBMISSION',
    'Waits for release notes that a person writes, to be submitted: App Store (pending).',
    'App Store',
  ],
  [
    'a word about the version that is in its way',
    stores({ inTheWay: { version: '1.1.0', state: 'IN_REVIEW', since: '2026-03-01T12:00:00.000Z' } }),
    'SUBMISSION',
    'Waits to be submitted: App Store (1.1.0 is in the way).',
    'App Store',
  ],
  [
    'its time to be submitted',
    { ...stores({}), release: { ...submitted, submitAt: '2026-03-05T08:00:00.000Z' } },
    'SUBMISSION',
    'Waits to be submitted at 2026-03-05T08:00:00.000Z: App Store (pending).',
    'App Store',
  ],
  [
    'notes, and then a person, where it waits for both (W10)',
    { ...stores({}), release: { ...submitted, waitForNotes: true, manualSubmission: true } },
    'SUBMISSION',
    'Waits for release notes that a person writes, and then to be submitted by hand: App Store (pending).',
    'App Store',
  ],
  [
    'the hotfix that it made room for, and whose version is still in its way',
    stores({
      targetStatus: 'WITHDRAWN',
      withdrawnFor: { releaseId: 'h', releaseKey: 'app@0.9.1' },
      inTheWay: { version: '0.9.1', state: 'IN_REVIEW', since: '2026-03-01T12:00:00.000Z' },
    }),
    'SUBMISSION',
    'Waits to be submitted: App Store (0.9.1 is in the way).',
    'App Store',
  ],
  [
    'the store that has it in review, in the words of the store',
    stores({ ...SUBMITTED, storeState: 'IN_REVIEW' }, { ...PLAY, targetStatus: 'RELEASED' }),
    'STORES',
    'Waits for the stores: App Store (in review).',
    'App Store',
  ],
  [
    'a person, about the target that failed, whatever other stores do',
    stores({ ...SUBMITTED }, { ...PLAY, targetStatus: 'FAILED' }),
    'TARGETS',
    'Waits for a decision: Play Store (failed).',
    'Play Store',
  ],
  [
    'a release by hand after approval',
    stores({ targetStatus: 'APPROVED', releaseMode: 'MANUAL' }, { ...PLAY, ...SUBMITTED }),
    'STORE_RELEASE',
    'Approved, waits to go out: App Store (approved).',
    'App Store',
  ],
  [
    'a staged rollout',
    stores({ targetStatus: 'APPROVED', rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 }),
    'ROLLOUT',
    'Rolls out: App Store (rolling out at 10 %).',
    'App Store',
  ],
  [
    'a person, about a rollout that was halted, whatever other stores do',
    stores({ ...SUBMITTED }, { ...PLAY, targetStatus: 'APPROVED', rolloutState: 'HALTED', rolloutPercentage: 10 }),
    'ROLLOUT',
    'Its rollout has stopped: Play Store (halted at 10 %).',
    'Play Store',
  ],
  [
    'a person, about a version that another one has replaced everywhere',
    stores({ targetStatus: 'REPLACED' }),
    'TARGETS',
    'Waits for a decision: App Store (replaced).',
    'App Store',
  ],
  [
    'the stores that are to take it back, once it is cancelled',
    {
      release: { ...submitted, status: 'CANCELLED', manualSubmission: true },
      targets: [
        { targetStatus: 'APPROVED', storeWanted: { action: 'WITHDRAW', wishId: 'w', requestedAt: 'x' } },
        { ...PLAY, targetStatus: 'PENDING' },
        { targetIntegrationId: 'store-3', targetStatus: 'REJECTED' },
      ],
      pipelines: [BUILT],
    },
    'STORES',
    'Cancelled; waits for the answers of the stores: App Store (withdraw).',
    'App Store',
  ],
  [
    'a resume, with what failed',
    { release: { isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'GitHub answered 500' } },
    'RESUME',
    'Paused: GitHub answered 500',
    'any developer',
  ],
];

describe('what a release waits for', () => {
  it.each(CASES)('is %s', (_, state, what, text, on) => {
    expect(viewWait(waiting(state), nameOf)).toMatchObject({ what, text, on: [{ name: on }] });
  });

  it.each(['RELEASED', 'ARCHIVED', 'CANCELLED'] as const)('is nothing when it is %s', (status) => {
    expect(viewWait(waiting({ release: { status } }), nameOf)).toBeNull();
  });

  it('began when it was kept, or with the last change while it is not kept yet', () => {
    const since = '2026-02-01T00:00:00.000Z';
    const kept = waiting({ release: { waitsFor: 'KICKOFF', waitsSince: since } });
    expect(viewWait(kept, nameOf)).toMatchObject({ since });
    const overtaken = waiting({ release: { waitsFor: 'SIGN_OFF', waitsSince: since } });
    expect(viewWait(overtaken, nameOf)).toMatchObject({ since: overtaken.updatedAt });
  });

  it('names what a person can do in words of routes', () => {
    const failed = waiting({ release: { isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'x' } });
    expect(viewWait(failed, nameOf)?.todo).toBe('POST …/retry');
    const build = waiting({ release: { status: 'STARTED' }, pipelines: [{ ...BUILT, buildStatus: 'CANCELLED' }] });
    expect(viewWait(build, nameOf)?.todo).toBe('POST …/pipelines/{id}/trigger');
  });
});

describe('what a person can do about it', () => {
  it('names only what is there and helps', () => {
    const hotfix = { status: 'STARTED', releaseType: 'HOTFIX' } as const;
    const todo = (state: State) => viewWait(waiting(state), nameOf)?.todo;
    expect(todo({ release: hotfix })).toContain('/trigger');
    expect(todo({ release: hotfix, pipelines: [] })).not.toContain('/trigger');
    expect(todo(stores({ targetStatus: 'REPLACED' }))).not.toContain('/submit');
    expect(todo(stores({ targetStatus: 'REJECTED', rejectionNeeds: 'METADATA' }))).toContain('/submit');
    expect(todo(stores({ targetStatus: 'APPROVED', rolloutState: 'HALTED' }))).toContain('/rollout/resume');
    expect(todo({ ...stores({}), release: { ...submitted, waitForNotes: true } })).toContain('goes without');
  });
});

describe('what lists keep of it', () => {
  const at = '2026-03-02T00:00:00.000Z';

  const token = { wait: 'KICKOFF' };

  it('is what it waits for and since when', () => {
    expect(waitToKeep(waiting({}), token, at)).toEqual({ waitsFor: 'KICKOFF', waitsSince: at });
    expect(viewWaitKept({ waitsFor: 'KICKOFF', waitsSince: at })).toEqual({ what: 'KICKOFF', since: at });
  });

  it('stays while it waits for the same', () => {
    expect(waitToKeep(waiting({ release: { waitsFor: 'KICKOFF', waitsSince: at } }), token, at)).toBeUndefined();
  });

  it('is a service that stated a time, with its words and until when', () => {
    const service = { wait: 'SERVICE', wakeAt: '2026-03-02T00:10:00.000Z', reason: 'GitHub answered 429' };
    const state = waiting({ release: { status: 'PENDING' } });
    const kept = waitToKeep(state, service, at);
    expect(viewWait({ ...state, ...kept }, nameOf)).toMatchObject({
      what: 'SERVICE',
      since: at,
      text: 'GitHub answered 429. Asks again at 2026-03-02T00:10:00.000Z.',
    });
  });

  it('is a resume when it is paused meanwhile', () => {
    const paused = waiting({ release: { status: 'PENDING', isPaused: true } });
    expect(waitToKeep(paused, { wait: 'SERVICE' }, at)).toMatchObject({ waitsFor: 'RESUME' });
  });

  it('is nothing before the first wait', () => {
    expect(viewWaitKept({})).toBeNull();
  });
});
