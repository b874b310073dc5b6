// Messages about targets beside their submission: type, data, purpose, title, lines. Part of messages.test.ts.
const release = { releaseId: 'r1', releaseKey: 'app@1.5.0', version: '1.5.0' };
const store = { ...release, targetIntegrationId: 't1', buildNumber: '42' };

export const storeCases: [string, object, string, string, string[]][] = [
  [
    'ReleaseWarned',
    { ...release, warnings: ['Play Store: app@1.6.0 is with 10 % of the users'] },
    'incidents',
    'Other releases are at its stores',
    ['Play Store: app@1.6.0 is with 10 % of the users'],
  ],
  [
    'TargetFailed',
    { ...store, reason: 'port taken' },
    'incidents',
    'Deployment failed: app 1.5.0 on App Store, build 42',
    ['port taken', 'Deploy it again: POST …/targets/t1/submit'],
  ],
  [
    'TargetWithdrawn',
    { ...store, forReleaseKey: 'app@1.4.1' },
    'releases',
    'Withdrawn',
    ['From App Store, build 42', 'For the hotfix app@1.4.1; it is submitted again after that'],
  ],
  [
    'TargetWithdrawn',
    { ...store, percentage: 20 },
    'releases',
    'Withdrawn',
    ['From App Store, build 42', '20 % of the users keep it'],
  ],
  [
    'TargetReplaced',
    { ...store, percentage: 10, byReleaseKey: 'app@1.4.1' },
    'incidents',
    'Replaced',
    ['On App Store, build 42, by app@1.4.1', '10 % of the users had it; nobody else gets it'],
  ],
  ['TargetReplaced', store, 'incidents', 'Replaced', ['On App Store, build 42, by another version']],
  [
    'TargetBlocked',
    { ...store, inTheWay: '1.6.0', state: 'WAITING_FOR_REVIEW', inTheWayReleaseKey: 'app@1.6.0' },
    'incidents',
    'Another version is in the way',
    [
      'App Store takes one version at a time, and app@1.6.0 is waiting for review there',
      'Withdraw it first: POST …/targets/{id}/submit {"inTheWay": "WITHDRAW"}',
    ],
  ],
  ...(
    [
      ['WITHDRAW', 'Not withdrawn'],
      ['RELEASE', 'Not released'],
      ['REFRESH', 'The store did not answer'],
    ] as const
  ).map(([action, title]): [string, object, string, string, string[]] => [
    'StoreActionFailed',
    { ...store, action, error: 'It is out.' },
    'incidents',
    title,
    ['On App Store, build 42', 'It is out.'],
  ]),
  [
    'ReleaseReleased',
    { ...release, releaseDate: '2026-03-01', tag: 'v1.5.0', outcome: 'RELEASED_IN_PART' },
    'releases',
    'Released',
    ['1.5.0 is on sale in part', 'Tag v1.5.0'],
  ],
  [
    'ReleaseCancelled',
    { ...release, reason: 'too late', stores: ['Play Store is halted: 50 % of the users keep the version.'] },
    'releases',
    'Cancelled',
    ['too late', 'Play Store is halted: 50 % of the users keep the version.'],
  ],
];
