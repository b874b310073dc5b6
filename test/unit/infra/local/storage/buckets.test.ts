// S3's objects on disk: what is put comes back, listings page, presigned URLs expire, errors are S3's.
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../../../infra/local/contracts.ts';
import type { GatewayRequest } from '../../../../../infra/local/gateway/server.ts';
import { createBuckets } from '../../../../../infra/local/storage/buckets.ts';
import { temporaryDirectory } from '../../../../support/assembly.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=worker/20260101/us-east-1/s3/aws4_request, Signature=x' };

function setUp() {
  const handle = createBuckets({
    db: new DatabaseSync(':memory:'),
    data: temporaryDirectory(),
    buckets: [{ logicalId: 'Files', name: 'files', arn: 'arn:aws:s3:::files' }],
    authorize: (caller, target) => {
      if (caller === 'stranger') throw new AwsError('AccessDeniedException', `${caller} may not ${target}`);
    },
    now: () => NOW,
  });
  return async (method: string, url: string, fields: Partial<GatewayRequest> = {}) => {
    const [path = '', rawQuery = ''] = url.split('?');
    const base = { body: Buffer.alloc(0), protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', headers: SIGNED };
    const reply = await handle({ method, path, rawQuery, ...base, ...fields });
    return { ...reply, text: String(reply.body ?? '') };
  };
}

const put = { headers: { ...SIGNED, 'content-type': 'text/plain', 'x-amz-meta-a': '1' }, body: Buffer.from('hello') };

describe('an object', () => {
  test('comes back as it was put', async () => {
    const s3 = setUp();
    expect((await s3('PUT', '/files/a/b%20c', put)).status).toBe(200);
    const reply = await s3('GET', '/files/a/b%20c');
    expect(reply).toMatchObject({
      status: 200,
      text: 'hello',
      headers: { 'content-type': 'text/plain', 'x-amz-meta-a': '1' },
    });
    expect(await s3('HEAD', '/files/a/b%20c')).toMatchObject({ text: '', headers: { 'content-length': '5' } });
  });

  test('is replaced by a newer one', async () => {
    const s3 = setUp();
    await s3('PUT', '/files/a', put);
    await s3('PUT', '/files/a', { ...put, body: Buffer.from('new') });
    expect((await s3('GET', '/files/a')).text).toBe('new');
  });

  test('is gone after a deletion, which may be repeated', async () => {
    const s3 = setUp();
    await s3('PUT', '/files/a', put);
    expect((await s3('DELETE', '/files/a')).status).toBe(204);
    expect((await s3('DELETE', '/files/a')).status).toBe(204);
    expect(await s3('GET', '/files/a')).toMatchObject({ status: 404, text: expect.stringContaining('NoSuchKey') });
  });
});

test('a listing has the prefix and goes page by page', async () => {
  const s3 = setUp();
  for (const key of ['a/1', 'a/2', 'a/3', 'b']) await s3('PUT', `/files/${key}`, put);
  const first = (await s3('GET', '/files?list-type=2&prefix=a/&max-keys=2')).text;
  expect([...first.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key)).toEqual(['a/1', 'a/2']);
  const token = /<NextContinuationToken>(.*?)</.exec(first)?.[1] ?? '';
  const second = (await s3('GET', `/files?list-type=2&prefix=a/&continuation-token=${encodeURIComponent(token)}`)).text;
  expect(second).toContain('<IsTruncated>false</IsTruncated>');
  expect(second).toContain('<Key>a/3</Key>');
});

describe('access', () => {
  const presigned = (seconds: number, signer = 'worker') =>
    `/files/a?X-Amz-Credential=${signer}%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T115900Z&X-Amz-Expires=${seconds}`;
  const cases: [string, string, Partial<GatewayRequest>, number, string][] = [
    ['by a presigned URL is given', presigned(61), { headers: {} }, 200, 'hello'],
    ['by a presigned URL that expired is refused', presigned(60), { headers: {} }, 403, 'Request has expired'],
    [
      "by a presigned URL beyond its signer's role is refused",
      presigned(61, 'stranger'),
      { headers: {} },
      403,
      'stranger may not',
    ],
    ['without a signature is refused', '/files/a', { headers: {} }, 403, 'AccessDenied'],
    ['to a bucket there is not is refused', '/other/a', {}, 404, 'NoSuchBucket'],
  ];
  test.each(cases)('%s', async (_name, url, fields, status, text) => {
    const s3 = setUp();
    await s3('PUT', '/files/a', put);
    expect(await s3('GET', url, fields)).toMatchObject({ status, text: expect.stringContaining(text) });
  });

  test('to what is not supported says so', async () => {
    expect(await setUp()('POST', '/files/a')).toMatchObject({
      status: 501,
      text: expect.stringContaining('NotImplemented'),
    });
  });
});
