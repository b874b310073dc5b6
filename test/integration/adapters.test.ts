// The clients against the local runtime's stand-ins, over HTTP: both were written from the services' own documents, so
// where they disagree one of them has read wrong.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppStoreClient } from '../../functions/_adapters/app-store/app-store-client.ts';
import { verifierFor } from '../../functions/_adapters/clients.ts';
import { createGithubClient } from '../../functions/_adapters/github/github-client.ts';
import { createGithubActionsClient } from '../../functions/_adapters/github-actions/github-actions-client.ts';
import { createJenkinsClient } from '../../functions/_adapters/jenkins/jenkins-client.ts';
import { createJiraClient } from '../../functions/_adapters/jira/jira-client.ts';
import { createPlayStoreClient } from '../../functions/_adapters/play-store/play-store-client.ts';
import { createSlackClient } from '../../functions/_adapters/slack/slack-client.ts';
import { inEnglish } from '../support/releases/store-notes.ts';
import { type OutsideServer, type Outward, SERVICES, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

const contextOf: OutsideServer['contextOf'] = (type, changes) => outside.contextOf(type, changes);
const taken = (service: string, method: string, end: string) => outside.taken(service, method, end);

describe('GITHUB', () => {
  it('verifies, branches, tags, publishes and lists commits, each once', async () => {
    const client = createGithubClient(contextOf('GITHUB'));
    expect(await client.verify()).toBe('Can write to acme/app');
    for (const mayBeOurs of [false, true]) {
      const branch = await client.createBranch({ branch: 'release/1.5.0', from: 'main', mayBeOurs });
      const tag = await client.createTag({ tag: 'v1.5.0', ref: 'release/1.5.0', message: 'Release 1.5.0', mayBeOurs });
      expect(tag).toEqual(branch);
      const page = { tag: 'v1.5.0', name: '1.5.0', notes: 'New', prerelease: false, isLatest: true };
      expect((await client.publishRelease({ ...page, mayBeOurs })).url).toMatch(
        /^https:\/\/github\.com\/acme\/app\/releases/,
      );
    }
    expect(taken('github', 'POST', '/git/refs')).toHaveLength(2);
    expect(taken('github', 'POST', '/releases')).toHaveLength(1);
    const commits = await client.commitsBetween({ base: 'v1.0.0', head: 'release/1.5.0' });
    expect(commits).toHaveLength(8);
    expect(commits[0]).toMatchObject({ author: 'ada', message: 'fix: round amounts half to even (#12)' });
    const all = await client.commitsBetween({ head: 'main', limit: 3 });
    expect(all.map(({ message }) => message).at(-1)).toBe('fix: keep the currency of a refund (#24)');
  });
});

describe('GITHUB_ACTIONS', () => {
  it('verifies and starts one run', async () => {
    const client = createGithubActionsClient(contextOf('GITHUB_ACTIONS'));
    expect(await client.verify()).toMatch(/^Can read the workflow /);
    const input = {
      branch: 'main',
      parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'main' },
      triggerId: 't-1',
      since: new Date(outside.clock.now).toISOString(),
    };
    const started = await client.trigger({ ...input, mayHaveStarted: false });
    expect(started).toMatchObject({ externalId: expect.stringMatching(/^\d+$/) });
    const again = await client.trigger({ ...input, mayHaveStarted: true });
    expect(again).toMatchObject(started);
    expect(taken('github', 'POST', '/dispatches')).toHaveLength(1);
  });
});

describe('JENKINS', () => {
  it('verifies and starts one build, found in the queue and among the builds', async () => {
    const client = createJenkinsClient(contextOf('JENKINS'));
    expect(await client.verify()).toMatch(/^Can build mobile\/ios release/);
    const input = {
      branch: 'main',
      parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'main' },
      triggerId: 't-1',
      since: new Date(outside.clock.now).toISOString(),
    };
    const started = await client.trigger({ ...input, mayHaveStarted: false });
    for (let turn = 0; turn < 3; turn += 1) {
      const again = await client.trigger({ ...input, mayHaveStarted: true });
      expect(again.externalId).toBe(started.externalId);
    }
    const last = await client.trigger({ ...input, mayHaveStarted: true });
    expect(last).toMatchObject({ buildNumber: '1', buildUrl: expect.stringMatching(/\/job\/ios%20release\/1\/$/) });
    expect(taken('jenkins', 'POST', '/buildWithParameters')).toHaveLength(1);
  });
});

