// Payloads of CI systems as build reports: GitHub's own examples, and notifications in the form of Jenkins' plugin.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { atServer } from '../../../../../entities/releases/reports/build-words.model.ts';
import { githubRun } from '../../../../../entities/releases/reports/github.reader.ts';
import { jenkinsBuild } from '../../../../../entities/releases/reports/jenkins.reader.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly Record<string, unknown>[];
}
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
const examplesOf = (name: string) => examples.find((example) => example.name === name)?.examples ?? [];

describe('GitHub’s example of a workflow run', () => {
  const [dispatched, completed] = examplesOf('workflow_run');

  it('that was dispatched is a run of its workflow', () => {
    expect(githubRun.read(dispatched)).toEqual({
      status: 'RUNNING',
      branch: 'main',
      externalId: '1589141559',
      service: 'GITHUB_ACTIONS',
      buildNumber: '36',
      attempt: 1,
      repository: 'Codertocat/Hello-World',
      commitSha: '5779607b49aab1200488439f02372c57b4f75444',
      buildUrl: 'https://github.com/octo-org/octo-repo/actions/runs/1589141559',
      buildLogUrl: 'https://github.com/octo-org/octo-repo/actions/runs/1589141559',
      jobs: ['Manually triggered workflow', '16340987'],
    });
  });

  it('that had another cause is known by its id alone', () => {
    expect(githubRun.read(completed)).toMatchObject({ status: 'SUCCESS', externalId: '289782451', jobs: [] });
  });

  it.each(examplesOf('workflow_run').map((example, index) => [index, example] as const))(
    '%i can be read',
    (_, example) => {
      expect(githubRun.read(example)?.branch).toEqual(expect.any(String));
    },
  );

  const run = completed?.workflow_run as object;
  const of = (over: object) => githubRun.read({ workflow_run: { ...run, event: 'workflow_dispatch', ...over } });

  it.each([
    ['requested', null, 'RUNNING'],
    ['queued', null, 'RUNNING'],
    ['in_progress', null, 'RUNNING'],
    ['waiting', null, 'RUNNING'],
    ['completed', 'success', 'SUCCESS'],
    ['completed', 'failure', 'FAILED'],
    ['completed', 'timed_out', 'FAILED'],
    ['completed', 'startup_failure', 'FAILED'],
    ['completed', 'action_required', 'RUNNING'],
    ['completed', 'neutral', 'SUCCESS'],
    ['completed', 'cancelled', 'CANCELLED'],
    ['completed', 'skipped', 'CANCELLED'],
    ['completed', 'stale', 'CANCELLED'],
  ])('%s with the conclusion %s is %s (D14)', (status, conclusion, expected) => {
    expect(of({ status, conclusion })?.status).toBe(expected);
  });

  it.each([
    ['success', 'https://github.com/octo-org/octo-repo/actions/runs/289782451#artifacts'],
    ['failure', undefined],
  ])('that ended with %s shows its artifacts at %s (W11d)', (conclusion, address) => {
    const html_url = 'https://github.com/octo-org/octo-repo/actions/runs/289782451';
    expect(of({ status: 'completed', conclusion, html_url })?.artifactUrl).toBe(address);
  });

  it.each([
    [{ path: '.github/workflows/release.yml' }, 'release.yml'],
    [{ path: '.github/workflows/release.yml@refs/heads/main' }, 'release.yml'],
    [{ name: 'Release' }, 'Release'],
    [{ workflow_id: 77 }, '77'],
  ])('%j names the workflow %s', (over, name) => {
    expect(of(over)?.jobs).toContain(name);
  });
});

