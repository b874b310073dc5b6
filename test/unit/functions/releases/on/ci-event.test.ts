// The consumer of outside events: events that nobody reads, that cannot be read, and that are about nothing of ours.
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../../functions/_kit/logger.ts';
import { onCiEvent } from '../../../../../functions/releases/on/ci-event.ts';
import type { EventsDeps } from '../../../../../functions/releases/on/release-changed.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly object[];
}
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
const exampleOf = (name: string) => examples.find((one) => one.name === name)?.examples[0] ?? {};

/** No release is on any branch, and none uses any integration. */
const deps = {
  releases: { idsOnBranch: async () => [], idsOfBuild: async () => [] },
  uses: { releasesOf: async () => [] },
} as unknown as EventsDeps;

const hear = (source: string, detailType: string, detail: object) =>
  onCiEvent(
    {
      ...{ id: 'event-1', source, 'detail-type': detailType, time: '2026-03-01T12:00:00Z' },
      detail: { tenantId: 'tenant', integrationId: 'ci', ...detail },
    },
    deps,
  );

const info = vi.spyOn(logger, 'info');
beforeEach(() => void info.mockReset());
afterEach(() => void info.mockReset());

const version = (id: string) => ({
  data: {
    attributes: { newValue: 'READY_FOR_SALE' },
    relationships: { instance: { data: { type: 'appStoreVersions', id } } },
  },
});
const push = {
  ref: 'refs/heads/release/1.5.0',
  commits: [{ id: 'c0ffee', message: 'fix' }],
  repository: { full_name: 'acme/app' },
};
const twice = { type: 'branch', name: 'b' };
const changes = ['b1', 'b2'].map((name) => ({ new: { ...twice, name }, commits: [{ hash: name }] }));

describe('onCiEvent', () => {
  it.each([
    ['ci.github', 'workflow_run', exampleOf('workflow_run'), ['Codertocat/Hello-World']],
    ['ci.github', 'push', push, ['acme/app']],
    ['ci.bitbucket', 'repo:push', { push: { changes } }, ['b1', 'b2']],
    ['ci.app-store', 'appStoreVersionAppVersionStateUpdated', version('v-1'), ['v-1']],
  ])('counts each report of %s %s that is about nothing of ours', async (source, detailType, payload, names) => {
    await hear(source, detailType, { payload });
    const about = { OutsideEventsUnmatched: 1, source, detailType, tenantId: 'tenant', integrationId: 'ci' };
    expect(info.mock.calls).toEqual(
      names.map((named) => ['OutsideEventsUnmatched', expect.objectContaining({ ...about, named })]),
    );
  });

  it('counts a version that no integration told', async () => {
    await hear('ci.app-store', 'appStoreVersionAppVersionStateUpdated', {
      ...{ integrationId: undefined, payload: version('v-1') },
    });
    expect(info.mock.calls).toMatchObject([['OutsideEventsUnmatched', { named: 'v-1' }]]);
  });

  it.each([
    ['ci.github', 'workflow_run', undefined],
    ['ci.github', 'workflow_run', { workflow_run: { id: 'x' } }],
    ['ci.github', 'workflow_run', 'x'],
    ['ci.gitlab', 'Push Hook', { ref: 7 }],
    ['ci.app-store', 'appStoreVersionAppVersionStateUpdated', {}],
    ['ci.tekton', 'dev.cdevents.pipelinerun.started.0.2.0', {}],
  ])('counts %s %s with the payload %j as unread, and goes on (S11)', async (source, detailType, payload) => {
    await hear(source, detailType, { payload });
    const about = { OutsideEventsUnread: 1, source, detailType, tenantId: 'tenant', integrationId: 'ci' };
    expect(info.mock.calls).toEqual([['OutsideEventsUnread', expect.objectContaining(about)]]);
  });

  it.each([
    ['ci.github', 'create', exampleOf('create')],
    ['ci.github', 'release', exampleOf('release')],
    ['ci.hudson', 'build', {}],
  ])('ignores %s %s, which nobody reads', async (source, detailType, payload) => {
    await hear(source, detailType, { payload });
    expect(info).not.toHaveBeenCalled();
  });

  it('counts nothing for a payload that reports nothing', async () => {
    await hear('ci.github', 'push', { payload: { ...push, ref: 'refs/tags/v1' } });
    await hear('ci.tekton', 'dev.cdevents.taskrun.started.0.2.0', {
      payload: { context: { type: 'dev.cdevents.taskrun.started.0.2.0' } },
    });
    expect(info).not.toHaveBeenCalled();
  });

  it('refuses an event without a tenant, so that it ends where the operator looks', async () => {
    const event = hear('ci.github', 'workflow_run', { tenantId: undefined, payload: exampleOf('workflow_run') });
    await expect(event).rejects.toThrow('tenantId');
  });
});
