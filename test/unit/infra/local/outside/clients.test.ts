// The house's own clients against the stand-ins: each does its work, and doing it again changes nothing.
import { describe, expect, it } from 'vitest';
import type { Outbound, OutboundRequest } from '../../../../../functions/_adapters/adapter.ts';
import {
  chatClient,
  pipelineClient,
  scmClient,
  storeClient,
  ticketClient,
  verifierFor,
} from '../../../../../functions/_adapters/clients.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import { NOW, openWorld, type Sent } from './world-fixture.ts';

const ORIGIN = 'http://127.0.0.1:4100';
const SERVICES = {
  GITHUB: 'github',
  GITHUB_ACTIONS: 'github',
  GITLAB: 'gitlab',
  GITLAB_CI: 'gitlab',
  BITBUCKET: 'bitbucket',
  WEB: 'web',
  LINEAR: 'linear',
  JENKINS: 'jenkins',
  APP_STORE: 'app-store',
  PLAY_STORE: 'play-store',
  SLACK: 'slack',
  JIRA: 'jira',
} as const;
type Type = keyof typeof SERVICES;

function open() {
  const world = openWorld();
  const outbound: Outbound = {
    async request({ method, url, headers = {}, body }: OutboundRequest) {
      const { pathname, search } = new URL(url);
      const [, service = '', path = ''] = /^\/_local\/([^/]+)(.*)$/.exec(pathname) ?? [];
      const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const reply = await world.ask(service, `${method} ${path}${search}`, { ...sentOf(body), headers: lower });
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? '');
      const json = typeof reply.body === 'string' ? undefined : reply.body;
      return { status: reply.status, headers: reply.headers ?? {}, text, json };
    },
  };
  const contextOf = (type: Type, credentials: object = {}) => {
    const sample = integrationSamples(`${ORIGIN}/_local/${SERVICES[type]}`)[type];
    const now = () => world.clock.now;
    return { config: sample.config, credentials: { ...sample.credentials, ...credentials }, outbound, now };
  };
  const writes = (path: RegExp) =>
    world.items().filter((item) => item.method !== 'GET' && Number(item.status) < 300 && path.test(String(item.path)));
  return { ...world, contextOf, writes };
}

function sentOf(body: unknown): Sent {
  if (body === undefined) return {};
  if (typeof body === 'string') return { text: body };
  return body instanceof URLSearchParams ? { form: Object.fromEntries(body) } : { json: body };
}

describe('verification', () => {
  it.each(Object.keys(SERVICES) as Type[])('of %s succeeds with a valid credential', async (type) => {
    const { contextOf } = open();
    await expect(verifierFor(type, contextOf(type)).verify()).resolves.toEqual(expect.any(String));
  });

  const REFUSED: [type: Type, credentials: object, code: string][] = [
    ['GITHUB', { token: 'ghp_invalid' }, 'integration.unauthorized'],
    ['GITHUB', { token: 'wrong' }, 'integration.unauthorized'],
    ['JENKINS', { apiToken: '11invalid' }, 'integration.unauthorized'],
    ['APP_STORE', { keyId: 'INVALID1' }, 'integration.unauthorized'],
    ['PLAY_STORE', { clientEmail: 'invalid@acme.example' }, 'integration.unauthorized'],
    ['PLAY_STORE', { clientEmail: 'expired@acme.example' }, 'integration.expired'],
    ['SLACK', { botToken: 'xoxb-invalid' }, 'integration.unauthorized'],
    ['SLACK', { botToken: 'xoxb-expired' }, 'integration.expired'],
    ['JIRA', { apiToken: 'ATATTinvalid' }, 'integration.unauthorized'],
  ];
  it.each(REFUSED)('of %s with %j is %s', async (type, credentials, code) => {
    const { contextOf } = open();
    await expect(verifierFor(type, contextOf(type, credentials)).verify()).rejects.toMatchObject({ code });
  });
});

describe('the GitHub client', () => {
  it('cuts a branch, tags it and publishes its release once', async () => {
    const { contextOf, writes } = open();
    const scm = scmClient('GITHUB', contextOf('GITHUB'));
    for (const mayBeOurs of [false, true]) {
      const made = await scm.createBranch({ branch: 'release/1.5.0', from: 'main', mayBeOurs });
      const tag = { tag: '1.5.0', ref: 'release/1.5.0', message: 'Release 1.5.0', mayBeOurs };
      expect(await scm.createTag(tag)).toEqual(made);
      const page = { tag: '1.5.0', name: '1.5.0', notes: 'Better', prerelease: false, isLatest: true };
      await scm.publishRelease({ ...page, mayBeOurs });
    }
    expect(writes(/./).map(({ path }) => path)).toEqual([
      '/repos/acme/app/git/refs',
      '/repos/acme/app/git/tags',
      '/repos/acme/app/git/refs',
      '/repos/acme/app/releases',
    ]);
  });

  it('reads the commits between two refs', async () => {
    const scm = scmClient('GITHUB', open().contextOf('GITHUB'));
    const commits = await scm.commitsBetween({ base: 'v1.0.0', head: 'main' });
    expect(commits).toHaveLength(8);
    expect(commits[0]?.message).toBe('fix: round amounts half to even (#12)');
    expect(await scm.commitsBetween({ head: 'main', limit: 250 })).toHaveLength(12);
  });
});

