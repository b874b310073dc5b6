// deleteIntegration: gone with its secret and its name, refused while something needs it. With releases: used-by-releases.test.ts.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { IntegrationKind } from '../../../entities/integrations/types/integration-kinds.ts';
import { TENANT_ID } from '../../support/http.ts';
import { bodies, type Fixture, startIntegrations, systemCaller } from './fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());

const unavailable = integrationErrors.reference_invalid();
/** Changes an integration as the creation of a release that uses it does. */
const useBy = (releaseId: string, kind: IntegrationKind, integrationId: string) =>
  api.save(systemCaller(), {
    writes: [api.integrations.use(TENANT_ID, { kind, integrationId }, 'VERIFIED', unavailable)],
    events: [],
    audit: { action: 'release.created', resourceType: 'Release', resourceId: releaseId },
  });

async function verified(segment: string, body: Record<string, unknown>) {
  const { id: integrationId } = await api.create(segment, body);
  const path = `/integrations/${segment}/${integrationId}`;
  await api.asLead('POST', `${path}/verify`);
  return { id: integrationId as string, path };
}
async function pipeline() {
  const pair = await api.createPair();
  const config = { ...bodies.JENKINS.config, ...pair };
  return { pair, ...(await verified('pipelines', { ...bodies.JENKINS, config })) };
}

describe('deleteIntegration', () => {
  it.each([
    ['scm', bodies.GITHUB],
    ['targets', bodies.PLAY_STORE],
    ['communications', bodies.SLACK],
    ['tickets', bodies.JIRA],
  ])('removes an unused one of %s with its credentials and its name', async (segment, body) => {
    const { id, path } = await verified(segment, { ...body, name: 'Short-lived' });
    const reply = await api.asLead('DELETE', path);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect((await api.asLead('GET', path)).status).toBe(404);
    expect([await api.itemOf(id), await api.secretOf(id)]).toEqual([undefined, undefined]);
    expect((await api.eventsOf(id)).at(-1)).toMatchObject({ type: 'IntegrationDeleted', data: { integrationId: id } });
    expect((await api.auditOf(id)).at(-1)).toMatchObject({ action: 'integration.deleted' });
    await api.create(segment, { ...body, name: 'Short-lived' });
  });

  it('answers 404 the second time', async () => {
    const { path } = await verified('scm', bodies.GITHUB);
    await api.asLead('DELETE', path);
    expect((await api.asLead('DELETE', path)).body.code).toBe('integration.not_found');
  });

  it('can be deleted when its last user has let it go', async () => {
    const { id, path } = await verified('scm', bodies.GITHUB);
    await useBy('release-1', 'SCM', id);
    await api.save(systemCaller(), {
      writes: [api.integrations.unuse(TENANT_ID, { kind: 'SCM', integrationId: id })],
      events: [],
      audit: { action: 'release.deleted', resourceType: 'Release', resourceId: 'release-1' },
    });
    expect((await api.asLead('DELETE', path)).status).toBe(204);
  });

  it('answers 409 while a pipeline names it, and lets it go with the pipeline', async () => {
    const { pair, id, path } = await pipeline();
    const named = [`/integrations/scm/${pair.scmIntegrationId}`, `/integrations/targets/${pair.targetIntegrationId}`];
    for (const its of named) {
      const reply = await api.asLead('DELETE', its);
      expect(reply.status).toBe(409);
      expect(reply.body).toMatchObject({
        useCount: 1,
        releases: [],
        pipelines: [{ integrationId: id, name: expect.any(String) }],
      });
    }
    expect((await api.asLead('DELETE', path)).status).toBe(204);
    for (const its of named) expect((await api.asLead('DELETE', its)).status).toBe(204);
  });

  it('answers 412 for an older revision', async () => {
    const { path } = await verified('scm', bodies.GITHUB);
    const reply = await api.asLead('DELETE', path, undefined, { 'if-match': '"1"' });
    expect([reply.status, reply.body.code]).toEqual([412, 'request.precondition_failed']);
  });

  it('loses to a release that is created between its read and its save', async () => {
    const { id, path } = await verified('scm', bodies.GITHUB);
    const read = api.integrations.get;
    vi.spyOn(api.integrations, 'get').mockImplementationOnce(async (...request) => {
      const item = await read(...request);
      await useBy('release-1', 'SCM', id);
      return item;
    });
    const reply = await api.asLead('DELETE', path);
    expect([reply.status, reply.body.code, reply.body.useCount]).toEqual([409, 'integration.in_use', 1]);
    expect(await api.secretOf(id)).toBeDefined();
  });
});
