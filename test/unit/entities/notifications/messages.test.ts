// The messages for people, event by event, and that every event of the list has words.
import { describe, expect, it } from 'vitest';
import { CHAT_EVENTS, messageOf, TENANT_EVENTS, TICKET_EVENTS } from '../../../../entities/notifications/messages.ts';
import { TOLD_EVENTS } from '../../../../entities/notifications/told-events.ts';
import { storeCases } from './store-cases.ts';
import { textCases } from './text-cases.ts';
import { departure, train, trains } from './train-cases.ts';

const release = { releaseId: 'r1', releaseKey: 'app@1.5.0', version: '1.5.0' };
const pipeline = { ...release, pipelineIntegrationId: 'p1', buildNumber: '42', buildUrl: 'https://ci.example.com/42' };
const store = { ...release, targetIntegrationId: 't1', buildNumber: '42' };
const approval = { ...release, approvalId: 'a1', stage: 'REGRESSION_SIGN_OFF', cycle: 2 };
const created = {
  ...release,
  scmIntegrationId: 's1',
  targetIntegrationIds: ['t1', 't2'],
  pipelineIntegrationIds: ['p1'],
};

const detailOf = (data: object) => ({
  id: 'e1',
  version: 1,
  tenantId: 'tenant',
  occurredAt: '2026-03-01T12:00:00.000Z',
  actor: { type: 'USER', id: 'u1', name: 'Ada' },
  correlationId: 'c1',
  data,
});
const names: Record<string, string> = { p1: 'Jenkins iOS', t1: 'App Store' };
const context = { nameOf: (id: string) => names[id] ?? id, releaseUrl: 'https://windlass.example.com/r1' };

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
  'Regression cycle 2. Push what mends it, then open the next cycle: /windlass cycle app@1.5.0, or POST …/regression-cycles';

/** Type, data, purpose, title (with the release at {X}, or at its end), lines. */
const cases: [string, object, string, string, string[]][] = [
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
    ['A task failed: no branch', 'Retry when that is mended: /windlass retry app@1.5.0, or POST …/retry'],
  ],
  ['ReleaseCancelled', release, 'releases', 'Cancelled', []],
  ...textCases,
];

