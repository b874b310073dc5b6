// Every effect of every client while one of its calls fails, before or after the service acted, in every way: the effect is made within
// the invocation, once.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../entities/integrations/errors.ts';
import { createPatientOutbound } from '../../functions/_adapters/_client/patient-outbound.ts';
import type { Outbound } from '../../functions/_adapters/adapter.ts';
import { createAppStoreClient } from '../../functions/_adapters/app-store/app-store-client.ts';
import { createBitbucketClient } from '../../functions/_adapters/bitbucket/bitbucket-client.ts';
import { createGithubClient } from '../../functions/_adapters/github/github-client.ts';
import { createGithubActionsClient } from '../../functions/_adapters/github-actions/github-actions-client.ts';
import { createGitlabClient } from '../../functions/_adapters/gitlab/gitlab-client.ts';
import { createGitlabCiClient } from '../../functions/_adapters/gitlab-ci/gitlab-ci-client.ts';
import { createJenkinsClient } from '../../functions/_adapters/jenkins/jenkins-client.ts';
import { createJiraClient } from '../../functions/_adapters/jira/jira-client.ts';
import { createLinearClient } from '../../functions/_adapters/linear/linear-client.ts';
import { createPlayStoreClient } from '../../functions/_adapters/play-store/play-store-client.ts';
import { createWebClient } from '../../functions/_adapters/web/web-client.ts';
import { inEnglish } from '../support/releases/store-notes.ts';
import { localOutbound, startHttpService } from '../support/services/http-service.ts';
import { type OutsideServer, startOutsideServer } from '../support/services/outside-server.ts';

const LOST = integrationErrors.unavailable({ detail: 'no connection (ECONNRESET)' });
const BROKEN = { status: 500, headers: {}, text: '', json: undefined };
const BUSY = { ...BROKEN, status: 429, headers: { 'retry-after': '1' } };

type Failure = (work: () => Promise<unknown>) => Promise<typeof BROKEN>;
const throwing = (error: Error) => {
  throw error;
};
const FAILURES: Readonly<Record<string, Failure>> = {
  'is answered 429': async () => BUSY,
  'is answered 500': async () => BROKEN,
  'gets lost': async () => throwing(LOST),
  'is done and answered 500': async (work) => {
    await work();
    return BROKEN;
  },
  'is done and its answer gets lost': async (work) => {
    await work();
    return throwing(LOST);
  },
};

/** Fails at the call of this number, with the patience of a task and no time passing. */
function failingAt(call: number, failure: Failure): { outbound: Outbound; calls: () => number } {
  let calls = 0;
  const request: Outbound['request'] = (asked) => {
    calls += 1;
    const work = () => localOutbound.request(asked);
    return calls === call ? failure(work) : work();
  };
  const options = { patienceMs: 24_000, pause: async () => {} };
  return { outbound: createPatientOutbound({ request }, options), calls: () => calls };
}

type World = OutsideServer;
type Count = (outside: World) => number | Promise<number>;
/** Has the effect once; the world is new. */
type Act = (of: World['contextOf'], outside: World) => Promise<unknown>;

const VERSION = { version: '1.5.0', buildNumber: '1045', notes: inEnglish('New') };
const BRANCH = { branch: 'release/1.5.0', from: 'main' };
const TAG = { tag: 'v1.5.0', ref: 'main', message: 'Release 1.5.0' };
const PAGE = { tag: 'v1.0.0', name: '1.0.0', notes: 'New', prerelease: false, isLatest: true };
const EPIC = { summary: 'Release 1.5.0', description: 'All of it', marker: 'windlass-r1-ios' };
const buildOf = ({ clock }: World) => ({
  branch: 'main',
  parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'main' },
  triggerId: 't-1',
  since: new Date(clock.now).toISOString(),
  mayHaveStarted: false,
});

const taken =
  (service: string, method: string, end: string): Count =>
  (outside) =>
    outside.taken(service, method, end).length;
