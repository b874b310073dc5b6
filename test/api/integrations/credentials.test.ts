// Credentials never come back: every credential of every type holds a canary, and nothing that leaves the API or is
// written down may hold one.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { logger } from '../../../functions/_kit/logger.ts';
import type { ApiReply } from '../../support/http.ts';
import { bodies, type Fixture, isPipeline, segmentOf, startIntegrations } from './fixture.ts';

let api: Fixture;
const logged: unknown[] = [];
beforeAll(async () => {
  api = await startIntegrations();
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(logger, level).mockImplementation((...entry) => {
      logged.push(...entry.map((part) => (part instanceof Error ? `${part.stack}` : part)));
    });
  }
});
afterEach(() => {
  logged.length = 0;
});
afterAll(() => {
  vi.restoreAllMocks();
  return api.stop();
});

/** In any of the forms in which a service or a library might quote it. */
const holdsCanary = (text: string) =>
  /canary/i.test(text) || text.includes(Buffer.from('canary-').toString('base64').slice(0, 9));

const typesWithCredentials = (Object.keys(bodies) as IntegrationType[]).filter(
  (type) => Object.keys(bodies[type].credentials).length > 0,
);

describe.each(typesWithCredentials)('the credentials of a %s', (type) => {
  const secrets: string[] = Object.values(bodies[type].credentials);

  it('appear in no reply, item, event, audit entry or log', async () => {
    const replies: ApiReply[] = [];
    const lead = async (...request: Parameters<Fixture['asLead']>) => {
      const reply = await api.asLead(...request);
      replies.push(reply);
      return reply;
    };
    const root = `/integrations/${segmentOf[type]}`;
    const config = { ...bodies[type].config, ...(isPipeline(type) ? await api.createPair() : {}) };
    const body = { ...bodies[type], config, name: `secretive ${type}` };
    const { id: integrationId } = (await lead('POST', root, body, { 'idempotency-key': `leak-${type}` })).body;
    const path = `${root}/${integrationId}`;
    await lead('POST', root, body);
    await lead('POST', root, { ...body, credentials: secrets });
    await lead('POST', root, { ...body, credentials: { ...body.credentials, other: secrets[0] } });
    await lead('GET', path);
    await lead('GET', root);
    await lead('PATCH', path, { credentials: bodies[type].credentials });
    await lead('PATCH', path, { credentials: { ...bodies[type].credentials, [`${secrets.length}`]: secrets[0] } });
    for (const said of [
      ...secrets,
      encodeURIComponent(secrets.join()),
      Buffer.from(secrets[0] ?? '').toString('base64'),
    ]) {
      const detail = `the service quoted ${said} back`;
      api.service.answer = () => Promise.reject(integrationErrors.unauthorized({ detail }));
      const { body } = await lead('POST', `${path}/verify`);
      expect(body.verificationError).toMatch(/^the service quoted .*\[redacted\]/s);
      api.service.answer = () => Promise.reject(new Error(detail));
      await lead('POST', `${path}/verify`);
    }
    await lead('DELETE', path);

    expect(replies.filter(({ text, headers }) => holdsCanary(text + JSON.stringify(headers)))).toEqual([]);
    expect((await api.items()).map((item) => JSON.stringify(item)).filter(holdsCanary)).toEqual([]);
    expect(logged.length).toBeGreaterThan(0);
    expect(holdsCanary(JSON.stringify(logged))).toBe(false);
  });
});

describe('the credentials of one integration', () => {
  it('cannot be opened as those of another', async () => {
    const [mine, other] = [await api.create('scm', bodies.GITHUB), await api.create('scm', bodies.GITHUB)];
    const sealed = String((await api.secretOf(mine.id))?.sealed);
    await expect(api.sealer.open('0192f000-0000-7000-8000-000000000001', other.id, sealed)).rejects.toThrow(
      'InvalidCiphertext',
    );
  });
});
