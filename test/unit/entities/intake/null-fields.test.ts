// Systems write null for fields that they do not have: every reader reads such a payload as one without the field.
import { expect, it } from 'vitest';
import { readerOf } from '../../../../entities/intake/outside-events.model.ts';

type Payload = Readonly<Record<string, unknown>>;

const BRANCH = 'release/1.5.0';
const SHA = 'bcbb5ec396a2c0f828686f14fac9b80b780504f2';
const TIME = '2026-03-01T12:05:00Z';

const events: [source: string, type: string, payload: Payload][] = [
  [
    'ci.github',
    'workflow_run',
    {
      workflow_run: {
        ...{
          id: 12,
          name: 'Release',
          path: '.github/workflows/release.yml',
          workflow_id: 9,
          event: 'workflow_dispatch',
        },
        ...{ head_branch: BRANCH, head_sha: SHA, run_number: 562, run_attempt: 1, status: 'completed' },
        ...{ conclusion: 'success', html_url: 'https://github.com/acme/app/actions/runs/12' },
      },
      repository: { full_name: 'acme/app' },
    },
  ],
  [
    'ci.github',
    'push',
    {
      ...{ ref: `refs/heads/${BRANCH}`, deleted: false, repository: { full_name: 'acme/app' } },
      commits: [{ id: SHA, message: 'fix: crash\r\n\r\nOn start' }],
    },
  ],
  [
    'ci.github',
    'deployment_status',
    {
      deployment_status: { state: 'failure', description: 'x', target_url: 'https://ci.test', created_at: TIME },
      deployment: { id: 1, sha: SHA, ref: BRANCH, environment: 'production', payload: { service: 'api' }, creator: {} },
      ...{ workflow_run: { html_url: 'https://ci.test' }, repository: { id: 1, full_name: 'acme/app' } },
    },
  ],
  [
    'ci.gitlab',
    'Pipeline Hook',
    {
      object_attributes: {
        ...{ id: 31, iid: 3, ref: BRANCH, tag: false, sha: SHA, status: 'success', source: 'api', finished_at: TIME },
        ...{ url: 'https://gitlab.com/p/31', variables: [{ key: 'WINDLASS_TRIGGER_ID', value: 'trigger-1' }] },
      },
      project: { id: 1, path_with_namespace: 'acme/app', web_url: 'https://gitlab.com/acme/app' },
      builds: [{ id: 380, created_at: TIME, artifacts_file: { filename: 'a.ipa' } }],
    },
  ],
  [
    'ci.gitlab',
    'Push Hook',
    {
      ...{ ref: `refs/heads/${BRANCH}`, project: { id: 1, path_with_namespace: 'acme/app' } },
      commits: [{ id: SHA, message: 'fix' }],
    },
  ],
  [
    'ci.gitlab',
    'Deployment Hook',
    {
      ...{ status: 'success', status_changed_at: TIME, deployment_id: 1, deployable_url: 'https://ci.test/1' },
      ...{ environment: 'production', project: { id: 1, path_with_namespace: 'acme/app' }, ref: BRANCH },
      ...{ short_sha: SHA.slice(0, 8), user: { username: 'ada' }, commit_url: `https://gitlab.com/${SHA}` },
    },
  ],
  [
    'ci.bitbucket',
    'repo:push',
    {
      repository: { full_name: 'acme/app' },
      push: { changes: [{ new: { type: 'branch', name: BRANCH }, commits: [{ hash: SHA, message: 'fix' }] }] },
    },
  ],
  [
    'ci.jenkins',
    'build',
    {
      ...{ name: 'ios', url: 'job/mobile/job/ios/' },
      build: {
        ...{
          full_url: 'https://ci.test/job/mobile/job/ios/18/',
          url: 'job/mobile/job/ios/18/',
          number: 18,
          queue_id: 7,
        },
        ...{ phase: 'COMPLETED', status: 'SUCCESS', scm: { branch: `origin/${BRANCH}`, commit: SHA } },
        ...{ parameters: { BRANCH }, artifacts: { 'a.ipa': { archive: 'https://ci.test/a.ipa' } } },
      },
    },
  ],
  [
    'ci.app-store',
    'appStoreVersionAppVersionStateUpdated',
    {
      data: {
        attributes: { newValue: 'REJECTED', oldValue: 'IN_REVIEW', timestamp: TIME },
        relationships: { instance: { data: { type: 'appStoreVersions', id: 'v1' } } },
      },
    },
  ],
  [
    'ci.tekton',
    'dev.cdevents.pipelinerun.finished.0.2.0',
    {
      context: { id: 'e', source: '/ci', type: 'dev.cdevents.pipelinerun.finished.0.2.0', timestamp: TIME },
      subject: { id: 'run-1', content: { pipelineName: 'ios', uri: 'https://ci.test/1', outcome: 'success' } },
      customData: { branch: BRANCH, triggerId: 'trigger-1', buildNumber: '17', commitSha: SHA },
    },
  ],
  [
    'ci.tekton',
    'dev.cdevents.service.deployed.0.2.0',
    {
      context: { id: 'e', source: '/ci', type: 'dev.cdevents.service.deployed.0.2.0', timestamp: TIME },
      subject: {
        id: 'api',
        content: { environment: { id: 'production', name: 'Production' }, artifactId: 'pkg:oci/a@1' },
      },
      customData: { version: '1.5.0', commitSha: SHA },
    },
  ],
  [
    'ci.registry',
    'push',
    {
      action: 'published',
      package: {
        ...{ name: 'api', namespace: 'acme', package_type: 'CONTAINER', owner: { login: 'acme' } },
        package_version: { container_metadata: { tag: { name: '1.5.0' } } },
      },
    },
  ],
];

/** The paths of all fields, those of lists too. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [
    ...(Array.isArray(value) ? [] : [[name]]),
    ...pathsOf(one).map((path) => [name, ...path]),
  ]);
}

/** A copy in which the field is null, or is not. */
function changed(payload: Payload, path: readonly string[], isAbsent: boolean): unknown {
  const copy = structuredClone(payload) as Record<string, unknown>;
  const owner = path.slice(0, -1).reduce((one, name) => one[name] as Record<string, unknown>, copy);
  const name = path.at(-1) ?? '';
  if (isAbsent) delete owner[name];
  else owner[name] = null;
  return copy;
}

function readBy(source: string, type: string, payload: unknown): unknown {
  try {
    return readerOf(source, type)?.read(payload);
  } catch {
    return 'unread';
  }
}

it.each(events)('%s %s', (source, type, payload) => {
  expect(readBy(source, type, payload)).toMatchObject({});
  for (const path of pathsOf(payload)) {
    const [given, absent] = [false, true].map((isAbsent) => readBy(source, type, changed(payload, path, isAbsent)));
    expect({ path, read: given }).toEqual({ path, read: absent });
  }
});
