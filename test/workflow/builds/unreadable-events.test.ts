// Events from outside whose payload is not as their sender documents it: they are counted, and nobody's alarm goes off.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { type CiWorld, startCiWorld } from './ci-fixture.ts';

let ci: CiWorld;
beforeAll(async () => {
  ci = await startCiWorld();
});
afterAll(() => ci.flow.stop());

const KINDS = [
  ['github', 'workflow_run'],
  ['github', 'push'],
  ['gitlab', 'Pipeline Hook'],
  ['gitlab', 'Push Hook'],
  ['bitbucket', 'repo:push'],
  ['jenkins', 'build'],
  ['app-store', 'appStoreVersionAppVersionStateUpdated'],
  ['tekton', 'dev.cdevents.pipelinerun.finished.0.2.0'],
] as const;
const PAYLOADS: readonly object[] = [
  {},
  { workflow_run: 1, object_attributes: [], build: null, data: 'x', push: {}, ref: 7 },
];

it.each(KINDS.flatMap(([system, type]) => PAYLOADS.map((payload) => [system, type, payload] as const)))(
  '%s %s with %j is counted as unread (S11)',
  async (system, type, payload) => {
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    await ci.flow.ci(system, type, payload, { integrationId: ci.kit.scm });
    const counted = info.mock.calls.map(([name, details]) => [name, (details as { source?: string }).source]);
    info.mockRestore();
    expect(counted).toEqual([['OutsideEventsUnread', `ci.${system}`]]);
  },
);
