// The Jira notifier: each comment and each closing of an epic once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJiraClient } from '../../../../functions/_adapters/jira/jira-client.ts';
import { notifyEpics } from '../../../../functions/notifiers/_teller/epics.ts';
import { type HttpService, type SeenRequest, startHttpService } from '../../../support/services/http-service.ts';
import { busEvent, type Notifier, startNotifier } from './fixture.ts';

let notifier: Notifier;
let jira: HttpService;
/** The requests that the test makes fail: `METHOD /path` to a status, each once. */
let failing: Map<string, number>;
let comments: { issue: string; body: unknown }[];
let transitions: string[];
const closed = new Set<string>();

function answer({ method, path, json }: SeenRequest) {
  const call = `${method} ${path}`;
  const status = failing.get(call);
  if (status !== undefined) {
    failing.delete(call);
    return { status, headers: { 'retry-after': '3' }, body: { errorMessages: ['not now'] } };
  }
  const [, issue = '', what] = /^\/rest\/api\/2\/issue\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (what === 'comment' && method === 'POST') comments.push({ issue, body: (json as { body: unknown }).body });
  if (what === 'comment') return { body: { comments: comments.filter((comment) => comment.issue === issue) } };
  if (what === 'transitions' && method === 'POST') {
    transitions.push(issue);
    closed.add(issue);
    return { status: 204 };
  }
  if (what === 'transitions') return { body: { transitions: [{ id: '31', name: 'Done', to: { name: 'Done' } }] } };
  const status_ = closed.has(issue)
    ? { name: 'Done', statusCategory: { key: 'done' } }
    : { name: 'In Progress', statusCategory: { key: 'indeterminate' } };
  return { body: { fields: { status: status_ } } };
}

beforeEach(async () => {
  failing = new Map();
  comments = [];
  transitions = [];
  closed.clear();
  notifier = await startNotifier((deps) => notifyEpics('JIRA', createJiraClient, deps));
  jira = await startHttpService({ '*': answer });
  await notifier.addRelease({ ticketIntegrationId: 'jira-1', iOSEpicId: 'APP-1', androidEpicId: 'APP-2' });
  const config = { baseUrl: jira.url, projectKey: 'APP', deployment: 'SERVER', doneTransition: 'Done' };
  await notifier.addIntegration('jira-1', 'JIRA', config, { apiToken: 'jira-secret' });
});
afterEach(async () => {
  await jira[Symbol.asyncDispose]();
  await notifier.stop();
});

const all = { releases: true, builds: true, approvals: true, incidents: true };
const released = busEvent('ReleaseReleased', { releaseDate: '2026-03-01', tag: 'v1.5.0' });
/** Epics are told side by side. */
const issues = () => comments.map(({ issue }) => issue).sort();

it.each([
  ['ReleaseEpicsCreated', {}, 'Kicked off: payments-api@1.5.0\nThis epic follows the release.'],
  [
    'RegressionSignedOff',
    { cycle: 2, approvalId: 'a' },
    'Regression signed off: payments-api@1.5.0\nAda Lovelace signs off cycle 2',
  ],
  ['TargetSubmitted', { targetIntegrationId: 't1', submissionId: 's' }, 'Submitted: payments-api@1.5.0\nTo t1'],
  [
    'TargetRejected',
    { targetIntegrationId: 't1', reason: 'crashes' },
    't1 rejected payments-api@1.5.0\ncrashes\nIf the metadata is the reason, submit the same build again: POST …/targets/\\{id\\}/submit. Otherwise trigger a new build.',
  ],
  ['ReleaseDelayed', { reason: 'QA is busy' }, 'Delayed: payments-api@1.5.0\nQA is busy'],
  ['ReleaseCancelled', { reason: 'obsolete' }, 'Cancelled: payments-api@1.5.0\nobsolete'],
])('comments %s in every epic and closes none', async (type, data, text) => {
  expect(await notifier.receive(busEvent(type, data))).toBe('DONE');
  expect(issues()).toEqual(['APP-1', 'APP-2']);
  expect(comments[0]?.body).toContain(`${text}\nBy Ada Lovelace\nRelease: [https://windlass.example.com/`);
  expect(transitions).toEqual([]);
});

