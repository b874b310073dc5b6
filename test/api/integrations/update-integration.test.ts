// updateIntegration: what a patch changes and keeps, rotation of credentials, If-Match, refusals.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TENANT_ID } from '../../support/http.ts';
import { bodies, type Fixture, MISSING_ID, paths, startIntegrations } from './fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());

async function verifiedGithub() {
  const { id: integrationId } = await api.create('scm', bodies.GITHUB);
  const { body } = await api.asLead('POST', `/integrations/scm/${integrationId}/verify`);
  return { before: body, path: `/integrations/scm/${integrationId}`, id: integrationId as string };
}

const credentialsOf = async (id: string) =>
  api.sealer.open(TENANT_ID, id, String((await api.integrations.getSecret(TENANT_ID, id)) ?? ''));

describe('updateIntegration', () => {
  it('renames and keeps the verification', async () => {
    const { before, path, id } = await verifiedGithub();
    const reply = await api.asLead('PATCH', path, { name: 'Renamed' });
    expect([reply.status, reply.body]).toEqual([200, { ...before, name: 'Renamed', revision: 3 }]);
    expect(reply.headers.etag).toBe('"3"');
    expect((await api.asLead('GET', path)).body).toEqual(reply.body);
    expect((await api.eventsOf(id)).at(-1)).toMatchObject({ type: 'IntegrationUpdated', data: { name: 'Renamed' } });
    const { actions: _, ...stored } = before;
    expect((await api.auditOf(id)).at(-1)).toMatchObject({
      action: 'integration.updated',
      details: { before: stored },
    });
  });

  it('frees the old name and takes the new one', async () => {
    const { path, before } = await verifiedGithub();
    await api.asLead('PATCH', path, { name: 'Moved on' });
    await api.create('scm', { ...bodies.GITHUB, name: before.name });
    const taken = await api.asLead('POST', '/integrations/scm', { ...bodies.GITHUB, name: 'moved ON' });
    expect(taken.body.code).toBe('integration.name_taken');
  });

  it('changes only the letters of a name', async () => {
    const { path, before } = await verifiedGithub();
    const reply = await api.asLead('PATCH', path, { name: before.name.toUpperCase() });
    expect([reply.status, reply.body.name]).toEqual([200, before.name.toUpperCase()]);
  });

  it('answers 409 integration.name_taken and changes nothing', async () => {
    const { path, before } = await verifiedGithub();
    await api.create('scm', { ...bodies.GITHUB, name: 'Occupied' });
    const reply = await api.asLead('PATCH', path, { name: 'occupied', isActive: false });
    expect([reply.status, reply.body.code]).toEqual([409, 'integration.name_taken']);
    expect((await api.asLead('GET', path)).body).toEqual(before);
  });

  it('switches off and on and keeps the verification', async () => {
    const { path } = await verifiedGithub();
    for (const isActive of [false, true]) {
      const { body } = await api.asLead('PATCH', path, { isActive });
      expect(body).toMatchObject({ isActive, verificationStatus: 'VALID', healthStatus: 'HEALTHY' });
    }
  });

  it('merges the config and asks for a new verification', async () => {
    const { path, before } = await verifiedGithub();
    const { body } = await api.asLead('PATCH', path, { config: { repository: 'other' } });
    expect(body).toMatchObject({
      config: { ...before.config, repository: 'other' },
      verificationStatus: 'PENDING',
      healthStatus: 'UNKNOWN',
      verificationError: null,
    });
  });

  it('merges nested config, and null removes', async () => {
    const { id: integrationId } = await api.create('communications', bodies.SLACK);
    const path = `/integrations/communications/${integrationId}`;
    await api.asLead('PATCH', path, { config: { channels: { builds: 'C0BUILDS', incidents: 'C0FIRE' } } });
    const { body } = await api.asLead('PATCH', path, { config: { channels: { incidents: null } } });
    expect(body.config.channels).toEqual({ releases: 'C0RELEASES', builds: 'C0BUILDS' });
  });

  it('names the tags of releases, no longer with null, and keeps the verification', async () => {
    const { path, before } = await verifiedGithub();
    const tagFormat = '{service}/v{version}';
    const named = await api.asLead('PATCH', path, { config: { tagFormat } });
    expect([named.status, named.body.config]).toEqual([200, { ...before.config, tagFormat }]);
    expect(named.body).toMatchObject({ verificationStatus: 'VALID', healthStatus: 'HEALTHY' });
    const plain = await api.asLead('PATCH', path, { config: { tagFormat: null } });
    expect([plain.status, plain.body.config]).toEqual([200, before.config]);
  });

  it('rotates one credential, keeps the others and the integration, and asks for a new verification', async () => {
    const { path, id, before } = await verifiedGithub();
    const { body } = await api.asLead('PATCH', path, { credentials: { token: 'canary-rotated' } });
    expect(body).toEqual({ ...before, verificationStatus: 'PENDING', healthStatus: 'UNKNOWN', revision: 3 });
    expect(await credentialsOf(id)).toEqual({ ...bodies.GITHUB.credentials, token: 'canary-rotated' });
    expect((await api.auditOf(id)).at(-1)?.details).toMatchObject({ rotated: ['token'] });
  });

  it('removes an optional credential with null', async () => {
    const { path, id } = await verifiedGithub();
    await api.asLead('PATCH', path, { credentials: { webhookSecret: null } });
    expect(await credentialsOf(id)).toEqual({ token: bodies.GITHUB.credentials.token });
  });

  const invalid: [string, unknown, number, string[]][] = [
    ['no body', undefined, 400, ['body']],
    ['broken JSON', '{', 400, []],
    ['nothing to change', {}, 400, ['']],
    ['a type', { type: 'GITHUB' }, 400, ['type']],
    ['a status', { verificationStatus: 'VALID' }, 400, ['verificationStatus']],
    ['a blank name', { name: ' ' }, 400, ['name']],
    ['isActive as a number', { isActive: 1 }, 400, ['isActive']],
    ['config as text', { config: 'x' }, 400, ['config']],
    ['config as null', { config: null }, 400, ['config']],
    ['an unknown field of config', { config: { branch: 'main' } }, 400, ['config.branch']],
    ['the removal of a required field', { config: { owner: null } }, 400, ['config.owner']],
    ['an unknown credential', { credentials: { password: 'canary' } }, 400, ['credentials.password']],
    ['the removal of a required credential', { credentials: { token: null } }, 400, ['credentials.token']],
    [
      'several things at once',
      { config: { owner: 7 }, credentials: { token: 7 } },
      400,
      ['config.owner', 'credentials.token'],
    ],
    ['credentials that KMS cannot seal', { credentials: { token: 'x'.repeat(4096) } }, 400, ['credentials']],
  ];
  it.each(invalid)('refuses %s and changes nothing', async (_, body, status, fields) => {
    const { path, id } = await verifiedGithub();
    const count = (await api.items()).length;
    const item = await api.itemOf(id);
    const reply = await api.asLead('PATCH', path, body);
    expect([reply.status, paths(reply)]).toEqual([status, fields]);
    expect([(await api.items()).length, await api.itemOf(id)]).toEqual([count, item]);
  });

  describe('a pipeline', () => {
    const useCounts = async (...ids: string[]) =>
      Promise.all(ids.map(async (id) => (await api.itemOf(id))?.useCount ?? 'gone'));
    async function createPipeline() {
      const pair = await api.createPair();
      const config = { ...bodies.JENKINS.config, ...pair };
      const { id: integrationId } = await api.create('pipelines', { ...bodies.JENKINS, config });
      return { ...pair, path: `/integrations/pipelines/${integrationId}` };
    }

    it('moves its use to the SCM that it names now', async () => {
      const { path, scmIntegrationId, targetIntegrationId } = await createPipeline();
      const other = await api.createPair();
      await api.asLead('PATCH', path, { config: { scmIntegrationId: other.scmIntegrationId } });
      const counts = await useCounts(scmIntegrationId, other.scmIntegrationId, targetIntegrationId);
      expect(counts).toEqual([0, 1, 1]);
    });

    it('keeps what it names when something else changes, even if that is inactive by now', async () => {
      const { path, scmIntegrationId } = await createPipeline();
      await api.asLead('PATCH', `/integrations/scm/${scmIntegrationId}`, { isActive: false });
      const reply = await api.asLead('PATCH', path, { config: { jobPath: 'mobile/other' } });
      expect([reply.status, await useCounts(scmIntegrationId)]).toEqual([200, [1]]);
    });

    it('is refused with a reference that is missing', async () => {
      const { path, scmIntegrationId, targetIntegrationId } = await createPipeline();
      const reply = await api.asLead('PATCH', path, { config: { targetIntegrationId: MISSING_ID } });
      expect([reply.status, reply.body.code]).toEqual([422, 'integration.reference_invalid']);
      expect(paths(reply)).toEqual(['config.targetIntegrationId']);
      expect(await useCounts(scmIntegrationId, targetIntegrationId)).toEqual([1, 1]);
    });
  });

  describe('with If-Match', () => {
    it('changes the revision that it names', async () => {
      const { path } = await verifiedGithub();
      expect((await api.asLead('PATCH', path, { isActive: false }, { 'if-match': '"2"' })).status).toBe(200);
    });

    it('answers 412 for an older one', async () => {
      const { path } = await verifiedGithub();
      const reply = await api.asLead('PATCH', path, { isActive: false }, { 'if-match': '"1"' });
      expect([reply.status, reply.body.code]).toEqual([412, 'request.precondition_failed']);
    });

    it('lets one of ten win', async () => {
      const { path } = await verifiedGithub();
      const change = () => api.asLead('PATCH', path, { isActive: false }, { 'if-match': '"2"' });
      const statuses = (await Promise.all(Array.from({ length: 10 }, change))).map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array(9).fill(412)]);
    });
  });
});