describe('the message', () => {
  it.each(cases)('of %s %o (W-text)', (type, data, purpose, title, lines) => {
    expect(messageOf(type, detailOf(data), context)).toMatchObject({
      purpose,
      title: /[{:]/.test(title) ? title.replace('{X}', 'app@1.5.0') : `${title}: app@1.5.0`,
      lines,
      by: 'Ada',
      at: '2026-03-01T12:00:00.000Z',
    });
  });

  it.each([
    [{ type: 'USER', id: 'u1', name: 'Ada' }, 'Ada'],
    [{ type: 'SYSTEM', id: 'release-lifecycle', name: 'release-lifecycle' }, 'Windlass'],
    [{ type: 'EXTERNAL', id: 'ci.github', name: 'ci.github' }, 'GitHub'],
    [{ type: 'EXTERNAL', id: 'ci.app-store', name: 'ci.app-store' }, 'App Store Connect'],
    [{ type: 'EXTERNAL', id: 'ci.tekton', name: 'ci.tekton' }, 'tekton'],
  ])('by %j is said to be by %s (W-text: actors)', (actor, by) => {
    expect(messageOf('ReleaseKickedOff', { ...detailOf(release), actor }, context).by).toBe(by);
  });

  it('of every event of the lists is in the table above', () => {
    const known = new Set(cases.map(([type]) => type));
    expect([...new Set([...CHAT_EVENTS, ...TICKET_EVENTS])].filter((type) => !known.has(type))).toEqual([]);
  });

  const integration = { integrationId: 'i1', kind: 'SCM', type: 'GITHUB', name: 'Acme on GitHub', isActive: true };
  const integrationUrl = 'https://windlass.example.com/i1';
  const integrations: [string, object, string, string[]][] = [
    [
      'IntegrationInvalidated',
      { ...integration, verificationStatus: 'EXPIRED', error: 'GitHub says no' },
      'Integration broken: Acme on GitHub',
      ['SCM integration, GITHUB: EXPIRED', 'GitHub says no'],
    ],
    [
      'IntegrationRecovered',
      { ...integration, verificationStatus: 'VALID', brokenSince: '2026-02-28T12:00:00.000Z' },
      'Integration well again: Acme on GitHub',
      ['SCM integration, GITHUB: VALID', 'It was broken since 2026-02-28T12:00:00.000Z'],
    ],
  ];
  it.each(integrations)('of %s names the integration and the releases that use it', (type, data, title, lines) => {
    const told = (usedBy: readonly string[]) =>
      messageOf(type, detailOf(data), { ...context, releaseUrl: undefined, integrationUrl, usedBy });
    expect(told([])).toMatchObject({ purpose: 'incidents', title, lines });
    expect(told(['app@2', 'app@1'])).toMatchObject({
      lines: [...lines, 'Releases under way that use it: app@2, app@1'],
      links: [{ label: 'Integration', url: integrationUrl }],
    });
    const many = Array.from({ length: 12 }, (_, index) => `app@${index}`);
    expect(told(many).lines.at(-1)).toMatch(/app@9 and 2 more$/);
  });

  it.each(trains)('of %s names the train and what comes next (W7)', (type, data, purpose, title, lines) => {
    const trainUrl = 'https://windlass.example.com/t1';
    const told = messageOf(type, detailOf(data), { ...context, releaseUrl: undefined, trainUrl });
    expect(told).toMatchObject({ purpose, title, lines, links: [{ label: 'Train', url: trainUrl }] });
  });

  it('of a departure at which nothing was new says since when', () => {
    const data = { ...train, departureAt: departure, cause: 'UNCHANGED', reason: '1.4.0' };
    expect(messageOf('TrainDepartureSkipped', detailOf(data), context)).toMatchObject({
      title: 'No release of app by the train Weekly this time',
      lines: ['Nothing is new on its base branch since app 1.4.0', 'It has no further departure'],
    });
  });

  it('has a switch of its own in the settings', () => {
    expect([...new Set([...CHAT_EVENTS, ...TICKET_EVENTS, ...TENANT_EVENTS])].sort()).toEqual([...TOLD_EVENTS].sort());
  });

  it('of every event told to the tenant is in that table', () => {
    expect([...TENANT_EVENTS].sort()).toEqual([...integrations, ...trains].map(([type]) => type).sort());
    expect(TENANT_EVENTS.filter((type) => [...CHAT_EVENTS, ...TICKET_EVENTS].includes(type))).toEqual([]);
  });

  it('links the build and the release', () => {
    expect(messageOf('BuildFailed', detailOf({ ...pipeline, buildStatus: 'FAILED' }), context).links).toEqual([
      { label: 'Build', url: 'https://ci.example.com/42' },
      { label: 'Release', url: 'https://windlass.example.com/r1' },
    ]);
  });

  it('has no link to a deployment whose address is unknown', () => {
    expect(messageOf('ReleaseKickedOff', detailOf(release), { nameOf: context.nameOf, releaseUrl: '' }).links).toEqual(
      [],
    );
  });

  it('wants a decision only where one is asked for', () => {
    const wanting = cases.filter(([type, data]) => messageOf(type, detailOf(data), context).approval);
    expect(new Set(wanting.map(([type]) => type))).toEqual(new Set(['ApprovalRequested']));
  });

  it('is refused for a type without words and for a wrong detail', () => {
    expect(() => messageOf('ReleaseArchived', detailOf(release), context)).toThrow('no message for ReleaseArchived');
    expect(() => messageOf('ReleaseKickedOff', detailOf({}), context)).toThrow();
  });
});
