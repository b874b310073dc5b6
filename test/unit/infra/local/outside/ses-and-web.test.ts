// The stand-ins for Amazon SES and for a deployment endpoint: what they take, and what they refuse.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NOW, openWorld } from './world-fixture.ts';

describe('Amazon SES', () => {
  const SEND = 'POST /v2/email/outbound-emails';
  const authorization = (key = 'AKIDEXAMPLE') =>
    `AWS4-HMAC-SHA256 Credential=${key}/20260302/us-east-1/ses/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
  const text = (Data: string) => ({ Data, Charset: 'UTF-8' });
  const mail = (over: object = {}, simple: object = {}) => ({
    FromEmailAddress: '"Acme" <releases@acme.example>',
    Destination: { ToAddresses: ['team@acme.example'] },
    Content: { Simple: { Subject: text('Released'), Body: { Text: text('It is out.') }, ...simple } },
    ...over,
  });
  const send = (json: unknown, headers: Record<string, string> = { authorization: authorization() }) =>
    openWorld().asking('ses', headers)(SEND, { json });

  it('answers an id for a mail', async () => {
    const { status, body } = await send(mail());
    expect({ status, body }).toEqual({ status: 200, body: { MessageId: expect.stringMatching(/^01000199/) } });
  });

  it.each([
    ['without a signature', {}, 'MissingAuthenticationTokenException'],
    [
      'signed for another service',
      { authorization: authorization().replace('/ses/', '/s3/') },
      'MissingAuthenticationTokenException',
    ],
    ['by an unknown key', { authorization: authorization('AKIDINVALID') }, 'UnrecognizedClientException'],
    ['by an expired key', { authorization: authorization('AKIDEXPIRED') }, 'ExpiredTokenException'],
  ])('refuses a request %s', async (_label, headers, type) => {
    expect(await send(mail(), headers as Record<string, string>)).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': type },
    });
  });

  const many = Array.from({ length: 51 }, (_, index) => `p${index}@acme.example`);
  it.each([
    ['no object', 'mail', 'SerializationException'],
    ['an unknown field', mail({ Subject: 'x' }), 'BadRequestException'],
    ['no sender', mail({ FromEmailAddress: 'Acme' }), 'BadRequestException'],
    ['no recipient', mail({ Destination: {} }), 'BadRequestException'],
    ['51 recipients', mail({ Destination: { ToAddresses: many } }), 'BadRequestException'],
    ['a recipient that is no address', mail({ Destination: { CcAddresses: ['team'] } }), 'BadRequestException'],
    ['no content', mail({ Content: {} }), 'BadRequestException'],
    ['no subject', mail({}, { Subject: undefined }), 'BadRequestException'],
    ['no body', mail({}, { Body: {} }), 'BadRequestException'],
    ['a header with a bad name', mail({}, { Headers: [{ Name: 'a b', Value: 'x' }] }), 'BadRequestException'],
    ['a header without a value', mail({}, { Headers: [{ Name: 'X-A' }] }), 'BadRequestException'],
    ['a header of two lines', mail({}, { Headers: [{ Name: 'X-A', Value: 'a\r\nBcc: b' }] }), 'BadRequestException'],
    ['16 headers', mail({}, { Headers: Array(16).fill({ Name: 'X-A', Value: 'x' }) }), 'BadRequestException'],
    ['a sender that is not verified', mail({ FromEmailAddress: 'unverified@acme.example' }), 'MessageRejected'],
  ])('refuses a mail with %s', async (_label, body, type) => {
    expect(await send(body)).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': type } });
  });
});

describe('a deployment endpoint', () => {
  const SECRET = `whsec_${Buffer.from('the secret of the endpoint').toString('base64')}`;
  const release = { type: 'windlass.release_requested', data: { version: '1.5.0' } };
  function signed(message: unknown, { id = 'msg_1', at = NOW, secret = SECRET } = {}) {
    const text = JSON.stringify(message);
    const timestamp = String(Math.floor(at / 1000));
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    return { text, headers };
  }
  const open = async (secret?: string) => {
    const ask = openWorld().asking('web', {});
    if (secret) expect(await ask('PUT /_secrets', { json: { secret } })).toEqual({ status: 204 });
    return ask;
  };

  it('takes a message once, however often it comes', async () => {
    const ask = await open(SECRET);
    expect(await ask('POST /deploy', signed(release))).toMatchObject({ status: 202, body: { repeated: false } });
    expect(await ask('POST /deploy', signed(release))).toMatchObject({ status: 202, body: { repeated: true } });
    expect((await ask('GET /_releases')).body).toEqual({ items: [{ version: '1.5.0' }] });
  });

  it('answers a ping with nothing', async () => {
    expect(await (await open(SECRET))('POST /deploy', signed({ type: 'windlass.ping', data: {} }))).toEqual({
      status: 204,
    });
  });

  it.each([
    ['not signed', { text: '{}', headers: {} }],
    ['signed with another secret', signed(release, { secret: 'whsec_AAAA' })],
    ['signed six minutes ago', signed(release, { at: NOW - 360_000 })],
    ['changed after it was signed', { ...signed(release), text: '{}' }],
    ['with an id that could end early', signed(release, { id: 'msg.1' })],
  ])('refuses a message that is %s', async (_label, message) => {
    expect((await (await open(SECRET))('POST /deploy', message)).status).toBe(401);
  });

  it('wants a signature that looks right while it has no secret', async () => {
    const ask = await open();
    expect((await ask('POST /deploy', signed(release, { secret: 'whsec_AAAA' }))).status).toBe(202);
    const { text, headers } = signed(release);
    const broken = { text, headers: { ...headers, 'webhook-signature': 'v1,AAAA' } };
    expect((await ask('POST /deploy', broken)).status).toBe(401);
  });

  it.each([
    ['/missing', release, 404],
    ['/gone', release, 410],
    ['/deploy', { type: 'x' }, 400],
    ['/deploy', { type: 'windlass.release_requested', data: {} }, 422],
  ])('at %s with %j is answered %s', async (path, message, status) => {
    expect((await (await open(SECRET))(`POST ${path}`, signed(message))).status).toBe(status);
  });

  it('refuses a secret that is none', async () => {
    expect((await (await open())('PUT /_secrets', { json: { secret: 'x' } })).status).toBe(400);
  });
});
