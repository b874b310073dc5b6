// Clients of the services that a release names: what an integration is configured with goes into every call.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOutbound } from '../../../../functions/_kit/outbound/outbound.ts';
import { createOutside } from '../../../../functions/releases/outside.ts';
import { startWorld, TENANT_ID, type World } from '../../../support/release-world.ts';
import { startHttpService } from '../../../support/services/http-service.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it('gives every build the parameters of its pipeline, and those of its release (W12)', async () => {
  const asked: unknown[] = [];
  await using github = await startHttpService({
    '*': ({ method, path, json }) => {
      if (method === 'POST' && path.endsWith('/dispatches')) asked.push(json);
      return method === 'POST' ? { status: 204 } : { body: { workflow_runs: [] } };
    },
  });
  const config = {
    ...{ baseUrl: github.url, owner: 'acme', repository: 'app', workflow: 'release.yml' },
    parameters: { FLAVOR: 'beta' },
  };
  const id = await world.integration('GITHUB_ACTIONS', { config });
  const outside = createOutside({
    integrations: world.integrations,
    sealer: { seal: async () => '', open: async () => ({ token: 'a-token' }) },
    outbound: createOutbound({ allowedHosts: ['127.0.0.1'] }),
    now: () => Date.now(),
  });
  const client = await outside.pipeline(TENANT_ID, id);
  await client
    .trigger({
      ...{ branch: 'release/1.0.0', triggerId: 'trigger', mayHaveStarted: false, since: new Date().toISOString() },
      parameters: { RELEASE_VERSION: '1.0.0', BRANCH: 'release/1.0.0' },
    })
    .catch(() => undefined);
  expect(asked).toEqual([
    expect.objectContaining({ inputs: expect.objectContaining({ FLAVOR: 'beta', RELEASE_VERSION: '1.0.0' }) }),
  ]);
});
