// Pushes that webhooks of organizations and groups tell of, and of forks: only those to the release's own repository count.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { type CiWorld, startCiWorld } from './ci-fixture.ts';

let ci: CiWorld;
beforeAll(async () => {
  ci = await startCiWorld();
});
afterAll(() => ci.flow.stop());

const SHA = 'decade1decade1decade1decade1decade1decade';
const payloads: Record<string, (branch: string, repository: string | undefined) => [string, object]> = {
  github: (branch, full_name) => [
    'push',
    { ref: `refs/heads/${branch}`, commits: [{ id: SHA }], repository: full_name && { full_name } },
  ],
  gitlab: (branch, path_with_namespace) => [
    'Push Hook',
    { ref: `refs/heads/${branch}`, commits: [{ id: SHA }], project: path_with_namespace && { path_with_namespace } },
  ],
  bitbucket: (branch, full_name) => [
    'repo:push',
    {
      repository: full_name && { full_name },
      push: { changes: [{ new: { type: 'branch', name: branch }, commits: [{ hash: SHA }] }] },
    },
  ],
};

const cases = Object.keys(payloads).flatMap((system) => [
  [system, 'acme/app', true, true] as const,
  [system, 'Acme/App', true, true] as const,
  [system, 'acme/app', false, true] as const,
  [system, 'fork/app', true, false] as const,
  [system, 'acme/web', false, false] as const,
  [system, undefined, false, false] as const,
]);

const configured = ['/acme/app/', '380'].flatMap((project) => [
  [project, { id: 380, path_with_namespace: 'Acme/App' }, true] as const,
  [project, { id: 381, path_with_namespace: 'acme/web' }, false] as const,
]);

it.each(configured)(
  'of a GitLab integration of the project %s, a push to %o is pending: %s (D6, D11)',
  async (project, pushed, isPending) => {
    const { world, ci: hear } = ci.flow;
    const scm = await world.integration('GITLAB', { config: { project } });
    const { id } = await world.release(ci.kit, { scmIntegrationId: scm, pipelines: [] });
    await ci.flow.put(id, { release: { status: 'STARTED' } });
    const { release } = await world.stored(id);
    await world.seed([world.releases.claimBranch(release)]);
    const [type, payload] = payloads.gitlab?.(release.branchRelease, undefined) ?? ['', {}];
    await hear('gitlab', type, { ...payload, project: pushed }, { integrationId: scm });
    const { pendingCommits } = (await world.stored(id)).release;
    expect(pendingCommits ?? []).toEqual(isPending ? [SHA] : []);
  },
);

it.each(cases)(
  'a push at %s to %s (told by our webhook: %s) is pending: %s (D6)',
  async (system, repository, isOurHook, isPending) => {
    const { id, branch } = await ci.started();
    const [type, payload] = payloads[system]?.(branch, repository) ?? ['', {}];
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    await ci.flow.ci(system, type, payload, { integrationId: isOurHook ? ci.kit.scm : undefined });
    const counted = info.mock.calls.map(([name]) => name);
    info.mockRestore();
    const { pendingCommits } = (await ci.flow.world.stored(id)).release;
    expect(pendingCommits ?? []).toEqual(isPending ? [SHA] : []);
    expect(counted).toEqual(isPending ? [] : ['OutsideEventsUnmatched']);
  },
);
