// Outgoing HTTP: what is sent, which redirects are followed, what a failure of the connection is called, and the limits.
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../../../../functions/_kit/outbound/outbound.ts';
import { listen, localOutbound, startHttpService } from '../../../../support/services/http-service.ts';

const CANARY = 'canary-5f1d';
describe('requests', () => {
  it.each([
    ['an object as JSON', { a: 1 }, 'application/json; charset=utf-8', '{"a":1}'],
    ['parameters as a form', new URLSearchParams({ a: 'b c' }), 'application/x-www-form-urlencoded', 'a=b+c'],
    ['a string as it is', 'plain', undefined, 'plain'],
    ['nothing as nothing', undefined, undefined, ''],
  ])('sends %s', async (_label, body, type, text) => {
    await using service = await startHttpService({ 'POST /in': { status: 204 } });
    await localOutbound.request({ method: 'POST', url: `${service.url}/in`, body });
    expect(service.only('POST /in')).toMatchObject({ text });
    expect(service.only('POST /in').headers['content-type']).toBe(type);
    expect(service.only('POST /in').headers['content-length']).toBe(String(text.length));
  });

  it('says who is calling and lets the caller set headers', async () => {
    await using service = await startHttpService({ 'GET /': {} });
    await localOutbound.request({ method: 'GET', url: service.url, headers: { Accept: 'text/plain' } });
    expect(service.seen[0]?.headers).toMatchObject({ 'user-agent': 'windlass', accept: 'text/plain' });
  });

  it('answers status, lower-case headers, text and JSON of any status', async () => {
    await using service = await startHttpService({
      'GET /': { status: 418, headers: { 'X-Kind': 'Tea' }, body: { pot: true } },
    });
    const reply = await localOutbound.request({ method: 'GET', url: service.url });
    expect(reply).toMatchObject({
      status: 418,
      headers: { 'x-kind': 'Tea' },
      text: '{"pot":true}',
      json: { pot: true },
    });
  });

  it('answers undefined as the JSON of what is none', async () => {
    await using service = await startHttpService({ 'GET /': { body: '<html>' } });
    expect((await localOutbound.request({ method: 'GET', url: service.url })).json).toBeUndefined();
  });
});

describe('limits', () => {
  const small = createOutbound({ allowedHosts: ['127.0.0.1'], maxBytes: 10 });

  it('takes a reply of exactly the most bytes', async () => {
    await using service = await startHttpService({ 'GET /': { body: '0123456789' } });
    expect((await small.request({ method: 'GET', url: service.url })).text).toHaveLength(10);
  });

  it('answers integration.reply_invalid for one byte more', async () => {
    await using service = await startHttpService({ 'GET /': { body: '0123456789a' } });
    await expect(small.request({ method: 'GET', url: service.url })).rejects.toMatchObject({
      code: 'integration.reply_invalid',
      message: expect.stringContaining('more than 10 bytes'),
    });
  });

  it('reads the explanation of a failure no further than 256 KiB, and answers its status (S3)', async () => {
    await using service = await startHttpService({ '*': { status: 500, body: 'x'.repeat(3 * 1024 * 1024) } });
    const reply = await localOutbound.request({ method: 'GET', url: service.url });
    expect(reply.status).toBe(500);
    expect(reply.text.length).toBeLessThanOrEqual(256 * 1024);
  });

  it('stops reading a body that never ends', async () => {
    await using service = await listen((_request, reply) => {
      const pour = () => {
        while (reply.write('x'.repeat(1024)));
      };
      reply.on('drain', pour);
      pour();
    });
    await expect(small.request({ method: 'GET', url: service.url })).rejects.toMatchObject({
      code: 'integration.reply_invalid',
    });
  });

  it.each([
    ['never answers', () => undefined],
    ['stops in the middle of its answer', (reply: { write(text: string): unknown }) => reply.write('{')],
  ])('answers integration.unavailable when the service %s', async (_label, behave) => {
    await using service = await listen((_request, reply) => void behave(reply));
    await expect(localOutbound.request({ method: 'GET', url: service.url, timeoutMs: 40 })).rejects.toMatchObject({
      code: 'integration.unavailable',
      message: expect.stringContaining('longer than 40 ms'),
    });
  });

  it('counts redirects into the one deadline', async () => {
    await using service = await listen((_request, reply) => {
      setTimeout(() => reply.writeHead(302, { location: '/' }).end(), 25);
    });
    await expect(localOutbound.request({ method: 'GET', url: service.url, timeoutMs: 60 })).rejects.toMatchObject({
      code: 'integration.unavailable',
    });
  });
});

