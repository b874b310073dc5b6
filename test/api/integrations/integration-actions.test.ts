// The actions of an integration say what its operations answer.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { ROLES, type Role } from '../../../entities/names.ts';
import { manifest } from '../../../functions/integrations/manifest.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { bodies, startIntegrations } from './fixture.ts';

let api: Awaited<ReturnType<typeof startIntegrations>>;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());

async function expectTrueOf(kind: string, integration: string, role: Role) {
  const { body } = await api.call({ role, method: 'GET', path: `/integrations/${kind}/${integration}` });
  await expectTrue(
    api.call,
    manifest,
    { role },
    {
      actions: body.actions,
      params: { kind, integrationId: integration },
      bodies: { updateIntegration: { name: 'another' } },
    },
  );
}

describe('the actions of an integration', () => {
  it.each(ROLES)('are true for the role %s', async (role) => {
    await expectTrueOf('scm', (await api.create('scm', bodies.GITHUB)).id, role);
  });

  it('are true for one that a pipeline uses', async () => {
    const pair = await api.createPair();
    const config = { ...bodies.JENKINS.config, ...pair };
    await api.create('pipelines', { ...bodies.JENKINS, config });
    await expectTrueOf('scm', pair.scmIntegrationId, 'LEAD');
    await expectTrueOf('targets', pair.targetIntegrationId, 'LEAD');
  });
});
