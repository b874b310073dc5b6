// GitLab's `Pipeline Hook` as a build report; payloads in the shape of docs.gitlab.com, "Pipeline events".
import { describe, expect, it } from 'vitest';
import { gitlabPipeline } from '../../../../../entities/releases/reports/gitlab.reader.ts';

const WEB_URL = 'https://gitlab.com/acme/mobile/app';
const payload = (over: object = {}) => ({
  object_kind: 'pipeline',
  object_attributes: {
    id: 7_000_031,
    iid: 3,
    name: null,
    ref: 'release/1.5.0',
    tag: false,
    sha: 'bcbb5ec396a2c0f828686f14fac9b80b780504f2',
    source: 'api',
    status: 'success',
    detailed_status: 'passed',
    created_at: '2026-03-01 12:00:00 UTC',
    variables: [
      { key: 'RELEASE_VERSION', value: '1.5.0' },
      { key: 'WINDLASS_TRIGGER_ID', value: 'trigger-1' },
    ],
    url: 'https://gitlab.com/acme/mobile/app/-/pipelines/7000031',
    ...over,
  },
  user: { id: 1, name: 'Windlass', username: 'windlass' },
  project: { id: 380, name: 'app', web_url: WEB_URL, path_with_namespace: 'acme/mobile/app' },
  builds: [{ id: 380, stage: 'build', name: 'ipa', status: 'success' }],
});

describe('a pipeline of GitLab', () => {
  it('is a report on the build that its variable names', () => {
    expect(gitlabPipeline.read(payload())).toEqual({
      status: 'SUCCESS',
      branch: 'release/1.5.0',
      externalId: '7000031',
      service: 'GITLAB_CI',
      triggerId: 'trigger-1',
      buildNumber: '3',
      commitSha: 'bcbb5ec396a2c0f828686f14fac9b80b780504f2',
      repository: 'acme/mobile/app',
      repositoryId: '380',
      buildUrl: 'https://gitlab.com/acme/mobile/app/-/pipelines/7000031',
      buildLogUrl: 'https://gitlab.com/acme/mobile/app/-/pipelines/7000031',
    });
  });

  it.each([
    ['created', 'RUNNING'],
    ['waiting_for_resource', 'RUNNING'],
    ['preparing', 'RUNNING'],
    ['pending', 'RUNNING'],
    ['running', 'RUNNING'],
    ['manual', 'RUNNING'],
    ['scheduled', 'RUNNING'],
    ['canceling', 'RUNNING'],
    ['success', 'SUCCESS'],
    ['failed', 'FAILED'],
    ['canceled', 'CANCELLED'],
    ['skipped', 'CANCELLED'],
  ])('that is %s is %s', (status, expected) => {
    expect(gitlabPipeline.read(payload({ status }))?.status).toBe(expected);
  });

  it.each(['2026-03-01 12:05:00 UTC', '2026-03-01T12:05:00Z'])('that ended at %s and is retried ends later', (at) => {
    expect(gitlabPipeline.read(payload({ finished_at: at }))?.attempt).toBe(Date.parse('2026-03-01T12:05:00Z'));
  });

  it('that is retried is ahead of its first end while it runs (D13)', () => {
    const [first, second] = ['2026-03-01 12:05:00 UTC', '2026-03-01 12:09:00 UTC'];
    const attempts = [
      { status: 'running', finished_at: null },
      { status: 'failed', finished_at: first },
      { status: 'running', finished_at: first },
      { status: 'success', finished_at: second },
    ].map((attributes) => gitlabPipeline.read(payload(attributes))?.attempt ?? 0);
    expect(attempts).toEqual(attempts.toSorted((one, other) => one - other));
    expect(new Set(attempts).size).toBe(4);
  });

  it('that is retried is known by its new jobs, too (D13)', () => {
    const jobs = (...times: string[]) => times.map((created_at, id) => ({ id, created_at }));
    const told = (builds: object[]) => gitlabPipeline.read({ ...payload({ status: 'running' }), builds })?.attempt;
    expect(told(jobs('2026-03-01 12:00:00 UTC'))).toBe(Date.parse('2026-03-01T12:00:00Z'));
    expect(told(jobs('2026-03-01 12:00:00 UTC', '2026-03-01 12:07:00 UTC'))).toBe(Date.parse('2026-03-01T12:07:00Z'));
  });

  it('shows the artifacts of its newest job that left some (W11d)', () => {
    const builds = [
      { id: 380, artifacts_file: { filename: 'app.ipa', size: 1 } },
      { id: 381, artifacts_file: { filename: 'app.aab', size: 1 } },
      { id: 382, artifacts_file: { filename: null, size: null } },
    ];
    expect(gitlabPipeline.read({ ...payload(), builds })?.artifactUrl).toBe(`${WEB_URL}/-/jobs/381/artifacts/download`);
  });

  it('of a tag, which may have the name of our branch, is ours only by an id', () => {
    expect(gitlabPipeline.read(payload({ tag: true }))).toMatchObject({ triggerId: 'trigger-1', jobs: [] });
  });

  it('tells the number of the store by a variable', () => {
    const variables = [{ key: 'STORE_BUILD_NUMBER', value: '4711' }];
    expect(gitlabPipeline.read(payload({ variables }))?.storeBuildNumber).toBe('4711');
  });

  it('of an older GitLab is found by its project', () => {
    const report = gitlabPipeline.read(payload({ url: undefined, iid: undefined, source: undefined }));
    expect(report).toMatchObject({ buildUrl: 'https://gitlab.com/acme/mobile/app/-/pipelines/7000031' });
    expect(report?.buildNumber).toBeUndefined();
  });

  it('without our variable has no trigger id', () => {
    expect(gitlabPipeline.read(payload({ variables: [] }))?.triggerId).toBeUndefined();
  });

  it.each(['push', 'schedule', 'merge_request_event', 'parent_pipeline', 'web'])(
    'started by %s is not ours',
    (source) => {
      expect(gitlabPipeline.read(payload({ source }))).toBeUndefined();
    },
  );

  it('is refused in another shape', () => {
    expect(() => gitlabPipeline.read({ object_attributes: { id: 'x' } })).toThrow();
  });
});