describe('a notification of Jenkins', () => {
  const url = 'https://ci.acme.test/job/mobile/job/ios%20release/17/';
  const notification = (build: object = {}) => ({
    name: 'ios release',
    display_name: 'ios release',
    url: 'job/mobile/job/ios%20release/',
    build: {
      full_url: url,
      number: 17,
      queue_id: 4,
      phase: 'FINALIZED',
      status: 'SUCCESS',
      url: 'job/mobile/job/ios%20release/17/',
      scm: { branch: 'origin/release/1.5.0', commit: 'c0ffee' },
      parameters: { BRANCH: 'release/1.5.0', RELEASE_VERSION: '1.5.0', WINDLASS_TRIGGER_ID: 'trigger-1' },
      artifacts: { 'app.ipa': { archive: 'https://ci.acme.test/app.ipa' } },
      ...build,
    },
  });

  it.each(['origin/release/1.5.0', 'refs/heads/release/1.5.0', 'refs/remotes/origin/release/1.5.0', 'release/1.5.0'])(
    'knows the branch by %s (D6)',
    (branch) => {
      expect(jenkinsBuild.read(notification({ parameters: {}, scm: { branch } }))?.branch).toBe('release/1.5.0');
      expect(
        jenkinsBuild.read(notification({ parameters: { BRANCH: branch.replace(/.*origin\//, '') } }))?.branch,
      ).toBe('release/1.5.0');
    },
  );

  it('tells the build with all its links', () => {
    expect(jenkinsBuild.read(notification())).toEqual({
      status: 'SUCCESS',
      service: 'JENKINS',
      branch: 'release/1.5.0',
      triggerId: 'trigger-1',
      queueId: '4',
      commitSha: 'c0ffee',
      buildNumber: '17',
      buildUrl: url,
      buildLogUrl: `${url}console`,
      artifactUrl: 'https://ci.acme.test/app.ipa',
      jobs: ['mobile/ios release'],
    });
  });

  it.each([
    ['QUEUED', undefined, 'RUNNING'],
    ['STARTED', undefined, 'RUNNING'],
    ['COMPLETED', 'SUCCESS', 'SUCCESS'],
    ['FINALIZED', 'SUCCESS', 'SUCCESS'],
    ['COMPLETED', 'FAILURE', 'FAILED'],
    ['COMPLETED', 'UNSTABLE', 'FAILED'],
    ['COMPLETED', 'ABORTED', 'CANCELLED'],
    ['COMPLETED', 'NOT_BUILT', 'CANCELLED'],
    ['COMPLETED', 'constructor', undefined],
    ['COMPLETED', undefined, undefined],
  ])('in phase %s with status %s is %s', (phase, status, expected) => {
    expect(jenkinsBuild.read(notification({ phase, status }))?.status).toBe(expected);
  });

  it('of a job that declares no parameters is found by what it checked out', () => {
    const report = jenkinsBuild.read(notification({ parameters: undefined }));
    expect([report?.branch, report?.triggerId]).toEqual(['release/1.5.0', undefined]);
  });

  it('is of the job at its whole path, not of all that have its name (D4)', () => {
    const report = jenkinsBuild.read({ ...notification(), name: 'ios-release', url: 'job/web/job/ios-release/' });
    expect(report?.jobs).toEqual(['web/ios-release']);
  });

  it.each([
    [
      'in the archive',
      { 'app.ipa': { archive: 'https://ci.acme.test/a.ipa', s3: 'https://s3.test/a.ipa' } },
      'https://ci.acme.test/a.ipa',
    ],
    ['in a bucket alone (D19)', { 'app.ipa': { s3: 'https://s3.test/a.ipa' } }, 'https://s3.test/a.ipa'],
    [
      'behind one that is nowhere',
      { 'a.txt': null, 'app.ipa': { s3: 'https://s3.test/a.ipa' } },
      'https://s3.test/a.ipa',
    ],
    ['nowhere', {}, undefined],
  ])('finds the artifact %s', (_, artifacts, url) => {
    expect(jenkinsBuild.read(notification({ artifacts }))?.artifactUrl).toBe(url);
  });

  it('of a server that does not know its address is at the one that we call it by (D19)', () => {
    const artifacts = { 'app.ipa': { archive: 'nulljob/mobile/job/ios%20release/17/artifact/app.ipa' } };
    const report = jenkinsBuild.read(notification({ full_url: undefined, artifacts }));
    const at = 'https://ci.acme.test/jenkins/job/mobile/job/ios%20release/17/';
    expect(report && atServer(report, 'https://ci.acme.test/jenkins/')).toMatchObject({
      ...{ buildUrl: at, buildLogUrl: `${at}console`, artifactUrl: `${at}artifact/app.ipa` },
    });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', `https://x.test/${'a'.repeat(2_000)}`])(
    'whose artifact is at %.20s has none that people can open',
    (archive) => {
      const report = jenkinsBuild.read(notification({ artifacts: { 'app.ipa': { archive } } }));
      expect(report && atServer(report, 'https://ci.acme.test')).toHaveProperty('artifactUrl', undefined);
    },
  );

  it.each(['WINDLASS_STORE_BUILD_NUMBER', 'STORE_BUILD_NUMBER'])('tells the number of the store by %s', (name) => {
    expect(jenkinsBuild.read(notification({ parameters: { [name]: '4711' } }))?.storeBuildNumber).toBe('4711');
  });

  it('of a job whose URL is written strangely keeps it as it is', () => {
    expect(jenkinsBuild.read({ ...notification(), url: 'job/100%/' })?.jobs?.[0]).toBe('100%');
  });
});
