// Payloads of CI systems as build reports: GitHub's own examples, and notifications in the form of Jenkins' plugin.
import { createRequire } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import type { BusEvent } from '../../../../functions/_kit/bus/bus-event.ts';
import { logger } from '../../../../functions/_kit/logger.ts';
import { readCiEvent } from '../../../../functions/releases/reports/ci-event.ts';
import { readGithubRun } from '../../../../functions/releases/reports/readers/github.ts';
import { readJenkinsBuild } from '../../../../functions/releases/reports/readers/jenkins.ts';
import { atServer } from '../../../../functions/releases/reports/server-address.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly Record<string, unknown>[];
}
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
const examplesOf = (name: string) => examples.find((example) => example.name === name)?.examples ?? [];

const event = (source: string, detailType: string, detail: object): BusEvent => ({
  id: 'event-1',
  source,
  'detail-type': detailType,
  time: '2026-03-01T12:00:00Z',
  detail: { tenantId: 'tenant', integrationId: 'ci', ...detail },
});

describe('GitHub’s example of a workflow run', () => {
  const [dispatched, completed] = examplesOf('workflow_run');

  it('that was dispatched is a run of its workflow', () => {
    expect(readGithubRun(dispatched)).toEqual({
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
    expect(readGithubRun(completed)).toMatchObject({ status: 'SUCCESS', externalId: '289782451', jobs: [] });
  });

  it.each(examplesOf('workflow_run').map((example, index) => [index, example] as const))(
    '%i can be read',
    (_, example) => {
      expect(readGithubRun(example).branch).toEqual(expect.any(String));
    },
  );

  const run = completed?.workflow_run as object;
  const of = (over: object) => readGithubRun({ workflow_run: { ...run, event: 'workflow_dispatch', ...over } });

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
    expect(of({ status, conclusion }).status).toBe(expected);
  });

  it.each([
    ['success', 'https://github.com/octo-org/octo-repo/actions/runs/289782451#artifacts'],
    ['failure', undefined],
  ])('that ended with %s shows its artifacts at %s (W11d)', (conclusion, address) => {
    const html_url = 'https://github.com/octo-org/octo-repo/actions/runs/289782451';
    expect(of({ status: 'completed', conclusion, html_url }).artifactUrl).toBe(address);
  });

  it.each([
    [{ path: '.github/workflows/release.yml' }, 'release.yml'],
    [{ path: '.github/workflows/release.yml@refs/heads/main' }, 'release.yml'],
    [{ name: 'Release' }, 'Release'],
    [{ workflow_id: 77 }, '77'],
  ])('%j names the workflow %s', (over, name) => {
    expect(of(over).jobs).toContain(name);
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
      expect(readJenkinsBuild(notification({ parameters: {}, scm: { branch } }))?.branch).toBe('release/1.5.0');
      expect(readJenkinsBuild(notification({ parameters: { BRANCH: branch.replace(/.*origin\//, '') } }))?.branch).toBe(
        'release/1.5.0',
      );
    },
  );

  it('tells the build with all its links', () => {
    expect(readJenkinsBuild(notification())).toEqual({
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
    expect(readJenkinsBuild(notification({ phase, status }))?.status).toBe(expected);
  });

  it('of a job that declares no parameters is found by what it checked out', () => {
    const report = readJenkinsBuild(notification({ parameters: undefined }));
    expect([report?.branch, report?.triggerId]).toEqual(['release/1.5.0', undefined]);
  });

  it('is of the job at its whole path, not of all that have its name (D4)', () => {
    const report = readJenkinsBuild({ ...notification(), name: 'ios-release', url: 'job/web/job/ios-release/' });
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
    expect(readJenkinsBuild(notification({ artifacts }))?.artifactUrl).toBe(url);
  });

  it('of a server that does not know its address is at the one that we call it by (D19)', () => {
    const artifacts = { 'app.ipa': { archive: 'nulljob/mobile/job/ios%20release/17/artifact/app.ipa' } };
    const report = readJenkinsBuild(notification({ full_url: undefined, artifacts }));
    const at = 'https://ci.acme.test/jenkins/job/mobile/job/ios%20release/17/';
    expect(report && atServer(report, 'https://ci.acme.test/jenkins/')).toMatchObject({
      ...{ buildUrl: at, buildLogUrl: `${at}console`, artifactUrl: `${at}artifact/app.ipa` },
    });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', `https://x.test/${'a'.repeat(2_000)}`])(
    'whose artifact is at %.20s has none that people can open',
    (archive) => {
      const report = readJenkinsBuild(notification({ artifacts: { 'app.ipa': { archive } } }));
      expect(report && atServer(report, 'https://ci.acme.test')).toHaveProperty('artifactUrl', undefined);
    },
  );

  it.each(['WINDLASS_STORE_BUILD_NUMBER', 'STORE_BUILD_NUMBER'])('tells the number of the store by %s', (name) => {
    expect(readJenkinsBuild(notification({ parameters: { [name]: '4711' } }))?.storeBuildNumber).toBe('4711');
  });

  it('of a job whose URL is written strangely keeps it as it is', () => {
    expect(readJenkinsBuild({ ...notification(), url: 'job/100%/' })?.jobs?.[0]).toBe('100%');
  });
});

describe('readCiEvent', () => {
  const payload = examplesOf('workflow_run')[0] ?? {};

  it('tells the tenant and who brought the report', () => {
    expect(readCiEvent(event('ci.github', 'workflow_run', { payload }))).toMatchObject({
      tenantId: 'tenant',
      report: { externalId: '1589141559', integrationId: 'ci' },
    });
  });

  const others = ['push', 'create', 'release'].flatMap((name) => {
    const [example] = examplesOf(name);
    return example ? [[name, example] as const] : [];
  });
  it.each(others)('has nothing to say about GitHub’s %s', (name, example) => {
    expect(readCiEvent(event('ci.github', name, { payload: example }))).toBeUndefined();
  });

  it('has nothing to say about a CI system that it does not know', () => {
    expect(readCiEvent(event('ci.hudson', 'build', {}))).toBeUndefined();
  });

  it.each([
    ['no payload', {}],
    ['a payload of another shape', { payload: { workflow_run: { id: 'x' } } }],
    ['a payload that is none', { payload: 'x' }],
  ])('counts an event with %s as unread, and goes on (S11)', (_, detail) => {
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    expect(readCiEvent(event('ci.github', 'workflow_run', detail))).toBeUndefined();
    const counted = { OutsideEventsUnread: 1, source: 'ci.github', detailType: 'workflow_run', tenantId: 'tenant' };
    expect(info.mock.calls).toEqual([['OutsideEventsUnread', expect.objectContaining(counted)]]);
    info.mockRestore();
  });

  it('refuses an event without a tenant, so that it ends where the operator looks', () => {
    expect(() => readCiEvent(event('ci.github', 'workflow_run', { tenantId: undefined, payload }))).toThrow();
  });
});
