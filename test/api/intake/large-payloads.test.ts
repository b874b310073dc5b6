// Payloads that are larger than an event: the fields that consumers read always reach the bus.
import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bitbucketPush } from '../../../entities/releases/reports/bitbucket.reader.ts';
import { githubPush, githubRun } from '../../../entities/releases/reports/github.reader.ts';
import { gitlabPipeline, gitlabPush } from '../../../entities/releases/reports/gitlab.reader.ts';
import { jenkinsBuild } from '../../../entities/releases/reports/jenkins.reader.ts';
import { githubHook, type Hook, type Intake, SECRET, sha256, startIntake } from './fixture.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  await intake.addIntegration('github-1', 'GITHUB');
  await intake.addIntegration('jenkins-1', 'JENKINS');
  await intake.addIntegration('gitlab-1', 'GITLAB_CI');
  await intake.addIntegration('bitbucket-1', 'BITBUCKET');
});
afterAll(() => intake.stop());
beforeEach(() => {
  intake.published.length = 0;
});

const jenkinsHook = (payload: object): Hook => {
  const body = JSON.stringify(payload);
  return { integrationId: 'jenkins-1', body, headers: { 'x-windlass-signature': `sha256=${sha256(SECRET, body)}` } };
};
const gitlabHook =
  (event: string) =>
  (payload: object): Hook => ({
    ...{ integrationId: 'gitlab-1', body: JSON.stringify(payload) },
    headers: { 'x-gitlab-event': event, 'x-gitlab-token': SECRET },
  });
let count = 0;
const bitbucketHook = (payload: object): Hook => {
  const body = JSON.stringify(payload);
  const signature = `sha256=${sha256(SECRET, body)}`;
  const headers = { 'x-event-key': 'repo:push', 'x-request-uuid': `large-${++count}`, 'x-hub-signature': signature };
  return { integrationId: 'bitbucket-1', body, headers };
};

type Example = Record<string, object>;
const exampleOf = (event: string): Example => {
  const found = (examples as unknown as { name: string; examples: Example[] }[]).find(({ name }) => name === event);
  return found?.examples[0] ?? {};
};
const [run, push] = [exampleOf('workflow_run'), exampleOf('push')];

const sha = (index: number): string => sha256('commit', String(index)).slice(0, 40);
const many = <Item>(length: number, make: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => make(index));
const build = (over: object) => ({
  ...{ name: 'ios', url: 'job/mobile/job/ios/' },
  build: {
    ...{ full_url: 'https://ci.test/job/mobile/job/ios/17/', number: 17, queue_id: 4, phase: 'COMPLETED' },
    ...{ status: 'SUCCESS', scm: { branch: 'release/1.5.0', commit: sha(0) } },
    parameters: { BRANCH: 'release/1.5.0', WINDLASS_TRIGGER_ID: 'trigger-1' },
    artifacts: { 'app.ipa': { s3: 'https://s3.test/app.ipa' } },
    ...over,
  },
});
const pipeline = (over: object, more: object = {}) => ({
  object_attributes: {
    ...{ id: 700, iid: 31, source: 'api', status: 'success', ref: 'release/1.5.0', sha: sha(0) },
    ...{ finished_at: '2026-03-01 12:05:00 UTC', variables: [{ key: 'WINDLASS_TRIGGER_ID', value: 'trigger-1' }] },
    ...over,
  },
  project: { web_url: 'https://gitlab.com/acme/app', path_with_namespace: 'acme/app' },
  ...more,
});
const parameters = Object.fromEntries(many(60, (index) => [`P${index}`, 'x'.repeat(100)]));
const ours = { BRANCH: 'release/1.5.0', WINDLASS_TRIGGER_ID: 'trigger-1', STORE_BUILD_NUMBER: '4711' };
const files = many(30, (index) => `src/main/java/com/acme/app/feature/File${index}.java`);
const pushOf = (commits: object[]) => ({ ...push, ref: 'refs/heads/release/1.5.0', commits });