const bodiesWith =
  (service: string, words: string): Count =>
  (outside) =>
    outside.taken(service, 'POST', '/graphql').filter(({ body }) => JSON.stringify(body).includes(words)).length;
const submitted: Count = (outside) =>
  outside
    .received('app-store')
    .filter(
      ({ method, path, status }) => `${method} ${path}`.startsWith('PATCH /v1/reviewSubmissions/') && status < 300,
    ).length;
/** A message that comes twice has one id, and an endpoint takes it once. */
const deployments: Count = async (outside) => {
  const { body } = await outside.play('web', 'GET', '/_releases');
  return (body as { items: unknown[] }).items.length;
};

/** The ticket is made before the call that fails is counted. */
async function ticketOf(kind: 'JIRA' | 'LINEAR', outside: World): Promise<string> {
  const tickets =
    kind === 'JIRA' ? createJiraClient(outside.contextOf('JIRA')) : createLinearClient(outside.contextOf('LINEAR'));
  return (await tickets.createEpic(EPIC)).key;
}
const commentOn = (key: string) => ({ key, text: 'Released', marker: 'event-1' });

const EFFECTS: readonly (readonly [string, Act, Count])[] = [
  [
    'a branch at GitHub',
    (of) => createGithubClient(of('GITHUB')).createBranch(BRANCH),
    taken('github', 'POST', '/refs'),
  ],
  ['a tag at GitHub', (of) => createGithubClient(of('GITHUB')).createTag(TAG), taken('github', 'POST', '/git/refs')],
  [
    'a page at GitHub',
    (of) => createGithubClient(of('GITHUB')).publishRelease({ ...PAGE, tag: 'v1.1.0' }),
    taken('github', 'POST', '/releases'),
  ],
  [
    'a branch at GitLab',
    (of) => createGitlabClient(of('GITLAB')).createBranch(BRANCH),
    taken('gitlab', 'POST', '/branches'),
  ],
  ['a tag at GitLab', (of) => createGitlabClient(of('GITLAB')).createTag(TAG), taken('gitlab', 'POST', '/tags')],
  [
    'a page at GitLab',
    (of) => createGitlabClient(of('GITLAB')).publishRelease(PAGE),
    taken('gitlab', 'POST', '/releases'),
  ],
  [
    'a branch at Bitbucket',
    (of) => createBitbucketClient(of('BITBUCKET')).createBranch(BRANCH),
    taken('bitbucket', 'POST', '/branches'),
  ],
  [
    'a tag at Bitbucket',
    (of) => createBitbucketClient(of('BITBUCKET')).createTag(TAG),
    taken('bitbucket', 'POST', '/tags'),
  ],
  [
    'a run of GitHub Actions',
    (of, outside) => createGithubActionsClient(of('GITHUB_ACTIONS')).trigger(buildOf(outside)),
    taken('github', 'POST', '/dispatches'),
  ],
  [
    'a build of Jenkins',
    (of, outside) => createJenkinsClient(of('JENKINS')).trigger(buildOf(outside)),
    taken('jenkins', 'POST', '/buildWithParameters'),
  ],
  [
    'a pipeline of GitLab CI',
    (of, outside) => createGitlabCiClient(of('GITLAB_CI')).trigger(buildOf(outside)),
    taken('gitlab', 'POST', '/pipeline'),
  ],
  [
    'a version of the App Store',
    (of) => createAppStoreClient(of('APP_STORE')).submit(VERSION),
    taken('app-store', 'POST', '/appStoreVersions'),
  ],
  [
    'a review submission',
    (of) => createAppStoreClient(of('APP_STORE')).submit(VERSION),
    taken('app-store', 'POST', '/reviewSubmissions'),
  ],
  [
    'an item of a submission',
    (of) => createAppStoreClient(of('APP_STORE')).submit(VERSION),
    taken('app-store', 'POST', '/reviewSubmissionItems'),
  ],
  ['the submission of a submission', (of) => createAppStoreClient(of('APP_STORE')).submit(VERSION), submitted],
  [
    'a phased release',
    (of) => createAppStoreClient(of('APP_STORE')).submit({ ...VERSION, percentage: 1 }),
    taken('app-store', 'POST', '/appStoreVersionPhasedReleases'),
  ],
  [
    'a release at Google Play',
    (of) => createPlayStoreClient(of('PLAY_STORE')).submit(VERSION),
    taken('play-store', 'POST', ':commit'),
  ],
  ['a deployment', (of) => createWebClient(of('WEB')).submit(VERSION), deployments],
  ['an epic in Jira', (of) => createJiraClient(of('JIRA')).createEpic(EPIC), taken('jira', 'POST', '/issue')],
  [
    'an issue in Linear',
    (of) => createLinearClient(of('LINEAR')).createEpic(EPIC),
    bodiesWith('linear', 'issueCreate'),
  ],
];
/** The calls on an existing ticket. */
const ON_TICKETS: readonly (readonly [
  string,
  'JIRA' | 'LINEAR',
  (of: World['contextOf'], key: string) => Promise<unknown>,
  Count,
])[] = [
  [
    'a comment in Jira',
    'JIRA',
    (of, key) => createJiraClient(of('JIRA')).comment(commentOn(key)),
    taken('jira', 'POST', '/comment'),
  ],
  [
    'a transition in Jira',
    'JIRA',
    (of, key) => createJiraClient(of('JIRA')).transition({ key, name: 'Done' }),
    taken('jira', 'POST', '/transitions'),
  ],
  [
    'a comment in Linear',
    'LINEAR',
    (of, key) => createLinearClient(of('LINEAR')).comment(commentOn(key)),
    bodiesWith('linear', 'commentCreate'),
  ],
  [
    'a state in Linear',
    'LINEAR',
    (of, key) => createLinearClient(of('LINEAR')).transition({ key, name: 'Done' }),
    bodiesWith('linear', 'issueUpdate'),
  ],
];
const ALL = [
  ...EFFECTS,
  ...ON_TICKETS.map(([name, kind, act, count]) => {
    const whole: Act = async (of, outside) => act(of, await ticketOf(kind, outside));
    return [name, whole, count] as const;
  }),
];