describe('APP_STORE', () => {
  it('verifies and submits a version once', async () => {
    const client = createAppStoreClient(contextOf('APP_STORE'));
    expect(await client.verify()).toMatch(/^Can read /);
    const input = { version: '1.5.0', buildNumber: '1045', notes: inEnglish('New') };
    const first = await client.submit(input);
    const again = { ...first, keepsNotes: true };
    expect(await client.submit(input)).toEqual(again);
    expect(await client.submit({ version: '1.5.0', notes: inEnglish('') })).toEqual(again);
    for (const end of ['/appStoreVersions', '/reviewSubmissions', '/reviewSubmissionItems']) {
      expect(taken('app-store', 'POST', end)).toHaveLength(1);
    }
  });

  it('submits a rejected version again, in the submission that held it', async () => {
    const config = { appId: '888' };
    const decide = (outcome: string) => outside.play('app-store', 'PUT', '/_reviews/888', { outcome });
    const client = createAppStoreClient(contextOf('APP_STORE', { config }));
    await decide('REJECTED');
    const first = await client.submit({ version: '3.0.0', buildNumber: '1', notes: inEnglish('New') });
    outside.clock.now += 3_600_000;
    expect(await client.submit({ version: '3.0.0', buildNumber: '2', notes: inEnglish('New') })).toEqual(first);
    expect(taken('app-store', 'PATCH', first.submissionId)).toHaveLength(2);
  });

  it('takes a version back from review for a newer build', async () => {
    const config = { appId: '666' };
    await outside.play('app-store', 'PUT', '/_reviews/666', { outcome: 'WAITING' });
    const client = createAppStoreClient(contextOf('APP_STORE', { config }));
    await client.submit({ version: '3.1.0', buildNumber: '1', notes: inEnglish('New') });
    const newer = { version: '3.1.0', buildNumber: '2', notes: inEnglish('New') };
    await expect(client.submit(newer)).rejects.toMatchObject({ code: 'integration.busy' });
    outside.clock.now += 10_000;
    const submitted = await client.submit(newer);
    expect(await client.submit(newer)).toEqual({ ...submitted, keepsNotes: true });
    expect(await client.status({ version: '3.1.0' })).toMatchObject({ state: 'IN_REVIEW' });
  });

  it('waits for a build that the store does not show (K14)', async () => {
    const client = createAppStoreClient(contextOf('APP_STORE', { config: { appId: '777' } }));
    await expect(client.submit({ version: '2.0.0', buildNumber: '0', notes: inEnglish('') })).rejects.toMatchObject({
      code: 'integration.busy',
    });
  });
});

describe('PLAY_STORE', () => {
  it('verifies and releases a version once', async () => {
    const client = createPlayStoreClient(contextOf('PLAY_STORE'));
    expect(await client.verify()).toBe('Can release com.acme.app to the track production');
    const input = { version: '1.5.0', buildNumber: '1045', notes: inEnglish('New '.repeat(300)) };
    const first = await client.submit(input);
    expect(await client.submit(input)).toEqual(first);
    expect(taken('play-store', 'POST', ':commit')).toHaveLength(1);
    await client.submit({ version: '1.6.0', notes: inEnglish('the newest bundle') });
    expect(taken('play-store', 'POST', ':commit')).toHaveLength(2);
  });
});