const cases: [string, (payload: object) => Hook, (payload: unknown) => unknown, object][] = [
  ['Jenkins with 1.2 MB of log (D9)', jenkinsHook, jenkinsBuild.read, build({ log: `${'line\n'.repeat(240_000)}` })],
  ['Jenkins with 5 MB of log (D9)', jenkinsHook, jenkinsBuild.read, build({ log: 'x'.repeat(5_000_000) })],
  [
    'Jenkins with 60 parameters, ours last, and a log (D12)',
    jenkinsHook,
    jenkinsBuild.read,
    build({ parameters: { ...parameters, ...ours }, log: 'x'.repeat(250_000) }),
  ],
  [
    'Jenkins with 3,000 changed files',
    jenkinsHook,
    jenkinsBuild.read,
    build({ scm: { branch: 'b', commit: sha(1), changes: many(3_000, (index) => `src/${'a'.repeat(100)}/${index}`) } }),
  ],
  [
    'GitLab with 60 variables, ours last, and 800 jobs (D12)',
    gitlabHook('Pipeline Hook'),
    gitlabPipeline.read,
    pipeline(
      { variables: Object.entries({ ...parameters, ...ours }).map(([key, value]) => ({ key, value })) },
      {
        builds: many(800, (id) => ({
          ...{ id, name: `job ${id}`, stage: 'build', status: 'success', created_at: '2026-03-01 12:00:00 UTC' },
          ...{ artifacts_file: { filename: id === 3 ? 'app.ipa' : null }, runner: { description: 'x'.repeat(300) } },
        })),
      },
    ),
  ],
  [
    'a run of GitHub that is known by the id of its workflow (D21)',
    (payload) => githubHook(payload, { event: 'workflow_run' }),
    githubRun.read,
    { ...run, workflow_run: { ...run.workflow_run, workflow_id: 77, head_commit: { message: 'm'.repeat(250_000) } } },
  ],
  [
    'a push to GitHub of 700 commits with 30 files each (D9)',
    githubHook,
    githubPush.read,
    pushOf(many(700, (index) => ({ id: sha(index), message: `fix: ${index}`, added: files, modified: files }))),
  ],
  [
    'a push to GitHub of 120 commits with 1,000 control characters each (D17)',
    githubHook,
    githubPush.read,
    pushOf(many(120, (index) => ({ id: sha(index), message: '\u0001'.repeat(1_000) }))),
  ],
  [
    'a push to GitHub of 2,048 commits with long messages',
    githubHook,
    githubPush.read,
    pushOf(many(2_048, (index) => ({ id: sha(index), message: `${index} ${'é'.repeat(500)}` }))),
  ],
  [
    'a push to GitLab with long messages (D17)',
    gitlabHook('Push Hook'),
    gitlabPush.read,
    { ref: 'refs/heads/b', commits: many(20, (index) => ({ id: sha(index), message: '\u0001'.repeat(20_000) })) },
  ],
  [
    'a push to Bitbucket with long messages (D17)',
    bitbucketHook,
    bitbucketPush.read,
    {
      repository: { full_name: 'acme/app' },
      push: {
        changes: many(50, (index) => ({
          new: { type: 'branch', name: `b${index}`, target: { hash: sha(index), message: '\u0002'.repeat(10_000) } },
          commits: many(5, (commit) => ({ hash: sha(commit) })),
        })),
      },
    },
  ],
];

/** Titles are for people: they are shortened, or left out, where there is no room for them. */
const withoutTitles = (read: unknown) =>
  Array.isArray(read) ? read.map((one) => ({ ...one, titles: undefined })) : read;
const titlesIn = (read: unknown): Record<string, string> =>
  Array.isArray(read) ? Object.assign({}, ...read.map(({ titles }) => titles)) : {};

describe('receiveArrival', () => {
  it.each(cases)('brings what is read of %s', async (_, hookOf, read, payload) => {
    expect((await intake.send(hookOf(payload))).status).toBe(202);
    const [event] = intake.published;
    expect(event?.detail).toMatchObject({ isReduced: true });
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(256 * 1024);
    const [brought, whole] = [read(event?.detail.payload), read(payload)];
    expect(withoutTitles(brought)).toEqual(withoutTitles(whole));
    const titles = titlesIn(whole);
    for (const [commit, title] of Object.entries(titlesIn(brought))) {
      expect(titles[commit]?.startsWith(title.replace(/…$/, ''))).toBe(true);
    }
  });
});
