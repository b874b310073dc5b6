// Events of releases with the message of each: type, data, purpose, title, lines.
import { promotionCases } from './promotion-cases.ts';
import { storeCases } from './store-cases.ts';
import { textCases } from './text-cases.ts';

export const release = { releaseId: 'r1', releaseKey: 'app@1.5.0', version: '1.5.0' };
export const pipeline = {
  ...release,
  pipelineIntegrationId: 'p1',
  buildNumber: '42',
  buildUrl: 'https://ci.example.com/42',
};
const store = { ...release, targetIntegrationId: 't1', buildNumber: '42' };
const approval = {
  releaseId: release.releaseId,
  approvalId: 'a1',
  subject: { type: 'Release', id: release.releaseId, key: release.releaseKey },
  ...{ stage: 'REGRESSION_SIGN_OFF', round: 2, question: 'Sign off app 1.5.0, cycle 2?' },
};
const created = {
  ...release,
  scmIntegrationId: 's1',
  targetIntegrationIds: ['t1', 't2'],
  pipelineIntegrationIds: ['p1'],
};

const ROLLOUT_TITLES = {
  ROLLING_OUT: 'Rolling out',
  PAUSED: 'Rollout paused',
  HALTED: 'Rollout halted',
  COMPLETED: 'Rollout completed',
} as const;

const CYCLE_LINES = {
  FIRST: 'Cycle 2',
  NEW_BUILD: 'Cycle 2, for another build',
  REJECTED: 'Cycle 2, after a rejection',
  CHERRY_PICK: 'Cycle 2, with cherry-picked commits',
};

const ANOTHER = 'Ask for another build: /windlass trigger app@1.5.0, or POST …/pipelines/p1/trigger';
const NEXT_CYCLE =
  'Regression cycle 2. Push a fix, then open the next cycle: /windlass cycle app@1.5.0, or POST …/regression-cycles';

/** Type, data, purpose, title (with the release at {X}, or at its end), lines. */
export const cases: [string, object, string, string, string[]][] = [
  ['ReleaseCreated', created, 'releases', 'Release created', ['Ships to App Store, t2']],
  ['ReleaseKickedOff', release, 'releases', 'Kicked off', []],
  ['ReleaseEpicsCreated', release, 'releases', 'Kicked off', ['This epic follows the release.']],
  [
    'EpicRefused',
    { ...release, platform: 'iOS', error: 'Jira answered 400' },
    'releases',
    'No iOS epic',
    ['Jira answered 400', 'The release goes on without it.'],
  ],
  ['BuildTriggered', pipeline, 'builds', 'Build triggered', ['Jenkins iOS, build 42']],
  ['BuildSucceeded', pipeline, 'builds', 'Build succeeded', ['Jenkins iOS, build 42']],
  ['BuildFailed', { ...pipeline, buildStatus: 'FAILED' }, 'builds', 'Build failed', ['Jenkins iOS, build 42', ANOTHER]],
  [
    'BuildFailed',
    { ...pipeline, buildStatus: 'CANCELLED', reason: 'by hand' },
    'builds',
    'Build cancelled',
    ['Jenkins iOS, build 42', 'by hand', ANOTHER],
  ],
  ['RegressionStarted', { ...release, cycle: 2 }, 'releases', 'Regression started', ['Cycle 2']],
  ...(Object.entries(CYCLE_LINES) as [string, string][]).map(
    ([reason, line]): [string, object, string, string, string[]] => [
      'RegressionStarted',
      { ...release, cycle: 2, reason },
      'releases',
      'Regression started',
      [line],
    ],
  ),
  [
    'RegressionSignedOff',
    { ...release, cycle: 2, approvalId: 'a1' },
    'releases',
    'Regression signed off',
    ['Ada signs off cycle 2'],
  ],
  [
    'ApprovalAnswered',
    { ...approval, approvals: 1, approvalsNeeded: 2, comment: 'seen it' },
    'approvals',
    'Approved by 1 of 2',
    ['Ada approves: Sign off app 1.5.0, cycle 2?', 'seen it'],
  ],
  ['ApprovalRequested', approval, 'approvals', 'Approval wanted', ['For a LEAD: sign off app 1.5.0, cycle 2?']],
  [
    'ApprovalDecided',
    { ...approval, status: 'REJECTED', decidedBy: 'u1', comment: 'it crashes' },
    'approvals',
    'Not signed off',
    ['Ada does not sign off app 1.5.0: it crashes', NEXT_CYCLE],
  ],
  [
    'ApprovalDecided',
    { ...approval, status: 'APPROVED', decidedBy: 'u1' },
    'approvals',
    'Approved',
    ['Ada signs off app 1.5.0, cycle 2'],
  ],
  [
    'SignOffRejected',
    { ...release, approvalId: 'a1', cycle: 2 },
    'releases',
    'Not signed off',
    ['Ada does not sign off app 1.5.0', NEXT_CYCLE],
  ],
  [
    'ApprovalCancelled',
    approval,
    'approvals',
    'No longer wanted',
    ['The sign-off of regression cycle 2: the release has moved on'],
  ],
  ['TargetSubmitted', { ...store, submissionId: 'x' }, 'releases', 'Submitted', ['To App Store, build 42']],
  [
    'TargetSubmitted',
    { ...store, submissionId: 'x', percentage: 10 },
    'releases',
    'Submitted',
    ['To App Store, build 42', 'For 10 % of the users to begin with'],
  ],
  [
    'ReleaseBlocked',
    { ...release, blockedByReleaseId: 'r2', blockedByReleaseKey: 'app@1.4.1' },
    'releases',
    'Held back',
    ['The hotfix app@1.4.1 goes to the stores first'],
  ],
  ...(['ROLLING_OUT', 'PAUSED', 'HALTED', 'COMPLETED'] as const).map(
    (rolloutState): [string, object, string, string, string[]] => [
      'RolloutChanged',
      { ...store, rolloutState, percentage: 20 },
      'releases',
      ROLLOUT_TITLES[rolloutState],
      ['App Store: app@1.5.0 (42) is with 20 % of the users'],
    ],
  ),
  [
    'RolloutFailed',
    { ...store, error: 'It only grows.' },
    'incidents',
    'Rollout not changed',
    ['On App Store, build 42', 'It only grows.'],
  ],
  ...storeCases,
  [
    'TargetReleased',
    { ...store, buildNumber: undefined },
    'releases',
    'Target released',
    ['App Store: app@1.5.0 is with all users'],
  ],
  [
    'ReleaseReleased',
    { ...release, releaseDate: '2026-03-01', tag: 'v1.5.0' },
    'releases',
    'Released',
    ['1.5.0 is on sale', 'Tag v1.5.0'],
  ],
  ['ReleaseDelayed', { ...release, reason: 'QA is busy' }, 'incidents', 'Delayed', ['QA is busy']],
  [
    'ReleasePaused',
    { ...release, reason: 'TASK_FAILURE', error: 'no branch' },
    'incidents',
    'Stopped',
    ['A task failed: no branch', 'Retry when it is fixed: /windlass retry app@1.5.0, or POST …/retry'],
  ],
  ['ReleaseCancelled', release, 'releases', 'Cancelled', []],
  ...textCases,
  ...promotionCases,
];