describe('an epic', () => {
  const target = (targetIntegrationId: string) => busEvent('TargetReleased', { targetIntegrationId });

  beforeEach(async () => {
    await notifier.addIntegration('ios', 'APP_STORE', {}, {});
    await notifier.addIntegration('android', 'PLAY_STORE', {}, {});
    await notifier.addIntegration('build-ios', 'JENKINS', { targetIntegrationId: 'ios' }, {});
  });

  it.each([
    ['the App Store', target('ios'), ['APP-1']],
    ['Google Play', target('android'), ['APP-2']],
    [
      'a build for the App Store',
      busEvent('BuildFailed', { pipelineIntegrationId: 'build-ios', buildStatus: 'FAILED' }),
      ['APP-1'],
    ],
    ['the whole release', busEvent('ReleaseDelayed', { reason: 'QA' }), ['APP-1', 'APP-2']],
  ])('hears of its own platform alone: %s (W: ticket comments by platform)', async (_, event, told) => {
    await notifier.receive(event);
    expect(issues()).toEqual(told);
  });

  const approval = {
    approvalId: 'a',
    subject: { type: 'Release', id: 'release-1', key: 'app@1.5.0' },
    ...{ stage: 'REGRESSION_SIGN_OFF', round: 1, question: 'Sign off app 1.5.0, cycle 1?' },
  };
  it.each([
    ['BuildTriggered', { pipelineIntegrationId: 'build-ios' }],
    ['BuildSucceeded', { pipelineIntegrationId: 'build-ios' }],
    ['ApprovalRequested', approval],
    ['RolloutChanged', { targetIntegrationId: 'ios', rolloutState: 'ROLLING_OUT', percentage: 10 }],
    ['ReleaseResumed', {}],
  ])('hears of stages: of %s only where its switch is on (W: one comment per stage)', async (type, data) => {
    await notifier.receive(busEvent(type, data));
    expect(issues()).toEqual([]);
    await notifier.switches({ jira: { ...all, events: { [type]: true } } });
    await notifier.receive(busEvent(type, data));
    expect(issues()).not.toEqual([]);
  });

  it('hears nothing of a stage whose switch is off (W: switch per event)', async () => {
    await notifier.switches({ jira: { ...all, events: { ReleaseDelayed: false } } });
    await notifier.receive(busEvent('ReleaseDelayed', { reason: 'QA' }));
    expect(issues()).toEqual([]);
    await notifier.receive(busEvent('ReleaseCancelled', {}));
    expect(issues()).toEqual(['APP-1', 'APP-2']);
  });
});

it('comments and closes every epic of a cancelled release as the tenant wishes (W11h)', async () => {
  const config = { baseUrl: jira.url, projectKey: 'APP', deployment: 'SERVER', doneTransition: 'Shipped' };
  const wished = { ...config, cancelledTransition: 'Done' };
  await notifier.addIntegration('jira-1', 'JIRA', wished, { apiToken: 'jira-secret' });
  expect(await notifier.receive(busEvent('ReleaseCancelled', { reason: 'obsolete' }))).toBe('DONE');
  expect([issues(), transitions.toSorted()]).toEqual([
    ['APP-1', 'APP-2'],
    ['APP-1', 'APP-2'],
  ]);
});

it('comments and closes every epic at the release', async () => {
  expect(await notifier.receive(released)).toBe('DONE');
  expect(issues()).toEqual(['APP-1', 'APP-2']);
  expect(transitions.toSorted()).toEqual(['APP-1', 'APP-2']);
  expect(Object.keys(await notifier.notifications('event-ReleaseReleased')).sort()).toEqual([
    'comment:APP-1',
    'comment:APP-2',
    'transition:APP-1',
    'transition:APP-2',
  ]);
});

it('does none of it again when the event comes again', async () => {
  await notifier.receive(released);
  const calls = jira.calls().length;
  await notifier.receive(released, 2);
  expect(jira.calls()).toHaveLength(calls);
});

