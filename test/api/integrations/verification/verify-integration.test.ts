// verifyIntegration: every outcome of the real call, as stored, published and answered.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DomainError } from '../../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import type { IntegrationType } from '../../../../entities/integrations/types/integration-types.ts';
import { logger } from '../../../../functions/_kit/logger.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { bodies, type Fixture, isPipeline, NOW_ISO, segmentOf, startIntegrations } from '../fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.service.answer = async () => 'it works';
  api.service.asked.length = 0;
});

async function github() {
  const { id: integrationId } = await api.create('scm', bodies.GITHUB);
  const path = `/integrations/scm/${integrationId}`;
  return { id: integrationId as string, path, verify: () => api.asLead('POST', `${path}/verify`) };
}
const failWith = (error: unknown) => {
  api.service.answer = () => Promise.reject(error);
};

describe('verifyIntegration', () => {
  it.each(Object.keys(bodies) as IntegrationType[])('asks the service of a %s with its credentials', async (type) => {
    const config = { ...bodies[type].config, ...(isPipeline(type) ? await api.createPair() : {}) };
    const created = await api.create(segmentOf[type], { ...bodies[type], config });
    const reply = await api.asLead('POST', `/integrations/${segmentOf[type]}/${created.id}/verify`);
    expect(reply.body).toEqual({
      ...created,
      verificationStatus: 'VALID',
      healthStatus: 'HEALTHY',
      lastVerifiedAt: NOW_ISO,
      revision: 2,
    });
    expect(api.service.asked).toEqual([{ type, config: created.config, credentials: bodies[type].credentials }]);
  });

  it('keeps the workspace of a SLACK, and the first of them as the tenant’s own (S4)', async () => {
    const own = await startIntegrations();
    const { id } = await own.create('communications', bodies.SLACK);
    const { id: second } = await own.create('communications', bodies.SLACK);
    const verify = async (integrationId: string, workspaceId: string) => {
      own.service.workspaceId = workspaceId;
      expect((await own.asLead('POST', `/integrations/communications/${integrationId}/verify`)).status).toBe(200);
      return [(await own.itemOf(integrationId))?.workspaceId, await own.integrations.homeWorkspace(TENANT_ID)];
    };
    expect(await own.integrations.homeWorkspace(TENANT_ID)).toBeUndefined();
    expect(await verify(id, 'T0ACME')).toEqual(['T0ACME', 'T0ACME']);
    expect(await verify(second, 'T0EVIL')).toEqual(['T0EVIL', 'T0ACME']);
    expect(await verify(id, 'T0MOVED')).toEqual(['T0MOVED', 'T0ACME']);
    await own.stop();
  });

  it('leaves an event and an audit entry', async () => {
    const { id, verify } = await github();
    await verify();
    expect((await api.eventsOf(id)).at(-1)).toMatchObject({
      type: 'IntegrationVerified',
      data: { integrationId: id, verificationStatus: 'VALID' },
    });
    expect((await api.auditOf(id)).at(-1)).toMatchObject({
      action: 'integration.verified',
      details: { before: 'PENDING', after: 'VALID' },
    });
  });

  const said = { detail: 'what the service said' };
  const failures: [string, DomainError, string, string][] = [
    ['refuses the credential', integrationErrors.unauthorized(said), 'INVALID', 'INVALID'],
    ['says that it has expired', integrationErrors.expired(said), 'EXPIRED', 'EXPIRED'],
    ['says no', integrationErrors.refused(said), 'INVALID', 'INVALID'],
    ['answers nonsense', integrationErrors.reply_invalid(said), 'INVALID', 'INVALID'],
    ['may not be called', integrationErrors.address_refused(said), 'INVALID', 'INVALID'],
    ['is not there', integrationErrors.unavailable(said), 'PENDING', 'VALID'],
    ['wants us to slow down', integrationErrors.rate_limited(said), 'PENDING', 'VALID'],
  ];
  it.each(failures)('answers 200 when the service %s', async (_, error, fromPending, fromValid) => {
    const { id, verify, path } = await github();
    failWith(error);
    const first = await verify();
    const failed = { healthStatus: 'UNHEALTHY', verificationError: said.detail, lastVerifiedAt: NOW_ISO };
    expect([first.status, first.body]).toMatchObject([200, { verificationStatus: fromPending, ...failed }]);

    api.service.answer = async () => 'fine';
    expect((await verify()).body).toMatchObject({ verificationStatus: 'VALID', verificationError: null });
    failWith(error);
    expect((await verify()).body).toMatchObject({ verificationStatus: fromValid, ...failed });
    expect((await api.asLead('GET', path)).body).toMatchObject({ verificationStatus: fromValid, ...failed });
    expect((await api.eventsOf(id)).map(({ type }) => type)).toEqual([
      'IntegrationCreated',
      'IntegrationVerificationFailed',
      'IntegrationVerified',
      'IntegrationVerificationFailed',
      ...(fromValid === 'VALID' ? [] : ['IntegrationInvalidated']),
    ]);
  });

  it('answers 200 and keeps the status when the client breaks, without showing why', async () => {
    const log = vi.spyOn(logger, 'error').mockImplementation(() => {});
    const { verify } = await github();
    failWith(new TypeError('canary-github-token is not iterable'));
    const reply = await verify();
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ verificationStatus: 'PENDING', healthStatus: 'UNHEALTHY' });
    expect(reply.text).not.toContain('canary');
    expect(log).toHaveBeenCalledWith('verification broke', { type: 'GITHUB', errorName: 'TypeError' });
    log.mockRestore();
  });

  it('answers in time when the service does not', async () => {
    const { verify } = await github();
    api.service.answer = () => new Promise(() => {});
    const reply = await verify();
    expect(reply.body).toMatchObject({ verificationStatus: 'PENDING', healthStatus: 'UNHEALTHY' });
    expect(reply.body.verificationError).toMatch(/^No answer within/);
  });

  it('keeps an error text to 300 characters', async () => {
    const { verify } = await github();
    failWith(integrationErrors.refused({ detail: 'x'.repeat(5000) }));
    expect((await verify()).body.verificationError).toHaveLength(300);
  });

  it('does not store what it learned of credentials that were rotated meanwhile', async () => {
    const { id, path, verify } = await github();
    const seen: unknown[] = [];
    api.service.answer = async () => {
      const { credentials } = api.service.asked.at(-1) ?? {};
      seen.push(credentials);
      if (seen.length > 1) return 'fine';
      await api.asLead('PATCH', path, { credentials: { token: 'canary-second' } });
      throw integrationErrors.unauthorized();
    };
    expect((await verify()).body).toMatchObject({ verificationStatus: 'VALID', revision: 3 });
    const { credentials } = bodies.GITHUB;
    expect(seen).toEqual([credentials, { ...credentials, token: 'canary-second' }]);
    const types = (await api.eventsOf(id)).map(({ type }) => type);
    expect(types).toEqual(['IntegrationCreated', 'IntegrationUpdated', 'IntegrationVerified']);
  });

  it('answers 412 for an older revision and asks nobody', async () => {
    const { path } = await github();
    const reply = await api.asLead('POST', `${path}/verify`, undefined, { 'if-match': '"7"' });
    expect([reply.status, api.service.asked]).toEqual([412, []]);
  });

  it('refuses a body', async () => {
    const { path } = await github();
    const reply = await api.asLead('POST', `${path}/verify`, { force: true });
    expect([reply.status, reply.body.fields[0].path]).toEqual([400, 'force']);
  });

  it('asks once for one Idempotency-Key', async () => {
    const { path } = await github();
    const verify = () => api.asLead('POST', `${path}/verify`, undefined, { 'idempotency-key': 'verify-1' });
    const [first, second] = [await verify(), await verify()];
    expect(second.text).toBe(first.text);
    expect(api.service.asked).toHaveLength(1);
  });
});
