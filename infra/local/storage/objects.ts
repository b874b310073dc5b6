// Amazon S3 of the local runtime: objects that are written once, as files under DATA/objects. Called by the AWS endpoint.
// Source: Amazon S3 API Reference, PutObject and GetObject; only what functions use: the rest is refused.
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AwsError } from '../contracts.ts';
import type { GatewayReply, GatewayRequest } from '../gateway/server.ts';
import type { BucketModel } from '../template/model.ts';

/** Checks the role of the caller; throws `AwsError`. */
export type AuthorizeObject = (operation: string, input: { readonly Bucket: string; readonly Key: string }) => void;

export type Objects = (request: GatewayRequest, authorize: AuthorizeObject) => GatewayReply;

/** Names that are safe as a path of files. */
const KEY = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/** Headers of PutObject that mean something here, or nothing on one machine; of others the meaning would be lost. */
const READ_HEADERS = ['x-amz-checksum-sha256', 'x-amz-sdk-checksum-algorithm', 'x-amz-content-sha256'];
const OF_SIGNATURE = ['x-amz-date', 'x-amz-security-token'];

const refused = (what: string) => new AwsError('NotImplemented', `${what} is not supported`, 501);

/** Answers requests by path: `/<bucket>/<key>`. Objects are readable by their owner only. */
export function createObjects(data: string, buckets: readonly BucketModel[]): Objects {
  return (request, authorize) => {
    const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/.exec(request.path) ?? [];
    if (!buckets.some(({ name }) => name === bucket)) {
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    }
    if (request.rawQuery !== '') throw refused('a request with a query');
    if (!KEY.test(key)) throw refused(`the key ${key}`);
    const file = join(data, 'objects', bucket, key);
    if (request.method === 'PUT') {
      authorize('PutObject', { Bucket: bucket, Key: key });
      return put(file, request);
    }
    if (request.method !== 'GET') throw refused(request.method);
    authorize('GetObject', { Bucket: bucket, Key: key });
    const content = contentOf(file);
    if (content) return { status: 200, headers: { etag: etagOf(content) }, body: content };
    // S3 tells only callers that may list a bucket that an object is missing.
    authorize('ListBucket', { Bucket: bucket, Key: '' });
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  };
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}

const etagOf = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

function put(file: string, { headers, body }: GatewayRequest): GatewayReply {
  if (headers['if-none-match'] !== '*') throw refused('a PUT without If-None-Match: *');
  const known = [...READ_HEADERS, ...OF_SIGNATURE];
  const strange = Object.keys(headers).find((name) => name.startsWith('x-amz-') && !known.includes(name));
  if (strange !== undefined) throw refused(`the header ${strange}`);
  const checksum = createHash('sha256').update(body).digest('base64');
  if (headers['x-amz-checksum-sha256'] !== checksum) {
    throw new AwsError('BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}.new`;
  writeFileSync(unfinished, body, { mode: 0o600 });
  try {
    // Makes the whole object appear at once, and only if there is none.
    linkSync(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  } finally {
    rmSync(unfinished);
  }
  return { status: 200, headers: { etag: etagOf(body), 'x-amz-checksum-sha256': checksum } };
}
