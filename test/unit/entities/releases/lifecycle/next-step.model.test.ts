// The workflow of a release as tables: its next step, and the steps that end each wait.
import { describe, expect, it } from 'vitest';
import {
  isWaitOver,
  nextStep,
  type Progress,
  type StepName,
  type TargetProgress,
  WAITS,
  type WaitName,
} from '../../../../../entities/releases/lifecycle/next-step.model.ts';
import type {
  BuildStatus,
  ReleaseStatus,
  TargetStatus,
} from '../../../../../entities/releases/lifecycle/status.model.ts';

const release = (status: ReleaseStatus, over: Partial<Progress> = {}): Progress => ({
  status,
  releaseType: 'PLANNED',
  isPaused: false,
  regressionCycle: 0,
  pipelines: [],
  targets: [],
  ...over,
});
const builds = (...statuses: BuildStatus[]): Pick<Progress, 'pipelines'> => ({
  pipelines: statuses.map((buildStatus, index) => ({ buildStatus, pipelineIntegrationId: `p${index}` })),
});
const built = (commitSha: string): Pick<Progress, 'pipelines'> => ({
  pipelines: [
    { pipelineIntegrationId: 'p0', buildStatus: 'SUCCESS', triggered: true, triggeredAt: '2026-03-01', commitSha },
  ],
});
const stores = (...statuses: TargetStatus[]): Pick<Progress, 'targets'> => ({
  targets: statuses.map((targetStatus, index) => ({ targetStatus, targetIntegrationId: `t${index}` })),
});
const target = (targetStatus: TargetStatus, over: Partial<TargetProgress>): Pick<Progress, 'targets'> => ({
  targets: [{ targetStatus, targetIntegrationId: 't0', ...over }],
});
const forHotfix = { withdrawnFor: { releaseId: 'hotfix', releaseKey: 'app@1.0.1' } };
const other = { version: '1.4.0', state: 'IN_REVIEW' };
const wish = { wishId: 'w', requestedAt: 'x' };
const texts = { rejectionNeeds: 'METADATA' } as const;
const cut = { branchSha: 'abc' };
const ticketed = { ticketIntegrationId: 'jira' };
const blocked = { blockedByReleaseId: 'hotfix' };
const hotfix = { releaseType: 'HOTFIX' } as const;
const regression = (cycle: number, signedOffCycle?: number) => ({
  regressionCycle: cycle,
  listedCycle: cycle,
  signedOffCycle,
});