/** Has the effect in a new world in which the call of this number fails so. */
async function run(act: Act, count: Count, call: number, failure: Failure) {
  const outside = await startOutsideServer();
  try {
    const { outbound, calls } = failingAt(call, failure);
    const contextOf: World['contextOf'] = (type, changes) => ({ ...outside.contextOf(type, changes), outbound });
    await act(contextOf, outside);
    return { calls: calls(), seen: await count(outside) };
  } finally {
    await outside.stop();
  }
}

describe.each(ALL)('%s', (_name, act, count) => {
  it.each(Object.entries(FAILURES))('is there once when a call for it %s', async (_, failure) => {
    const { calls } = await run(act, count, 0, failure);
    expect(calls).toBeGreaterThan(0);
    const seen: number[] = [];
    for (let call = 1; call <= calls; call += 1) seen.push((await run(act, count, call, failure)).seen);
    expect(seen).toEqual(seen.map(() => 1));
  });

  // A proxy that wants people to sign in, or a moved address, answers every write so.
  it('is refused, saying that it redirects, when a write for it is redirected to a page that answers 200 (K3)', async () => {
    await using signIn = await startHttpService({
      'GET /sign-in': { body: {} },
      '*': { status: 302, headers: { location: '/sign-in' } },
    });
    const redirecting: Outbound = {
      request: (asked) =>
        localOutbound.request(asked.method === 'GET' ? asked : { ...asked, url: `${signIn.url}/write` }),
    };
    const outside = await startOutsideServer();
    try {
      const contextOf: World['contextOf'] = (type, changes) => ({
        ...outside.contextOf(type, changes),
        outbound: redirecting,
      });
      await expect(act(contextOf, outside)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringContaining(`redirects (302) to ${signIn.url}/sign-in`),
      });
      expect(signIn.calls('GET')).toEqual([]);
    } finally {
      await outside.stop();
    }
  });
});
