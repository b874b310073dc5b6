// getIntegration: the promised shape for every type, and nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownIntegrationView } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { bodies, type Fixture, isPipeline, segmentOf, startIntegrations } from './fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());

describe('getIntegration', () => {
  it.each(Object.keys(bodies) as IntegrationType[])(
    'answers a %s in the shape that the manifest promises',
    async (type) => {
      const config = { ...bodies[type].config, ...(isPipeline(type) ? await api.createPair() : {}) };
      const { id: integrationId } = await api.create(segmentOf[type], { ...bodies[type], config });
      const reply = await api.call({
        role: 'VIEWER',
        method: 'GET',
        path: `/integrations/${segmentOf[type]}/${integrationId}`,
      });
      expect(reply.status).toBe(200);
      expect(shownIntegrationView.parse(reply.body)).toEqual(reply.body);
      expect(reply.headers.etag).toMatch(/^"1\.[\w-]{16}"$/);
    },
  );

  it('refuses a query', async () => {
    const { id: integrationId } = await api.create('scm', bodies.GITHUB);
    const reply = await api.asLead('GET', `/integrations/scm/${integrationId}?expand=credentials`);
    expect([reply.status, reply.body.fields[0].path]).toEqual([400, 'expand']);
  });
});