describe.each(['GITHUB_ACTIONS', 'JENKINS'] as const)('the %s client', (type) => {
  it('starts one build when an answer was lost', async () => {
    const { contextOf, writes } = open();
    const pipeline = pipelineClient(type, contextOf(type));
    const since = new Date(NOW).toISOString();
    const trigger = {
      branch: 'main',
      parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'main' },
      triggerId: 'trigger-1',
      since,
    };
    const first = await pipeline.trigger({ ...trigger, mayHaveStarted: false });
    const second = await pipeline.trigger({ ...trigger, mayHaveStarted: true });
    expect(second.externalId).toBe(first.externalId);
    expect(writes(/./)).toHaveLength(1);
  });
});

describe.each([
  ['APP_STORE', /reviewSubmissions\/[^/]+$/],
  ['PLAY_STORE', /:commit$/],
] as const)('the %s client', (type, submission) => {
  it('submits a version once', async () => {
    const { contextOf, writes } = open();
    const store = storeClient(type, contextOf(type));
    const submit = { version: '1.5.0', buildNumber: '417', notes: inEnglish('Better') };
    const first = await store.submit(submit);
    expect(await store.submit(submit)).toMatchObject(first);
    expect(writes(submission)).toHaveLength(1);
  });
});

describe('the Slack client', () => {
  it.each([undefined, 'thread'])('posts an event once and updates it (%s)', async (place) => {
    const { contextOf, writes } = open();
    const chat = chatClient('SLACK', contextOf('SLACK'));
    const message = { text: 'Released', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Released*' } }] };
    const since = new Date(NOW).toISOString();
    const parent = await chat.post({ channel: 'C0RELEASES', message, eventId: 'e0', mayBePosted: false, since });
    const thread = place && { threadId: parent.messageId };
    const post = { channel: 'C0RELEASES', message, eventId: 'e1', since, ...thread };
    const first = await chat.post({ ...post, mayBePosted: false });
    expect(await chat.post({ ...post, mayBePosted: true })).toEqual(first);
    await chat.update({ channel: 'C0RELEASES', messageId: first.messageId, message: { ...message, text: 'Done' } });
    expect(await chat.post({ ...post, mayBePosted: true })).toEqual(first);
    expect(writes(/postMessage/)).toHaveLength(2);
  });
});

describe.each(['CLOUD', 'SERVER'] as const)('the Jira client on %s', (deployment) => {
  it('creates an epic, comments on it and closes it once', async () => {
    const { contextOf, writes } = open();
    const context = contextOf('JIRA');
    const tickets = ticketClient('JIRA', { ...context, config: { ...context.config, deployment } });
    for (const _ of [1, 2]) {
      const { key } = await tickets.createEpic({
        summary: 'App 1.5.0',
        description: 'See\nhttps://example.com',
        marker: 'release 1 IOS',
      });
      expect(key).toBe('APP-1');
      await tickets.comment({ key, text: 'Build succeeded', marker: 'event-1' });
      await tickets.transition({ key, name: 'Done' });
    }
    expect(writes(/./).map(({ path }) => String(path).replace(/^\/rest\/api\/\d/, ''))).toEqual([
      '/issue',
      '/issue/APP-1/comment',
      '/issue/APP-1/transitions',
    ]);
  });
});

describe('the Jira client in a project that is set up otherwise', () => {
  const EPIC = { summary: 'App 1.5.0', description: 'All new', marker: 'release 1 IOS' };
  const ticketsOf = (projectKey: string, deployment: 'CLOUD' | 'SERVER') => {
    const { contextOf } = open();
    const context = contextOf('JIRA');
    return ticketClient('JIRA', { ...context, config: { ...context.config, projectKey, deployment } });
  };

  it.each([
    ['EPICNAME', 'CLOUD'],
    ['EPICNAME', 'SERVER'],
    ['NOSCREEN', 'SERVER'],
    ['NEXTGEN', 'CLOUD'],
  ] as const)('%s on %s creates an epic (K26)', async (projectKey, deployment) => {
    const tickets = ticketsOf(projectKey, deployment);
    await expect(tickets.verify()).resolves.toContain(projectKey);
    expect((await tickets.createEpic(EPIC)).key).toBe(`${projectKey}-1`);
  });

  it('is refused where a field of the project is wanted (K26), and by verification where it may not create (K27)', async () => {
    const refusal = { code: 'integration.fields_refused', message: expect.stringContaining('Team is required.') };
    await expect(ticketsOf('WANTSTEAM', 'CLOUD').createEpic(EPIC)).rejects.toMatchObject(refusal);
    await expect(ticketsOf('READONLY', 'CLOUD').verify()).rejects.toMatchObject({ code: 'integration.unauthorized' });
  });
});
