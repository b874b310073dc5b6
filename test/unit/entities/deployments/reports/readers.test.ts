// Reports of other systems on deployments: GitHub's examples, GitLab's documented shape, and CDEvents in each version.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { cdeventService } from '../../../../../entities/deployments/reports/cdevents.reader.ts';
import { githubDeployment, githubDeploymentStatus } from '../../../../../entities/deployments/reports/github.reader.ts';
import { gitlabDeployment } from '../../../../../entities/deployments/reports/gitlab.reader.ts';
import { artifactOf } from '../../../../../entities/deployments/reports/outside-words.model.ts';
import { tierOf } from '../../../../../entities/deployments/reports/tier.model.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly Record<string, Record<string, unknown>>[];
}
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
const examplesOf = (name: string) => examples.find((one) => one.name === name)?.examples ?? [];
const SHA = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';

describe('GitHub', () => {
  const source = { provider: 'github', repository: 'Codertocat/Hello-World', externalId: '145988746' };
  it.each(examplesOf('deployment').map((example, index) => [index, example] as const))(
    'reports a deployment (example %d)',
    (_, example) => {
      expect(githubDeployment.read(example)).toMatchObject({
        ...{ source, status: 'PENDING', sha: SHA, services: [] },
        repositoryIds: ['186853002', 'Codertocat/Hello-World'],
        environment: example.deployment?.environment,
        by: { type: 'EXTERNAL', id: expect.stringMatching(/^github:/) },
      });
    },
  );

  it.each(examplesOf('deployment_status').map((example, index) => [index, example] as const))(
    'reports its status (example %d)',
    (_, example) => {
      const { state } = example.deployment_status ?? {};
      expect(githubDeploymentStatus.read(example)).toMatchObject({
        ...{ source, sha: SHA, status: state === 'success' ? 'SUCCEEDED' : 'IN_PROGRESS' },
        at: new Date(String(example.deployment_status?.created_at)).toISOString(),
        requestedAt: new Date(String(example.deployment?.created_at)).toISOString(),
      });
    },
  );

  const [status] = examplesOf('deployment_status');
  const withStatus = (over: object) => ({ ...status, deployment_status: { ...status?.deployment_status, ...over } });
  it.each([
    ['pending', 'PENDING'],
    ['queued', 'PENDING'],
    ['waiting', 'PENDING'],
    ['in_progress', 'IN_PROGRESS'],
    ['success', 'SUCCEEDED'],
    ['failure', 'FAILED'],
    ['error', 'FAILED'],
    ['inactive', undefined],
    ['a word of a later version', undefined],
  ])('calls %s what is %s', (state, expected) => {
    expect(githubDeploymentStatus.read(withStatus({ state }))?.status).toBe(expected);
  });

  it('tells addresses, and why it failed', () => {
    const over = { environment_url: 'https://acme.test', log_url: 'https://ci.test/1', description: 'smoke test' };
    expect(githubDeploymentStatus.read(withStatus({ ...over, state: 'failure' }))).toMatchObject({
      ...{ url: 'https://acme.test', logUrl: 'https://ci.test/1', reason: 'smoke test' },
    });
    const { url, logUrl, reason } =
      githubDeploymentStatus.read(withStatus({ ...over, environment_url: 'javascript:alert(1)', log_url: '' })) ?? {};
    expect([url, logUrl, reason]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['an object', { service: 'payment-api', version: '1.5.0' }],
    ['JSON', '{"service":"payment-api","version":"1.5.0"}'],
  ])('names service and version in a payload that is %s', (_, payload) => {
    const [example] = examplesOf('deployment');
    const told = { ...example, deployment: { ...example?.deployment, payload } };
    expect(githubDeployment.read(told)).toMatchObject({ services: ['payment-api'], version: '1.5.0' });
  });

  it.each(['', 'x', null, [], { service: {} }, '[]'])('names none in a payload %j', (payload) => {
    const [example] = examplesOf('deployment');
    const told = { ...example, deployment: { ...example?.deployment, payload } };
    expect(githubDeployment.read(told)?.services).toEqual([]);
  });
});

describe('GitLab', () => {
  const told = {
    object_kind: 'deployment',
    status: 'success',
    status_changed_at: '2021-04-28 21:50:00 +0200',
    deployment_id: 15,
    deployable_id: 796,
    deployable_url: 'https://gitlab.test/acme/app/-/jobs/796',
    environment: 'staging',
    environment_tier: 'staging',
    environment_external_url: 'https://staging.acme.test',
    project: { id: 30, path_with_namespace: 'acme/app' },
    ref: 'main',
    short_sha: '279484c0',
    user: { username: 'root' },
    commit_url: `https://gitlab.test/acme/app/-/commit/${SHA}`,
  };

  it('reports a deployment', () => {
    expect(gitlabDeployment.read(told)).toEqual({
      source: { provider: 'gitlab', repository: 'acme/app', externalId: '15' },
      ...{ status: 'SUCCEEDED', at: '2021-04-28T19:50:00.000Z', environment: 'staging', services: [] },
      ...{ repositoryIds: ['30', 'acme/app'], ref: 'main', sha: SHA, url: 'https://staging.acme.test' },
      logUrl: 'https://gitlab.test/acme/app/-/jobs/796',
      by: { type: 'EXTERNAL', id: 'gitlab:root', name: 'root' },
    });
  });

  it.each([
    ['created', 'PENDING'],
    ['blocked', 'PENDING'],
    ['running', 'IN_PROGRESS'],
    ['failed', 'FAILED'],
    ['canceled', 'CANCELLED'],
    ['skipped', 'CANCELLED'],
    ['a word of a later version', undefined],
  ])('calls %s what is %s', (status, expected) => {
    expect(gitlabDeployment.read({ ...told, status })?.status).toBe(expected);
  });

  it('knows a commit without its address by its beginning', () => {
    expect(gitlabDeployment.read({ ...told, commit_url: null })?.sha).toBe('279484c0');
  });
});

const DIGEST = `sha256:${'0b31'.repeat(16)}`;
const cdevent = (predicate: string, version: string, over: object = {}) => ({
  context: {
    ...{ version: '0.4.1', id: 'event-1', source: '/event/source/123', timestamp: '2023-03-20T14:27:05.315384Z' },
    type: `dev.cdevents.service.${predicate}.${version}`,
  },
  subject: {
    ...{ id: 'service/myapp', source: '/event/source/123', type: 'service' },
    content: { environment: { id: 'test123' }, artifactId: `pkg:oci/myapp@${encodeURIComponent(DIGEST)}` },
  },
  ...over,
});
const VERSIONS = ['0.1.0', '0.1.1', '0.2.0', '0.3.0', '0.3.0-draft'];

describe('a CDEvent', () => {
  it.each(
    VERSIONS.flatMap((version) => [
      ['deployed', version, 'SUCCEEDED', undefined] as const,
      ['upgraded', version, 'SUCCEEDED', undefined] as const,
      ['rolledback', version, 'SUCCEEDED', true] as const,
      ['removed', version, 'REMOVED', undefined] as const,
      ['published', version, undefined, undefined] as const,
    ]),
  )('service.%s.%s is %s', (predicate, version, status, isRollback) => {
    const told = cdeventService.read(cdevent(predicate, version));
    expect([told?.status, told?.isRollback]).toEqual([status, isRollback]);
    if (told) expect(told).toMatchObject({ environment: 'test123', digest: DIGEST, at: '2023-03-20T14:27:05.315Z' });
  });

  const told = cdevent('deployed', '0.2.0');
  it.each([
    ['in its envelope', { specversion: '1.0', type: told.context.type, data: told }],
    ['as text', { data: JSON.stringify(told) }],
    ['as base64', { data_base64: Buffer.from(JSON.stringify(told)).toString('base64') }],
  ])('%s is read', (_, payload) => {
    expect(cdeventService.read(payload)).toEqual(cdeventService.read(told));
    expect(cdeventService.read(told)?.services).toEqual(['service/myapp', 'myapp', 'myapp']);
    expect(cdeventService.read(told)?.source).toEqual({
      ...{ provider: 'cdevents', repository: '/event/source/123', externalId: 'event-1' },
    });
  });

  it('tells service, version, commit and address in its own data', () => {
    const customData = { service: 'payment-api', version: '1.5.0', commitSha: SHA, url: 'https://ci.test/1' };
    expect(cdeventService.read(cdevent('deployed', '0.2.0', { customData }))).toMatchObject({
      ...{ services: ['payment-api', 'service/myapp', 'myapp', 'myapp'], version: '1.5.0', sha: SHA },
      url: 'https://ci.test/1',
    });
  });

  it.each([
    [{ id: 'ns/1', name: 'production' }, 'production'],
    [{ id: 'ns/1', source: '/x' }, 'ns/1'],
    ['production', 'production'],
  ])('in the environment %j is in %s', (environment, expected) => {
    const subject = { id: 'a', content: { environment } };
    expect(cdeventService.read(cdevent('removed', '0.2.0', { subject }))?.environment).toBe(expected);
  });
});

describe('an artifact', () => {
  it.each([
    [`pkg:oci/myapp@${encodeURIComponent(DIGEST)}?tag=1.5.0`, { name: 'myapp', digest: DIGEST, version: '1.5.0' }],
    ['pkg:golang/git.test/org/myapp@234fd47e07d1004f0aed9c', { name: 'myapp', sha: '234fd47e07d1004f0aed9c' }],
    ['pkg:npm/%40acme/web@1.2.3', { name: 'web', version: '1.2.3' }],
    ['pkg:npm/%40acme/web', { name: 'web' }],
    ['pkg:maven/a/b@20260301', { name: 'b', version: '20260301' }],
    ['%', { name: '%' }],
    [`pkg:npm/web@${'1'.repeat(300)}`, { name: 'web', version: '1'.repeat(100) }],
  ])('%s is %j', (purl, expected) => {
    expect(JSON.parse(JSON.stringify(artifactOf(purl)))).toEqual(expected);
  });
});

describe('the tier of an environment', () => {
  it.each([
    ['production', 'PRODUCTION'],
    ['Prod-EU', 'PRODUCTION'],
    ['live', 'PRODUCTION'],
    ['eu-live', 'PRODUCTION'],
    ['delivery', 'DEVELOPMENT'],
    ['olive', 'DEVELOPMENT'],
    ['staging', 'STAGING'],
    ['preprod', 'STAGING'],
    ['pre-production', 'STAGING'],
    ['UAT', 'STAGING'],
    ['test', 'TESTING'],
    ['latest', 'DEVELOPMENT'],
    ['qa-2', 'TESTING'],
    ['product-page', 'DEVELOPMENT'],
    ['github-pages', 'DEVELOPMENT'],
    ['review/my-branch', 'DEVELOPMENT'],
  ])('%s is %s', (name, tier) => {
    expect(tierOf(name)).toBe(tier);
  });
});