const steps: [string, Progress, StepName][] = [
  ['waiting for its kickoff', release('KICKOFF_PENDING'), 'AWAIT_KICKOFF'],
  ['kicked off', release('PENDING'), 'CUT_BRANCH'],
  ['with its branch, without tickets', release('PENDING', cut), 'START'],
  ['with its branch, tickets wanted', release('PENDING', { ...cut, ...ticketed }), 'CREATE_EPICS'],
  ['with branch and epics', release('PENDING', { ...cut, ...ticketed, epicsCreatedAt: 'x' }), 'START'],
  ['started, a build wanted', release('STARTED', builds('SUCCESS', 'PENDING')), 'TRIGGER_BUILDS'],
  ['started, one build wanted while another failed', release('STARTED', builds('FAILED', 'PENDING')), 'TRIGGER_BUILDS'],
  ['started, a build running', release('STARTED', builds('SUCCESS', 'RUNNING')), 'AWAIT_BUILDS'],
  ['started, a build failed', release('STARTED', builds('SUCCESS', 'FAILED')), 'AWAIT_BUILDS'],
  ['started, a build cancelled', release('STARTED', builds('CANCELLED')), 'AWAIT_BUILDS'],
  ['started, all built', release('STARTED', builds('SUCCESS', 'SUCCESS')), 'START_REGRESSION'],
  ['started without pipelines', release('STARTED'), 'START_REGRESSION'],
  ['a hotfix, all built', release('STARTED', { ...hotfix, ...builds('SUCCESS') }), 'SUBMIT'],
  [
    'a hotfix with nothing to build',
    release('STARTED', { ...hotfix, ...builds('PENDING', 'PENDING') }),
    'AWAIT_COMMITS',
  ],
  ['a hotfix without pipelines, and nothing new', release('STARTED', hotfix), 'AWAIT_COMMITS'],
  ['a hotfix without pipelines', release('STARTED', { ...hotfix, hasCommits: true }), 'SUBMIT'],
  [
    'a hotfix whose fix was pushed',
    release('STARTED', { ...hotfix, ...builds('PENDING'), pendingCommits: ['fix'] }),
    'TRIGGER_BUILDS',
  ],
  [
    'a hotfix that has a fix, to be built',
    release('STARTED', { ...hotfix, ...builds('PENDING'), hasCommits: true }),
    'TRIGGER_BUILDS',
  ],
  [
    'a hotfix, all built, and a commit that no build has',
    release('STARTED', { ...hotfix, ...builds('SUCCESS'), pendingCommits: ['late'] }),
    'REQUEST_BUILDS',
  ],
  [
    'in regression, with builds of another commit than was listed',
    release('REGRESSION_IN_PROGRESS', { ...regression(1), listedSha: 'listed', ...built('told') }),
    'LIST_COMMITS',
  ],
  [
    'in regression, with builds of the commit that was listed',
    release('REGRESSION_IN_PROGRESS', { ...regression(1), listedSha: 'told', ...built('told') }),
    'REQUEST_SIGN_OFF',
  ],
  ['a hotfix, building', release('STARTED', { ...hotfix, ...builds('RUNNING') }), 'AWAIT_BUILDS'],
  ['in a new cycle', release('REGRESSION_IN_PROGRESS', { regressionCycle: 2, listedCycle: 1 }), 'LIST_COMMITS'],
  ['in regression', release('REGRESSION_IN_PROGRESS', { ...regression(1), ...builds('SUCCESS') }), 'REQUEST_SIGN_OFF'],
  ['signed off', release('REGRESSION_IN_PROGRESS', { ...regression(1, 1), ...builds('SUCCESS') }), 'SUBMIT'],
  [
    'signed off, while a hotfix goes first',
    release('REGRESSION_IN_PROGRESS', { ...regression(1, 1), ...builds('SUCCESS'), ...blocked }),
    'AWAIT_HOTFIX',
  ],
  [
    'submitted, while a hotfix goes first',
    release('BUILD_SUBMITTED', { ...stores('PENDING'), ...blocked }),
    'AWAIT_HOTFIX',
  ],
  [
    'in review, while a hotfix goes first',
    release('BUILD_SUBMITTED', { ...stores('SUBMITTED'), ...blocked }),
    'AWAIT_STORES',
  ],
  [
    'signed off, then a new cycle',
    release('REGRESSION_IN_PROGRESS', { ...regression(2, 1), ...builds('SUCCESS') }),
    'REQUEST_SIGN_OFF',
  ],
  [
    'signed off, but a build failed',
    release('REGRESSION_IN_PROGRESS', { ...regression(1, 1), ...builds('FAILED') }),
    'AWAIT_BUILDS',
  ],
  [
    'in regression, a new build wanted',
    release('REGRESSION_IN_PROGRESS', { ...regression(2, 1), ...builds('SUCCESS', 'PENDING') }),
    'TRIGGER_BUILDS',
  ],
  [
    'a hotfix in regression, not signed off',
    release('REGRESSION_IN_PROGRESS', { ...hotfix, ...regression(1), ...builds('SUCCESS') }),
    'REQUEST_SIGN_OFF',
  ],
  [
    'in regression and signed off, when a second store rejects',
    release('REGRESSION_IN_PROGRESS', { ...regression(1, 1), ...builds('SUCCESS'), ...stores('BUILDING', 'REJECTED') }),
    'START_REGRESSION',
  ],
  ['submitted, a target to hand over', release('BUILD_SUBMITTED', stores('SUBMITTED', 'PENDING')), 'SUBMIT_TARGETS'],
  ['submitted, a target to hand over again', release('BUILD_SUBMITTED', stores('BUILDING')), 'SUBMIT_TARGETS'],
  ['submitted, in review', release('BUILD_SUBMITTED', stores('SUBMITTED', 'RELEASED')), 'AWAIT_STORES'],
  ['submitted, approved', release('BUILD_SUBMITTED', stores('APPROVED')), 'AWAIT_STORES'],
  ['submitted, one rejected', release('BUILD_SUBMITTED', stores('RELEASED', 'REJECTED')), 'START_REGRESSION'],
  [
    'rejected while another is to hand over',
    release('BUILD_SUBMITTED', stores('PENDING', 'REJECTED')),
    'START_REGRESSION',
  ],
  ['its deployment failed', release('BUILD_SUBMITTED', stores('RELEASED', 'FAILED')), 'AWAIT_STORES'],
  ['taken back from its store', release('BUILD_SUBMITTED', stores('WITHDRAWN')), 'AWAIT_STORES'],
  ['taken back for a hotfix', release('BUILD_SUBMITTED', target('WITHDRAWN', forHotfix)), 'SUBMIT_TARGETS'],
  [
    'taken back for a hotfix that is under way',
    release('BUILD_SUBMITTED', { ...target('WITHDRAWN', forHotfix), ...blocked }),
    'AWAIT_HOTFIX',
  ],
  ['rejected for its texts', release('BUILD_SUBMITTED', target('REJECTED', texts)), 'AWAIT_STORES'],
  [
    'in regression, rejected for its texts',
    release('REGRESSION_IN_PROGRESS', { ...regression(1), ...builds('SUCCESS'), ...target('REJECTED', texts) }),
    'REQUEST_SIGN_OFF',
  ],
  ['replaced everywhere', release('BUILD_SUBMITTED', stores('REPLACED', 'REPLACED')), 'AWAIT_STORES'],
  ['replaced at one store, out at another', release('BUILD_SUBMITTED', stores('REPLACED', 'RELEASED')), 'PUBLISH'],
  [
    'replaced at one store, in review at another',
    release('BUILD_SUBMITTED', stores('REPLACED', 'SUBMITTED')),
    'AWAIT_STORES',
  ],
  [
    'waiting for a person to submit',
    release('BUILD_SUBMITTED', { ...stores('PENDING'), manualSubmission: true }),
    'AWAIT_STORES',
  ],
  [
    'waiting for a time to submit',
    release('BUILD_SUBMITTED', { ...stores('PENDING'), submitAt: '2026-03-01' }),
    'AWAIT_STORES',
  ],
  [
    'submitted by a person',
    release('BUILD_SUBMITTED', { ...target('PENDING', { submitRequestedAt: 'x' }), manualSubmission: true }),
    'SUBMIT_TARGETS',
  ],
  [
    'with another version in the way',
    release('BUILD_SUBMITTED', target('PENDING', { inTheWay: other })),
    'AWAIT_STORES',
  ],
  [
    'with another version in the way that may go',
    release('BUILD_SUBMITTED', target('PENDING', { inTheWay: { ...other, agreedAt: 'x' } })),
    'SUBMIT_TARGETS',
  ],
  [
    'with another version in the way that is looked at again',
    release('BUILD_SUBMITTED', target('PENDING', { inTheWay: { ...other, isRetried: true } })),
    'SUBMIT_TARGETS',
  ],
  [
    'cancelled, its store asked',
    release('CANCELLED', target('SUBMITTED', { storeWanted: { action: 'WITHDRAW', ...wish } })),
    'AWAIT_STORES',
  ],
  [
    'cancelled, its rollout asked for',
    release('CANCELLED', target('APPROVED', { rolloutWanted: { action: 'HALT', ...wish } })),
    'AWAIT_STORES',
  ],
  ['cancelled, some have it', release('CANCELLED', { ...stores('APPROVED'), outcome: 'HALTED' }), 'PUBLISH'],
  ['cancelled, some have it, tagged', release('CANCELLED', { outcome: 'HALTED', tag: 'v1' }), 'CLEAN_UP'],
  ['cancelled, not to be tagged', release('CANCELLED', { outcome: 'HALTED', publishError: 'no' }), 'CLEAN_UP'],
  ['all targets out', release('BUILD_SUBMITTED', stores('RELEASED', 'RELEASED')), 'PUBLISH'],
  ['all targets out, tagged', release('BUILD_SUBMITTED', { ...stores('RELEASED'), tag: 'v1' }), 'COMPLETE'],
  ['released', release('RELEASED'), 'FINISH'],
  ['archived', release('ARCHIVED'), 'FINISH'],
  ['cancelled', release('CANCELLED'), 'CLEAN_UP'],
];

