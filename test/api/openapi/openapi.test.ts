// The open surface: the OpenAPI document, its page and the health, from the files that are bundled with the function.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HttpKit } from '../../../functions/_kit/http/http-handler.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { open } from '../../../functions/_kit/http/surfaces/open.ts';
import { operations } from '../../../functions/openapi/api.handler.ts';
import { manifest } from '../../../functions/openapi/manifest.ts';
import { documentsOf } from '../../../infra/documents/documents.ts';
import { manifests } from '../../../infra/manifests.ts';

const files = documentsOf(manifests).get('openapi/api.handler.ts') ?? {};
const missing = (name: string) => Object.assign(new Error(name), { code: 'ENOENT' });
const file = (name: string): Uint8Array => {
  const content = files[name];
  if (content === undefined) throw missing(name);
  return Buffer.from(content);
};
const kit = { now: () => 0, misfit: () => expect.unreachable() } as unknown as HttpKit;
const handler = httpHandler(manifest, operations, kit, { file }, open);

async function get(path: string, headers: Record<string, string> = {}) {
  const rawPath = `/api${path}`;
  const requestContext = { requestId: 'r1', http: { method: 'GET', path: rawPath } };
  const name = /^\/docs\/(.+)$/.exec(path)?.[1];
  const pathParameters = name === undefined ? {} : { file: name };
  const event = { version: '2.0', rawPath, rawQueryString: '', headers, pathParameters, requestContext };
  const reply = Object(await handler(event as never, {} as never));
  const bytes = Buffer.from(reply.body ?? '', reply.isBase64Encoded ? 'base64' : 'utf8');
  return { status: reply.statusCode, headers: reply.headers as Record<string, string>, bytes };
}

const page = async () => (await get('/docs')).bytes.toString();
const fileNames = async () =>
  [...(await page()).matchAll(/(?:src|href)="docs\/([^"]+)"/g)].map(([, name]) => name ?? '');

const DECODE: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  none: (bytes) => bytes,
};

describe('getOpenapiDocument', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
    ['', undefined],
  ])('with Accept-Encoding %j is encoded %s', async (accepted, encoding) => {
    const { status, headers, bytes } = await get('/openapi.json', { 'accept-encoding': accepted });
    expect([status, headers['content-type'], headers['content-encoding']]).toEqual([200, 'application/json', encoding]);
    expect(headers.vary).toBe('accept-encoding');
    const document = JSON.parse(String(DECODE[encoding ?? 'none']?.(bytes)));
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Windlass' } });
  });

  it('answers 304 for its ETag', async () => {
    const { etag = '' } = (await get('/openapi.json')).headers;
    const again = await get('/openapi.json', { 'if-none-match': etag });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });
});

describe('getDocsPage', () => {
  it('lets the browser run and load files of this deployment alone', async () => {
    const { status, headers } = await get('/docs');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe/);
  });

  it('has no script in itself, and names no other host', async () => {
    const text = await page();
    expect(text).not.toMatch(/<script(?![^>]*src=)|\son\w+=|https?:|\/\//);
    expect(text).toContain('spec-url="openapi.json"');
  });
});

describe('getDocsFile', () => {
  it('answers every file that the page names, to be kept for ever', async () => {
    const names = await fileNames();
    expect(names.map((name) => name.replace(/.*\./, ''))).toEqual(['css', 'js']);
    for (const name of names) {
      const { status, headers, bytes } = await get(`/docs/${name}`, { 'accept-encoding': 'br' });
      expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(headers['content-type']).toBe(`text/${name.endsWith('js') ? 'javascript' : 'css'}; charset=utf-8`);
      expect(brotliDecompressSync(bytes).length).toBeGreaterThan(50);
    }
  });

  it.each(['nothing.js', 'index.mjs', 'openapi.json', '..', 'docs.html', '%2e%2e.js', 'page.js\u0000'])(
    'answers 404 for %j',
    async (name) => {
      expect((await get(`/docs/${name}`)).status).toBe(404);
    },
  );
});

describe('getHealth', () => {
  it('answers that all is well, which nobody keeps', async () => {
    const { status, headers, bytes } = await get('/health');
    expect([status, JSON.parse(bytes.toString()), headers['cache-control']]).toEqual([
      200,
      { status: 'ok' },
      'no-store',
    ]);
  });
});
