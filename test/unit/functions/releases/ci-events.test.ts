// Payloads of CI systems as build reports: GitHub's own examples, and notifications in the form of Jenkins' plugin.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { BusEvent } from '../../../../functions/_kit/bus-event.ts';
import { readCiEvent } from '../../../../functions/releases/ci/ci-event.ts';
import { readGithubRun } from '../../../../functions/releases/ci/github.ts';
import { readJenkinsBuild } from '../../../../functions/releases/ci/jenkins.ts';

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
    ['completed', 'action_required', 'FAILED'],
    ['completed', 'neutral', 'FAILED'],
    ['completed', 'cancelled', 'CANCELLED'],
    ['completed', 'skipped', 'CANCELLED'],
    ['completed', 'stale', 'CANCELLED'],
  ])('%s with the conclusion %s is %s', (status, conclusion, expected) => {
    expect(of({ status, conclusion }).status).toBe(expected);
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

  it('tells the build with all its links', () => {
    expect(readJenkinsBuild(notification())).toEqual({
      status: 'SUCCESS',
      branch: 'release/1.5.0',
      triggerId: 'trigger-1',
      queueId: '4',
      buildNumber: '17',
      buildUrl: url,
      buildLogUrl: `${url}console`,
      artifactUrl: 'https://ci.acme.test/app.ipa',
      jobs: ['mobile/ios release', 'ios release'],
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
    ['no tenant', { tenantId: undefined, payload }],
    ['no payload', {}],
    ['a payload of another shape', { payload: { workflow_run: { id: 'x' } } }],
  ])('refuses an event with %s', (_, detail) => {
    expect(() => readCiEvent(event('ci.github', 'workflow_run', detail))).toThrow();
  });
});
