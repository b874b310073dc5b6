// The local S3 through the client of functions and the AWS endpoint: objects are written once, and everything else is refused.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createObjectStore } from '../../../../../functions/_kit/outbound/object-store.ts';
import { AwsError } from '../../../../../infra/local/contracts.ts';
import { createAwsEndpoint } from '../../../../../infra/local/gateway/aws/aws-endpoint.ts';
import { type Gateway, type GatewayRequest, listen } from '../../../../../infra/local/gateway/server.ts';
import { createObjects } from '../../../../../infra/local/storage/objects.ts';
import { temporaryDirectory } from '../../../../support/scratch/temporary-directory.ts';

const BUCKET = { logicalId: 'Evidence', arn: 'arn:aws:s3:::evidence', name: 'evidence' };
const credentials = { accessKeyId: 'a-function', secretAccessKey: 'secret', sessionToken: 'token' };

let gateway: Gateway;
let denied: string | undefined;
const asked: [string, unknown][] = [];
const data = temporaryDirectory();
const authorize = (_: unknown, target: string, input: unknown) => {
  asked.push([target, input]);
  if (target === denied) throw new AwsError('AccessDeniedException', 'not authorized');
};
const nobody = () => {
  throw new Error('for S3 alone');
};
beforeAll(async () => {
  gateway = await listen(0, () => {});
  const objects = createObjects(data, [BUCKET]);
  gateway.open(
    createAwsEndpoint({ services: [], invoker: nobody as never, dynamo: nobody, mail: nobody, objects, authorize }),
  );
});
afterAll(() => gateway.close());

const storeOf = (bucket = 'evidence') =>
  createObjectStore(bucket, { region: 'us-east-1', credentials, endpoint: gateway.url });
const bytes = (text: string) => Buffer.from(text);

describe('an object', () => {
  test('is read as it was written, and survives a restart', async () => {
    const store = storeOf();
    const content = Buffer.from([0, 255, 10, 13, 128]);
    await store.putOnce('tenant/one', content);
    expect(await store.get('tenant/one')).toEqual(content);
    const again = createObjects(data, [BUCKET]);
    const request = { method: 'GET', path: '/evidence/tenant/one', rawQuery: '', headers: {} } as never;
    expect(again(request, () => {}).body).toEqual(content);
  });

  test('is never replaced', async () => {
    const store = storeOf();
    await store.putOnce('tenant/two', bytes('first'));
    await store.putOnce('tenant/two', bytes('second'));
    expect(await store.get('tenant/two')).toEqual(bytes('first'));
  });

  test('belongs to its owner alone, and no half of one stays', async () => {
    await storeOf().putOnce('tenant/three', bytes('x'));
    const directory = join(data, 'objects', 'evidence', 'tenant');
    expect(statSync(join(directory, 'three')).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('is undefined if it is missing, also as a part of a path', async () => {
    await storeOf().putOnce('tenant/four', bytes('x'));
    for (const key of ['tenant/none', 'tenant', 'tenant/four/five']) expect(await storeOf().get(key)).toBeUndefined();
  });

  test('is written and read by the grants of the function', async () => {
    asked.length = 0;
    await storeOf().putOnce('tenant/six', bytes('x'));
    await storeOf().get('tenant/six');
    const object = { Bucket: 'evidence', Key: 'tenant/six' };
    expect(asked).toEqual([
      ['S3.PutObject', object],
      ['S3.GetObject', object],
    ]);
  });
});

describe('refused is', () => {
  test.each([
    ['S3.PutObject', () => storeOf().putOnce('tenant/denied', bytes('x'))],
    ['S3.GetObject', () => storeOf().get('tenant/denied')],
    ['S3.ListBucket', () => storeOf().get('tenant/denied')],
  ])('what the role does not allow: %s', async (target, act) => {
    denied = target;
    await expect(act()).rejects.toThrow('Amazon S3 answered 403 AccessDenied');
    denied = undefined;
  });

  test('another bucket', async () => {
    await expect(storeOf('other').get('key')).rejects.toThrow('Amazon S3 answered 404 NoSuchBucket');
  });

  const put = (headers: Record<string, string>, more: Partial<GatewayRequest> = {}): GatewayRequest => ({
    ...{ method: 'PUT', path: '/evidence/tenant/raw', rawQuery: '', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
    body: bytes('x'),
    headers,
    ...more,
  });
  const once = {
    'if-none-match': '*',
    'x-amz-checksum-sha256': createHash('sha256').update('x').digest('base64'),
  };
  test.each([
    ['a PUT that may replace', put({ 'x-amz-checksum-sha256': once['x-amz-checksum-sha256'] }), 'NotImplemented'],
    ['a wrong checksum', put({ ...once, 'x-amz-checksum-sha256': 'AAAA' }), 'BadDigest'],
    ['no checksum', put({ 'if-none-match': '*' }), 'BadDigest'],
    ['a header that means something', put({ ...once, 'x-amz-object-lock-mode': 'COMPLIANCE' }), 'NotImplemented'],
    ['a query', put(once, { rawQuery: 'uploads' }), 'NotImplemented'],
    ['a deletion', put({}, { method: 'DELETE' }), 'NotImplemented'],
    ['a path out of the bucket', put(once, { path: '/evidence/../kms/key' }), 'NotImplemented'],
    ['a key with an escape', put(once, { path: '/evidence/a%2Fb' }), 'NotImplemented'],
    ['no key', put(once, { path: '/evidence/' }), 'NotImplemented'],
  ])('%s', (_, request, code) => {
    expect(() => createObjects(data, [BUCKET])(request, () => {})).toThrow(expect.objectContaining({ code }));
  });
});
