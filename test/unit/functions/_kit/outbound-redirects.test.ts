// Redirects of outgoing HTTP: on the same origin alone, and never from a write to a read.
import { describe, expect, it } from 'vitest';
import { localOutbound, startHttpService } from '../../../support/services/http-service.ts';

const CANARY = 'canary-5f1d';

describe('redirects', () => {
  it('follows three on the same host, with the credential', async () => {
    await using service = await startHttpService({
      'GET /1': { status: 301, headers: { location: '/2' } },
      'GET /2': { status: 302, headers: { location: '/3' } },
      'GET /3': { status: 307, headers: { location: '/4' } },
      'GET /4': (request) => ({ body: request.headers.authorization }),
    });
    const reply = await localOutbound.request({
      method: 'GET',
      url: `${service.url}/1`,
      headers: { authorization: 'Bearer t' },
    });
    expect(reply.text).toBe('Bearer t');
  });

  it('refuses the fourth', async () => {
    await using service = await startHttpService({ 'GET /': { status: 302, headers: { location: '/' } } });
    const refusal = localOutbound.request({ method: 'GET', url: service.url });
    await expect(refusal).rejects.toMatchObject({ code: 'integration.refused' });
    expect(service.seen).toHaveLength(4);
  });

  it.each([
    ['another host', 'http://elsewhere.example/', 'redirects to http://elsewhere.example'],
    ['another port', 'http://127.0.0.1:1/', 'redirects to http://127.0.0.1:1'],
    ['the same host by https on another port (S15)', 'https://127.0.0.1:1/', 'redirects to https://127.0.0.1:1'],
    ['the same host by https (S15)', 'https://127.0.0.1/', 'redirects to https://127.0.0.1'],
    ['another scheme', 'file:///etc/passwd', 'must be an http or https URL'],
    ['a URL with a password', 'http://a:b@127.0.0.1/', 'must not carry a user name or password'],
  ])('refuses one to %s and sends it nothing', async (_label, location, words) => {
    await using service = await startHttpService({ 'GET /': { status: 302, headers: { location } } });
    const refusal = localOutbound.request({ method: 'GET', url: service.url, headers: { authorization: CANARY } });
    await expect(refusal).rejects.toMatchObject({
      code: 'integration.refused',
      message: expect.stringContaining(words),
    });
    expect(service.seen).toHaveLength(1);
  });

  const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
  const ASKS_FOR_A_GET = [301, 302, 303].flatMap((status) => WRITES.map((method) => [status, method] as const));

  it.each(ASKS_FOR_A_GET)(
    'refuses %i of a %s, saying where it redirects, and reads nothing there (K3)',
    async (status, method) => {
      await using service = await startHttpService({
        '*': ({ path }) =>
          path === '/there' ? { body: { ok: true } } : { status, headers: { location: '/there?x=1' } },
      });
      const refusal = localOutbound.request({ method, url: `${service.url}/in`, body: { a: 1 } });
      await expect(refusal).rejects.toMatchObject({
        code: 'integration.refused',
        message: `${method} ${new URL(service.url).host}/in: redirects (${status}) to ${service.url}/there and did nothing`,
      });
      expect(service.seen).toHaveLength(1);
    },
  );

  it.each([307, 308].flatMap((status) => WRITES.map((method) => [status, method] as const)))(
    'follows %i of a %s on the same origin with the same method and body',
    async (status, method) => {
      await using service = await startHttpService({
        [`${method} /`]: { status, headers: { location: '/there' } },
        [`${method} /there`]: {},
      });
      await localOutbound.request({ method, url: service.url, body: { a: 1 } });
      expect(service.only(`${method} /there`).text).toBe('{"a":1}');
    },
  );

  it.each([307, 308])('refuses %i of a POST to another origin and sends it nothing (K3)', async (status) => {
    await using elsewhere = await startHttpService({ 'POST /': {} });
    await using service = await startHttpService({ 'POST /': { status, headers: { location: elsewhere.url } } });
    const refusal = localOutbound.request({ method: 'POST', url: service.url, body: { a: 1 } });
    await expect(refusal).rejects.toMatchObject({
      code: 'integration.refused',
      message: expect.stringContaining(`redirects to ${elsewhere.url}`),
    });
    expect(elsewhere.seen).toHaveLength(0);
  });
});
