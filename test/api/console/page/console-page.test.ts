// The console's page: one document for every address, and files under names that change with their content.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type HttpKit, httpHandler } from '../../../../functions/_kit/http/http-handler.ts';
import { open } from '../../../../functions/_kit/http/surfaces/open.ts';
import { operations } from '../../../../functions/console/page/api.handler.ts';
import { manifest } from '../../../../functions/console/page/manifest.ts';
import { documentsOf } from '../../../../infra/documents/documents.ts';
import { manifests } from '../../../../infra/manifests.ts';

const KB = 1024;
/** The screens on which people arrive, by links and after signing in. */
const FIRST_SCREENS = ['needs-you', 'releases', 'release', 'approval'];
const MOST_FIRST_KB = 130;
/** Editors of runbooks bring Markdown. */
const MOST_KB = 135;

const files = documentsOf(manifests).get('console/page/api.handler.ts') ?? {};
const file = (name: string): Uint8Array => {
  const content = files[name];
  if (content === undefined) throw Object.assign(new Error(name), { code: 'ENOENT' });
  return Buffer.from(content);
};
const kit = { now: () => 0, misfit: () => expect.unreachable() } as unknown as HttpKit;
const handler = httpHandler(manifest, operations, kit, { file }, open);

type Texts = Readonly<Record<string, string>>;

async function get(rawPath: string, headers: Texts = {}, queryStringParameters?: Texts) {
  const requestContext = { requestId: 'r1', http: { method: 'GET', path: rawPath } };
  const name = /^\/console\/assets\/(.+)$/.exec(rawPath)?.[1];
  const pathParameters = name === undefined ? {} : { file: name };
  const event = {
    ...{ version: '2.0', rawPath, rawQueryString: '', headers, pathParameters, requestContext },
    ...(queryStringParameters && { queryStringParameters }),
  };
  const reply = Object(await handler(event as never, {} as never));
  const bytes = Buffer.from(reply.body ?? '', reply.isBase64Encoded ? 'base64' : 'utf8');
  return { status: reply.statusCode, headers: reply.headers as Record<string, string>, bytes };
}

const assetsOf = (text: string) =>
  [...text.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
const document = async () => (await get('/console')).bytes.toString();

function isTheDocument(path: string): void {
  it('answers the same document, which a browser asks for again', async () => {
    const { status, headers, bytes } = await get(path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect(bytes.toString()).toBe(await document());
    expect((await get(path, { 'if-none-match': headers.etag ?? '' })).status).toBe(304);
  });

  it('leaves the query to the page', async () => {
    expect((await get(path, {}, { status: 'RELEASED' })).status).toBe(200);
  });

  it('lets the browser run, load and ask this deployment alone', async () => {
    const { headers } = await get(path);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
  });
}

describe('getConsole', () => isTheDocument('/console'));
describe('getConsolePage', () => isTheDocument('/console/acme/releases/payments-app@1.5.0'));

describe('getConsolePage', () => isTheDocument('/console/acme/'));

describe('the document', () => {
  it('has no script or style in itself, and names no other host', async () => {
    const text = await document();
    expect(text).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|https?:/);
    expect(assetsOf(text)).toHaveLength(3);
  });
});

describe('getConsoleFile', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('answers the files of the document for ever, encoded %s', async (encoding, decode) => {
    for (const path of assetsOf(await document())) {
      const { status, headers, bytes } = await get(path, { 'accept-encoding': encoding });
      expect([status, headers['content-encoding'], headers['cache-control']]).toEqual([
        200,
        encoding,
        'public, max-age=31536000, immutable',
      ]);
      expect(decode(bytes).length).toBeGreaterThan(0);
    }
  });

  it.each(['missing-12345678.js', 'console.html', 'main.js.br', '..', 'api.mjs'])(
    'answers 404 for %s',
    async (name) => {
      expect((await get(`/console/assets/${name}`)).status).toBe(404);
    },
  );
});

describe('the scripts of a screen', () => {
  /** A script with all that it imports before it runs. */
  const loaded = (name: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(name)) return seen;
    seen.add(name);
    const text = gunzipSync(file(`${name}.gz`)).toString();
    for (const [, other = ''] of text.matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)) loaded(other, seen);
    return seen;
  };
  const names = Object.keys(files).flatMap((name) => /^(.+\.js)\.gz$/.exec(name)?.[1] ?? []);

  const screens = names.filter((name) => !name.startsWith('main-') && !name.startsWith('chunk-'));
  const stemOf = (name: string) => name.replace(/-[A-Z0-9]{8}\.js$/, '');
  const most = (name: string) => (FIRST_SCREENS.includes(stemOf(name)) ? MOST_FIRST_KB : MOST_KB);

  it('are those of every screen on which people arrive', () => {
    expect(screens.map(stemOf)).toEqual(expect.arrayContaining(FIRST_SCREENS));
  });

  it.each(screens.map((name) => [name, most(name)] as const))('with %s have at most %i KB of gzip', (screen, kb) => {
    const main = names.find((name) => name.startsWith('main-')) ?? '';
    const all = loaded(screen, loaded(main));
    const size = [...all].reduce((sum, name) => sum + file(`${name}.gz`).length, 0);
    expect(size).toBeLessThanOrEqual(kb * KB);
  });
});
