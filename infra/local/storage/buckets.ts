// S3 of the local runtime, path-style under /_local/s3: objects are files under DATA/buckets, known by rows of the database.
// Called by dispatch.ts. Presigned URLs are held to their expiry and their signer's grants; signatures are not checked.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../contracts.ts';
import type { AuthorizeCall } from '../gateway/callers.ts';
import type { GatewayHandler, GatewayReply, GatewayRequest } from '../gateway/server.ts';
import type { BucketModel } from '../template/model.ts';

export interface BucketsOptions {
  readonly db: DatabaseSync;
  /** The data directory. */
  readonly data: string;
  readonly buckets: readonly BucketModel[];
  readonly authorize: AuthorizeCall;
  readonly now: () => number;
}

interface ObjectRow {
  readonly name: string;
  readonly file: string;
  readonly etag: string;
  readonly size: number;
  readonly modified: number;
  /** JSON of the headers that come back as they were put. */
  readonly headers: string;
}

const LONGEST_PAGE = 1000;
const KEPT_HEADERS = /^(?:content-type|content-disposition|content-encoding|cache-control|x-amz-meta-.+)$/;

/** Serves PutObject, GetObject, HeadObject, DeleteObject and ListObjectsV2; anything else is NotImplemented. */
export function createBuckets({ db, data, buckets, authorize, now }: BucketsOptions): GatewayHandler {
  const folder = join(data, 'buckets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  db.exec(`CREATE TABLE IF NOT EXISTS s3_objects (bucket TEXT, name TEXT, file TEXT NOT NULL, etag TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL, PRIMARY KEY (bucket, name))`);
  const select = db.prepare('SELECT * FROM s3_objects WHERE bucket = ? AND name = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO s3_objects VALUES (?, ?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM s3_objects WHERE bucket = ? AND name = ?');
  const page = db.prepare(
    'SELECT * FROM s3_objects WHERE bucket = ? AND name > ? AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?',
  );
  const find = (bucket: string, key: string) => select.get(bucket, key) as unknown as ObjectRow | undefined;

  const put = (bucket: string, key: string, { body, headers }: GatewayRequest): GatewayReply => {
    if (headers['content-encoding']?.includes('aws-chunked')) throw notImplemented('aws-chunked bodies');
    const old = find(bucket, key);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name));
    const file = randomUUID();
    // The row makes the object: a kill before it leaves a file nobody knows, never half an object.
    writeFileSync(join(folder, file), body, { mode: 0o600 });
    upsert.run(bucket, key, file, etag, body.length, now(), JSON.stringify(Object.fromEntries(kept)));
    if (old) rmSync(join(folder, old.file), { force: true });
    return { status: 200, headers: { etag } };
  };

  const get = (bucket: string, key: string, withBody: boolean): GatewayReply => {
    const row = find(bucket, key);
    if (!row) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    const headers = {
      ...(JSON.parse(row.headers) as Record<string, string>),
      etag: row.etag,
      'last-modified': new Date(row.modified).toUTCString(),
      'content-length': String(row.size),
    };
    return withBody ? { status: 200, headers, body: readFileSync(join(folder, row.file)) } : { status: 200, headers };
  };

  const drop = (bucket: string, key: string): GatewayReply => {
    const row = find(bucket, key);
    remove.run(bucket, key);
    if (row) rmSync(join(folder, row.file), { force: true });
    return { status: 204 };
  };

  const list = (bucket: string, query: URLSearchParams): GatewayReply => {
    if (query.has('delimiter')) throw notImplemented('delimiter');
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const limit = Math.min(Number(query.get('max-keys') ?? LONGEST_PAGE), LONGEST_PAGE);
    const rows = page.all(bucket, after, prefix.length, prefix, limit + 1) as unknown as ObjectRow[];
    return xml(200, listing(bucket, prefix, rows.slice(0, limit), rows.length > limit));
  };

  const answer = (request: GatewayRequest): GatewayReply => {
    const [, bucket = '', ...rest] = request.path.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const query = new URLSearchParams(request.rawQuery);
    if (!buckets.some(({ name }) => name === bucket)) {
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    }
    const operation = operationOf(request.method, key);
    authorize(signerOf(request, query, now()), `S3.${operation}`, { Bucket: bucket, Key: key });
    if (operation === 'PutObject') return put(bucket, key, request);
    if (operation === 'DeleteObject') return drop(bucket, key);
    if (operation === 'ListBucket') return list(bucket, query);
    return get(bucket, key, request.method === 'GET');
  };

  return async (request) => {
    try {
      return answer(request);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return xml(error.code === 'AccessDeniedException' ? 403 : error.status, problem(error));
    }
  };
}

/** The IAM action of a request; a HEAD needs what a GET needs. */
function operationOf(method: string, key: string): string {
  if (method === 'GET' && key === '') return 'ListBucket';
  if (key !== '' && (method === 'GET' || method === 'HEAD')) return 'GetObject';
  if (key !== '' && method === 'PUT') return 'PutObject';
  if (key !== '' && method === 'DELETE') return 'DeleteObject';
  throw notImplemented(`${method} ${key === '' ? 'on a bucket' : 'on an object'}`);
}

/** The access key that signed the request, by header or presigned query. */
function signerOf({ headers }: GatewayRequest, query: URLSearchParams, now: number): string {
  const presigned = query.get('X-Amz-Credential');
  const signer = presigned?.split('/')[0] ?? /Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
  if (!signer) throw new AwsError('AccessDenied', 'Access Denied', 403);
  if (presigned === null) return signer;
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const signedAt = Date.parse(
    `${date?.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time?.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`,
  );
  const until = signedAt + Number(query.get('X-Amz-Expires')) * 1000;
  if (!(now < until)) throw new AwsError('AccessDenied', 'Request has expired', 403);
  return signer;
}

function listing(bucket: string, prefix: string, rows: readonly ObjectRow[], isTruncated: boolean): string {
  const contents = rows.map(
    ({ name, etag, size, modified }) =>
      `<Contents><Key>${escapeXml(name)}</Key><LastModified>${new Date(modified).toISOString()}</LastModified>` +
      `<ETag>${escapeXml(etag)}</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const next = isTruncated
    ? `<NextContinuationToken>${escapeXml(rows.at(-1)?.name ?? '')}</NextContinuationToken>`
    : '';
  return (
    `<ListBucketResult><Name>${bucket}</Name><Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${rows.length}</KeyCount>` +
    `<IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`
  );
}

function problem({ code, message }: AwsError): string {
  return `<Error><Code>${code.replace(/Exception$/, '')}</Code><Message>${escapeXml(message)}</Message></Error>`;
}

function xml(status: number, body: string): GatewayReply {
  const headers = { 'content-type': 'application/xml' };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `${what} is not supported`, 501);
}
