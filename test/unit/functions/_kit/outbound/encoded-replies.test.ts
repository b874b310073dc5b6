// Replies that a service compresses although nobody asked for it.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createOutbound } from '../../../../../functions/_kit/outbound/outbound.ts';
import { listen } from '../../../../support/services/http-service.ts';

const MOST = 1_000;
const outbound = createOutbound({ allowedHosts: ['127.0.0.1'], maxBytes: MOST });
const TEXT = JSON.stringify({ message: 'Bad credentials' });

async function reply(encoding: string, body: Buffer, { status = 200, method = 'GET' as 'GET' | 'HEAD' } = {}) {
  await using service = await listen((_, answer) => {
    answer.writeHead(status, { 'content-encoding': encoding });
    answer.end(body);
  });
  return await outbound.request({ method, url: service.url });
}

it.each([
  ['gzip', gzipSync(TEXT)],
  ['GZIP', gzipSync(TEXT)],
  ['x-gzip', gzipSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['identity', Buffer.from(TEXT)],
])('reads a body of %s', async (encoding, body) => {
  expect(await reply(encoding, body)).toMatchObject({ text: TEXT, json: { message: 'Bad credentials' } });
  expect(await reply(encoding, body, { status: 401 })).toMatchObject({ status: 401, text: TEXT });
});

it.each([
  ['nothing', Buffer.alloc(0), 'GET'],
  ['the header of a body', gzipSync(TEXT), 'HEAD'],
] as const)('reads %s as an empty text', async (_, body, method) => {
  expect(await reply('gzip', body, { method })).toMatchObject({ status: 200, text: '' });
});

it.each([
  ['that is not encoded as it says', Buffer.from(TEXT)],
  ['with more content than is read', gzipSync('x'.repeat(MOST + 1))],
])('answers integration.reply_invalid for a body %s', async (_, body) => {
  await expect(reply('gzip', body)).rejects.toMatchObject({ code: 'integration.reply_invalid' });
});

it('keeps the status of a failure whose body is not encoded as it says', async () => {
  expect(await reply('gzip', Buffer.from(TEXT), { status: 429 })).toMatchObject({ status: 429, text: '' });
});
