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