describe('connections', () => {
  it('answers integration.unavailable when nobody listens', async () => {
    const service = await startHttpService({});
    await service[Symbol.asyncDispose]();
    await expect(localOutbound.request({ method: 'GET', url: service.url })).rejects.toMatchObject({
      code: 'integration.unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('answers integration.unavailable when a name does not resolve', async () => {
    const lookup: LookupFunction = (name, _options, callback) =>
      callback(Object.assign(new Error(`getaddrinfo ${name}`), { code: 'ENOTFOUND' }), []);
    const outbound = createOutbound({ allowedHosts: [], lookup });
    await expect(outbound.request({ method: 'GET', url: 'http://nowhere.example/' })).rejects.toMatchObject({
      code: 'integration.unavailable',
    });
  });

  it('answers integration.unavailable when the connection breaks', async () => {
    await using service = await listen((request) => void request.socket.destroy());
    await expect(localOutbound.request({ method: 'POST', url: service.url })).rejects.toMatchObject({
      code: 'integration.unavailable',
    });
  });

  it('answers integration.reply_invalid when the service speaks no HTTP', async () => {
    await using service = await listen((request) => void request.socket.end('SSH-2.0-OpenSSH\r\n'));
    await expect(localOutbound.request({ method: 'POST', url: service.url })).rejects.toMatchObject({
      code: 'integration.reply_invalid',
    });
  });

  it('answers integration.refused for a credential that no header can hold, without quoting it', async () => {
    const headers = { authorization: `Bearer ${CANARY}\n` };
    const refusal = localOutbound.request({ method: 'GET', url: 'http://127.0.0.1:9/', headers });
    await expect(refusal).rejects.toMatchObject({ code: 'integration.refused' });
    await expect(refusal).rejects.not.toThrow(CANARY);
  });

  it('keeps a connection for the next request', async () => {
    const ports = new Set<number | undefined>();
    await using service = await listen((request, reply) => {
      ports.add(request.socket.remotePort);
      reply.end('ok');
    });
    const outbound = createOutbound({ allowedHosts: ['127.0.0.1'] });
    for (let turn = 0; turn < 3; turn += 1) await outbound.request({ method: 'GET', url: service.url });
    expect(ports.size).toBe(1);
  });

  it.each([
    ['GET', 'answers', { status: 200 }],
    ['POST', 'does not repeat', undefined],
  ] as const)('after an idle connection was closed by the service, %s %s', async (method, _label, answer) => {
    const served = new Map<unknown, number>();
    await using service = await listen((request, reply) => {
      const count = (served.get(request.socket) ?? 0) + 1;
      served.set(request.socket, count);
      // The second request on a connection meets a service that closed it meanwhile.
      if (count > 1) request.socket.destroy();
      else reply.end('ok');
    });
    const outbound = createOutbound({ allowedHosts: ['127.0.0.1'] });
    await outbound.request({ method: 'GET', url: service.url });
    const second = outbound.request({ method, url: service.url });
    if (answer) await expect(second).resolves.toMatchObject(answer);
    else await expect(second).rejects.toMatchObject({ code: 'integration.unavailable' });
  });

  it('answers integration.refused and the reason when a certificate is not trusted', async () => {
    const server = https.createServer({ key: SELF_SIGNED.key, cert: SELF_SIGNED.certificate }, (_request, reply) =>
      reply.end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const refusal = localOutbound.request({ method: 'GET', url: `https://127.0.0.1:${port}/` });
    await expect(refusal).rejects.toMatchObject({
      code: 'integration.refused',
      message: expect.stringMatching(/the certificate of 127\.0\.0\.1:\d+ is not valid \([A-Z_]+\)/),
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['a time-out', { timeoutMs: 30 }, () => undefined],
    ['a broken connection', {}, (request: IncomingMessage) => request.socket.destroy()],
    [
      'a redirect elsewhere',
      {},
      (_request: IncomingMessage, reply: ServerResponse) =>
        reply.writeHead(302, { location: `http://elsewhere.example/?token=${CANARY}` }).end(),
    ],
  ])('names neither query nor header nor body in the error of %s', async (_label, options, behave) => {
    await using service = await listen((request, reply) => void behave(request, reply));
    const failure = await localOutbound
      .request({
        method: 'POST',
        url: `${service.url}/path?token=${CANARY}`,
        headers: { authorization: CANARY },
        body: { secret: CANARY },
        ...options,
      })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(`${(failure as Error).message} ${JSON.stringify(failure)} ${(failure as Error).stack}`).not.toContain(
      CANARY,
    );
    expect((failure as Error).message).toContain('/path');
  });
});

/** Made for this test and trusted by nobody. */
const SELF_SIGNED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgh+mUaulJgCNeUxSW
PHNfoFp1NHLaT6LqYoR4BAMWmpShRANCAASxA2r56nbDkuUQ4UuytFXE+5VU5Dhy
0KAT7A4O9bfQ/5IodsoKi89pWEBi3OIZY6a2Z8UqDf2Qx+GWsZFIAKFw
-----END PRIVATE KEY-----`,
  certificate: `-----BEGIN CERTIFICATE-----
MIIBiDCCAS2gAwIBAgIUC2he+h9TcEAFvqz9ZtAbT+fvb94wCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNd2luZGxhc3MudGVzdDAgFw0yNjExMjEwNTE2NDhaGA8yMTI2
MTAyODA1MTY0OFowGDEWMBQGA1UEAwwNd2luZGxhc3MudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABLEDavnqdsOS5RDhS7K0VcT7lVTkOHLQoBPsDg71t9D/
kih2ygqLz2lYQGLc4hljprZnxSoN/ZDH4ZaxkUgAoXCjUzBRMB0GA1UdDgQWBBQY
KS/uP21WRnBpAfQuKhknOj0JoTAfBgNVHSMEGDAWgBQYKS/uP21WRnBpAfQuKhkn
Oj0JoTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCA2SBXWVTC
V9olBbNpprZ8EVxvB9x88PE8K3sQ0owLawIhAL4gHPuTLRqbu5zBZ8lHT2yYA8k2
FNtpKVlmBUYYAO3B
-----END CERTIFICATE-----`,
};
