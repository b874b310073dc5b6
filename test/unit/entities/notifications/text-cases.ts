// Texts as people read them: type, data, purpose, title, lines. Part of the table of messages.test.ts.
const release = { releaseId: 'r1', releaseKey: 'app@1.5.0', version: '1.5.0' };
const store = { ...release, targetIntegrationId: 't1', buildNumber: '303' };
const approval = {
  releaseId: release.releaseId,
  approvalId: 'a1',
  subject: { type: 'Release', id: release.releaseId, key: release.releaseKey },
  ...{ stage: 'REGRESSION_SIGN_OFF', round: 2, question: 'Sign off app 1.5.0, cycle 2?' },
};
const down = {
  ...{ step: 'PUBLISH', doing: 'Tagging v1.5.0', code: 'integration.unavailable' },
  ...{ message: 'GitHub answered 500 for two minutes.', service: 'GitHub', isPassing: true },
};

export const textCases: [string, object, string, string, string[]][] = [
  [
    'ApprovalRequested',
    {
      ...{ ...approval, pilotName: 'Dev Developer' },
      builds: [
        { name: 'iOS', buildNumber: '303' },
        { name: 'Android', buildNumber: '304' },
      ],
      commits: { count: 7, titles: ['fix: crash on start', 'say <more>'] },
      targets: [
        { targetIntegrationId: 't1', percentage: 1 },
        { targetIntegrationId: 't2', percentage: 10 },
      ],
    },
    'approvals',
    'Approval wanted',
    [
      'Dev Developer: sign off app 1.5.0, cycle 2?',
      'iOS 303, Android 304 · 7 commits since cycle 1: fix: crash on start; say <more>; and 5 more',
      'Approving submits to App Store (1 %) and t2 (10 %)',
    ],
  ],
  [
    'ReleasePaused',
    { ...release, reason: 'USER_REQUESTED', error: 'Weekend' },
    'incidents',
    'Paused',
    ['Paused by Ada: Weekend', 'Resume it: /windlass resume app@1.5.0, or POST …/resume'],
  ],
  [
    'ReleasePaused',
    { ...release, reason: 'TASK_FAILURE', error: 'integration.unavailable: …', failure: down },
    'incidents',
    'Stopped',
    [
      'Tagging v1.5.0 failed: GitHub answered 500 for two minutes.',
      'Retry when GitHub is back: /windlass retry app@1.5.0, or POST …/retry',
    ],
  ],
  ['ReleaseResumed', release, 'releases', 'Resumed: {X} (Ada)', []],
  [
    'ReleaseUnblocked',
    { ...release, hotfixKey: 'app@1.4.1', hotfixStatus: 'RELEASED' },
    'releases',
    '{X} can go on',
    ['app@1.5.0 can go on: app 1.4.1 is out'],
  ],
  [
    'ReleaseUnblocked',
    { ...release, hotfixKey: 'app@1.4.1', hotfixStatus: 'CANCELLED' },
    'releases',
    '{X} can go on',
    ['app@1.5.0 can go on: app 1.4.1 is cancelled'],
  ],
  ['ReleaseUnblocked', release, 'releases', '{X} can go on', []],
  ['TargetApproved', store, 'releases', 'App Store approved {X}, build 303', []],
  [
    'TargetRejected',
    { ...store, reason: 'it crashes' },
    'incidents',
    'App Store rejected {X}, build 303',
    [
      'it crashes',
      'If the metadata is the reason, submit the same build again: POST …/targets/{id}/submit. Otherwise trigger a new build.',
    ],
  ],
  [
    'TargetReleased',
    { ...store, percentage: 10 },
    'releases',
    'Target released',
    ['App Store: app@1.5.0 (303) is with 10 % of the users'],
  ],
  [
    'ReleaseReleased',
    {
      ...{ ...release, releaseDate: '2026-03-01', tag: '' },
      targets: [{ targetIntegrationId: 't1' }, { targetIntegrationId: 't2', percentage: 10 }],
    },
    'releases',
    'Released',
    ['1.5.0 is on sale: App Store all, t2 10 %'],
  ],
];