describe('SLACK', () => {
  const message = { text: 'Released', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Released' } }] };

  it('verifies, posts once, also in a thread, and updates', async () => {
    const client = createSlackClient(contextOf('SLACK'));
    expect(await client.verify()).toBe('windlass can post to 2 channels of Windlass');
    const post = {
      channel: 'C0RELEASES',
      message,
      eventId: 'event-1',
      since: new Date(outside.clock.now).toISOString(),
    };
    const first = await client.post({ ...post, mayBePosted: false });
    expect(await client.post({ ...post, mayBePosted: true })).toEqual(first);
    const reply = { ...post, eventId: 'event-2', threadId: first.messageId };
    const second = await client.post({ ...reply, mayBePosted: true });
    expect(await client.post({ ...reply, mayBePosted: true })).toEqual(second);
    await client.update({ channel: 'C0RELEASES', messageId: first.messageId, message });
    expect(await client.post({ ...post, mayBePosted: true })).toEqual(first);
    expect(taken('slack', 'POST', '/chat.postMessage')).toHaveLength(2);
  });
});

describe('JIRA', () => {
  it.each([
    ['Cloud', {}],
    ['Server', { config: { deployment: 'SERVER', projectKey: 'SRV' }, credentials: { email: undefined } }],
  ])('verifies, makes an epic, comments and closes it, each once, on %s', async (_label, changes) => {
    const client = createJiraClient(contextOf('JIRA', changes));
    const epics = taken('jira', 'POST', '/issue').length;
    const comments = taken('jira', 'POST', '/comment').length;
    const transitions = taken('jira', 'POST', '/transitions').length;
    expect(await client.verify()).toMatch(/ can see /);
    const epic = {
      summary: 'Release 1.5.0\non iOS',
      description: 'See https://acme.example/r/1.\n\nThe team',
      marker: 'r-1:ios',
    };
    const made = await client.createEpic(epic);
    expect(await client.createEpic(epic)).toEqual(made);
    expect(made.url).toBe(`${outside.origin}/_local/jira/browse/${made.key}`);
    for (let turn = 0; turn < 2; turn += 1) {
      await client.comment({ key: made.key, text: 'Kicked off', marker: 'event-1' });
      await client.transition({ key: made.key, name: 'done' });
    }
    expect(taken('jira', 'POST', '/issue')).toHaveLength(epics + 1);
    expect(taken('jira', 'POST', '/comment')).toHaveLength(comments + 1);
    expect(taken('jira', 'POST', '/transitions')).toHaveLength(transitions + 1);
  });
});

describe('credentials', () => {
  it.each([
    ['GITHUB', 'invalid', 'integration.unauthorized', { token: 'ghp_invalid' }],
    ['GITLAB', 'invalid', 'integration.unauthorized', { token: 'glpat-invalid' }],
    ['GITLAB', 'expired', 'integration.expired', { token: 'glpat-expired' }],
    ['GITLAB_CI', 'expired', 'integration.expired', { token: 'glpat-expired' }],
    ['BITBUCKET', 'invalid', 'integration.unauthorized', { token: 'invalid-token' }],
    ['BITBUCKET', 'expired', 'integration.expired', { username: undefined, token: 'expired-token' }],
    ['JENKINS', 'invalid', 'integration.unauthorized', { apiToken: 'invalid-token' }],
    ['APP_STORE', 'invalid', 'integration.unauthorized', { keyId: 'INVALID' }],
    ['PLAY_STORE', 'invalid', 'integration.unauthorized', { clientEmail: 'invalid@acme.example' }],
    ['PLAY_STORE', 'expired', 'integration.expired', { clientEmail: 'expired@acme.example' }],
    ['SLACK', 'invalid', 'integration.unauthorized', { botToken: 'xoxb-invalid' }],
    ['SLACK', 'expired', 'integration.expired', { botToken: 'xoxb-expired' }],
    ['JIRA', 'invalid', 'integration.unauthorized', { apiToken: 'invalid-token' }],
    ['LINEAR', 'invalid', 'integration.unauthorized', { apiKey: 'lin_api_invalid' }],
    ['LINEAR', 'expired', 'integration.expired', { apiKey: 'lin_api_expired' }],
    ['OCI_REGISTRY', 'invalid', 'integration.unauthorized', { password: 'invalid-password' }],
    ['OCI_REGISTRY', 'expired', 'integration.expired', { password: 'expired-password' }],
  ] as const)('of %s that are %s answer %s', async (type, _state, code, credentials) => {
    await expect(verifierFor(type, contextOf(type, { credentials })).verify()).rejects.toMatchObject({ code });
  });
});

/** Mail is not sent by our outgoing HTTP. */
const calling = (Object.keys(SERVICES) as Outward[]).filter((type) => type !== 'EMAIL');

describe('faults', () => {
  it.each(calling)('of %s are named, with the time to wait', async (type) => {
    const name = SERVICES[type];
    const verify = () => verifierFor(type, contextOf(type)).verify();
    outside.world.setFault(name, JSON.stringify({ rate: 1, status: 429, retryAfter: 2 }));
    await expect(verify()).rejects.toMatchObject({
      code: 'integration.rate_limited',
      details: { retryAfterSeconds: 2 },
    });
    outside.world.setFault(name, JSON.stringify({ rate: 1, status: 503 }));
    await expect(verify()).rejects.toMatchObject({ code: 'integration.unavailable' });
    outside.world.setFault(name, JSON.stringify({ rate: 0 }));
  });
});