describe('the next step', () => {
  it.each(steps)('%s: %#', (_, progress, step) => {
    expect(nextStep(progress)).toBe(step);
  });

  it('is reached by the table above for every step but the wait for a resume', () => {
    const reached = new Set(steps.map(([, , step]) => step));
    expect(reached.size).toBe(19);
  });

  it.each(steps)('while paused, %s: it waits, unless it has ended: %#', (_, progress, step) => {
    const hasEnded = step === 'FINISH' || progress.status === 'CANCELLED';
    expect(nextStep({ ...progress, isPaused: true })).toBe(hasEnded ? step : 'AWAIT_RESUME');
  });
});

/** The steps during which each wait lasts. */
const LASTS: Readonly<Record<WaitName, readonly StepName[]>> = {
  KICKOFF: ['AWAIT_KICKOFF'],
  COMMITS: ['AWAIT_COMMITS'],
  BUILDS: ['AWAIT_BUILDS'],
  SIGN_OFF: ['REQUEST_SIGN_OFF'],
  HOTFIX: ['AWAIT_HOTFIX'],
  STORES: ['AWAIT_STORES'],
  RESUME: ['AWAIT_RESUME'],
  SERVICE: ['CUT_BRANCH', 'CREATE_EPICS', 'TRIGGER_BUILDS', 'LIST_COMMITS', 'SUBMIT', 'SUBMIT_TARGETS', 'PUBLISH'],
};
const waits = Object.keys(WAITS) as WaitName[];

describe.each(waits)('the wait %s', (wait) => {
  it.each(steps)('%s: %#', (_, progress, step) => {
    expect(isWaitOver(wait, progress)).toBe(!LASTS[wait].includes(step));
  });

  it.each(steps)('while paused, %s: it goes on, unless the release has ended: %#', (_, progress, step) => {
    const hasEnded = step === 'FINISH' || progress.status === 'CANCELLED';
    expect(isWaitOver(wait, { ...progress, isPaused: true })).toBe(hasEnded && !LASTS[wait].includes(step));
  });
});