it('carries on where it failed, which kept no other epic and none open', async () => {
  failing.set('POST /rest/api/2/issue/APP-2/comment', 429);
  expect(await notifier.receive(released)).toBe('PUT_BACK');
  expect(notifier.deferred).toEqual([3]);
  expect([issues(), transitions.toSorted()]).toEqual([['APP-1'], ['APP-1', 'APP-2']]);
  expect(await notifier.receive(released, 2)).toBe('DONE');
  expect(issues()).toEqual(['APP-1', 'APP-2']);
  expect(transitions.toSorted()).toEqual(['APP-1', 'APP-2']);
});

it('closes an epic that takes no comments, and goes on with the others', async () => {
  failing.set('POST /rest/api/2/issue/APP-1/comment', 400);
  expect(await notifier.receive(released)).toBe('PUT_BACK');
  expect(issues()).toEqual(['APP-2']);
  expect(transitions.toSorted()).toEqual(['APP-1', 'APP-2']);
  const noted = await notifier.notifications('event-ReleaseReleased');
  expect(noted).toMatchObject({ 'comment:APP-1': { status: 'FAILED' }, 'comment:APP-2': { status: 'SENT' } });
});

it('begins nothing that the rest of its invocation may be too short for, and carries on in the next', async () => {
  // Jira is slow: after the first comment the time is nearly up.
  const timeLeft = () => (comments.length === 0 ? 20_000 : 11_999);
  expect(await notifier.receive(released, 1, {}, timeLeft)).toBe('PUT_BACK');
  expect(notifier.deferred).toEqual([1]);
  expect(issues()).toEqual(['APP-1', 'APP-2']);
  expect(transitions).toEqual([]);
  expect(await notifier.receive(released, 2)).toBe('DONE');
  expect(issues()).toEqual(['APP-1', 'APP-2']);
  expect(transitions.toSorted()).toEqual(['APP-1', 'APP-2']);
});

it('looks for a comment only where an earlier attempt may have made it', async () => {
  failing.set('POST /rest/api/2/issue/APP-2/comment', 500);
  expect(await notifier.receive(released)).toBe('PUT_BACK');
  expect(jira.calls('GET').filter((call) => call.endsWith('/comment'))).toEqual([]);
  expect(await notifier.receive(released, 2)).toBe('DONE');
  const looks = jira.calls('GET').filter((call) => call.endsWith('/comment'));
  expect(looks).toEqual(['GET /rest/api/2/issue/APP-2/comment']);
});

it('is brought back soon while another attempt is under way, which mostly ends in a moment', async () => {
  await notifier.receive(released, 1, notifier.killedAfter());
  expect(await notifier.receive(released, 2)).toBe('PUT_BACK');
  expect(notifier.deferred.at(-1)).toBe(3);
});

it('comments and closes once under kills after every step', async () => {
  for (const notes of [0, 1, 1, 1]) {
    expect(await notifier.receive(released, 1, notifier.killedAfter(notes))).toBe('PUT_BACK');
    notifier.wait(21);
  }
  expect(await notifier.receive(released, 5)).toBe('DONE');
  expect(issues()).toEqual(['APP-1', 'APP-2']);
  expect(transitions.toSorted()).toEqual(['APP-1', 'APP-2']);
});

it('notes a refusal without a secret', async () => {
  failing.set('POST /rest/api/2/issue/APP-1/comment', 401);
  expect(await notifier.receive(released)).toBe('PUT_BACK');
  const { 'comment:APP-1': noted } = await notifier.notifications('event-ReleaseReleased');
  expect(noted).toMatchObject({ status: 'FAILED' });
  expect(JSON.stringify(noted)).not.toContain('jira-secret');
});

describe('there is nothing to do', () => {
  it.each([
    ['without epics', { ticketIntegrationId: 'jira-1' }],
    ['without a ticket system', { iOSEpicId: 'APP-1' }],
  ])('%s', async (_, attributes) => {
    await notifier.addRelease(attributes);
    expect(await notifier.receive(released)).toBe('DONE');
    expect(jira.calls()).toEqual([]);
  });
});
