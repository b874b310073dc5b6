// Puts a release where its workflow comes to a certain state.
import type { Situation } from './lifecycle-actors.ts';

export const started = { status: 'STARTED', branchSha: 'cut' } as const;
export const regression = {
  status: 'REGRESSION_IN_PROGRESS',
  branchSha: 'cut',
  regressionCycle: 1,
  listedCycle: 1,
} as const;
export const submitted = { status: 'BUILD_SUBMITTED', branchSha: 'cut' } as const;
const yesterday = { autoKickoff: true, plannedDate: '2026-02-28T00:00:00.000Z' };
export const hotfix = { releaseType: 'HOTFIX', baseBranch: undefined, baseTag: 'v0.9.0' } as const;
/** Every state that calls a task: the task that fails, where a release is when its workflow comes there, and what it is created with. */
export const failures: Readonly<Record<string, readonly [string, Situation, Record<string, unknown>?]>> = {
  DecideNextStep: ['decideNextStep', {}],
  WaitForKickoff: ['awaitChange', {}],
  KickOffPlanned: ['kickOffPlanned', { release: yesterday }],
  CutReleaseBranch: ['cutReleaseBranch', { release: { status: 'PENDING' } }],
  CreateEpics: ['createEpics', { release: { status: 'PENDING', branchSha: 'cut' } }],
  StartRelease: ['startRelease', { release: { status: 'PENDING', branchSha: 'cut', epicsCreatedAt: 'x' } }],
  LookForCommits: ['lookForCommits', { release: started }, hotfix],
  WaitForCommits: ['awaitChange', { release: started }, hotfix],
  RequestBuilds: ['requestBuilds', { release: { ...started, pendingCommits: ['late'] }, builds: 'SUCCESS' }, hotfix],
  ForEachPipeline: ['triggerBuild', { release: started }],
  WaitForBuilds: ['awaitChange', { release: started, builds: 'RUNNING' }],
  StartRegression: ['startRegression', { release: started, builds: 'SUCCESS' }],
  ListCommits: ['listCommits', { release: { ...regression, listedCycle: 0 }, builds: 'SUCCESS' }],
  RequestSignOff: ['requestSignOff', { release: regression, builds: 'SUCCESS' }],
  WaitForSignOff: ['awaitChange', { release: regression, builds: 'SUCCESS' }],
  WaitForHotfix: [
    'awaitChange',
    { release: { ...regression, signedOffCycle: 1, blockedByReleaseId: 'hotfix' }, builds: 'SUCCESS' },
  ],
  SubmitRelease: ['submitRelease', { release: { ...regression, signedOffCycle: 1 }, builds: 'SUCCESS' }],
  ForEachTarget: ['submitTarget', { release: submitted, builds: 'SUCCESS' }],
  WaitForStores: ['awaitChange', { release: submitted, targets: 'SUBMITTED' }],
  PublishRelease: ['publishRelease', { release: submitted, targets: 'RELEASED' }],
  CompleteRelease: ['completeRelease', { release: { ...submitted, tag: 'v1' }, targets: 'RELEASED' }],
};
