// The typed client: what it sends, what it answers, and what the compiler refuses.
import { describe, expect, it } from 'vitest';
import { createClient } from '../../../functions/client.ts';

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** A client whose requests are answered by `status` and `body`, and kept. */
function clientOf(status: number, body: unknown) {
  const sent: Sent[] = [];
  const send: typeof fetch = async (url, init) => {
    const { method, headers, body: text } = init ?? {};
    sent.push({ url: String(url), method, headers: Object(headers), body: text && JSON.parse(String(text)) });
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    if (body === undefined) return new Response(null, { status });
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, etag: '"1"' } });
  };
  return { client: createClient({ url: 'https://windlass.test', tenant: 'acme', token: 'wl_x', send }), sent };
}

describe('a request', () => {
  it('has the parameters in its path, and is one of the credential', async () => {
    const { client, sent } = clientOf(200, {});
    const params = { release: 'app@1.0/x', integration: 'i' };
    await client.call('POST /releases/{release}/pipelines/{integration}/trigger', {
      params,
      headers: { 'if-match': '*' },
    });
    expect(sent).toEqual([
      {
        url: 'https://windlass.test/api/v1/acme/releases/app%401.0%2Fx/pipelines/i/trigger',
        method: 'POST',
        headers: { authorization: 'Bearer wl_x', 'if-match': '*' },
        body: undefined,
      },
    ]);
  });

  it.each([
    [{ limit: 5, cursor: undefined, service: 'a&b' }, '?limit=5&service=a%26b'],
    [{}, ''],
  ])('has %j as its query', async (query, search) => {
    const { client, sent } = clientOf(200, { items: [], nextCursor: null });
    await client.call('GET /releases', { query });
    expect(sent[0]?.url).toBe(`https://windlass.test/api/v1/acme/releases${search}`);
  });

  it('has its body as JSON', async () => {
    const { client, sent } = clientOf(200, {});
    await client.call('POST /approvals/{approval}/decisions', {
      params: { approval: 'a' },
      body: { action: 'APPROVED' },
    });
    expect(sent[0]).toMatchObject({ headers: { 'content-type': 'application/json' }, body: { action: 'APPROVED' } });
  });
});

describe('an answer', () => {
  it('has status, headers and body', async () => {
    const { client } = clientOf(200, { items: [], nextCursor: null });
    const { ok, status, headers, body } = await client.call('GET /releases');
    expect([ok, status, headers.get('etag'), body]).toEqual([true, 200, '"1"', { items: [], nextCursor: null }]);
  });

  it('is the body alone if it must be a success', async () => {
    const { client } = clientOf(204, undefined);
    expect(await client.must('DELETE /releases/{release}', { params: { release: 'r' } })).toBe('');
  });

  it.each([
    [{ code: 'release.not_found', title: 'It does not exist' }, 'GET /me: 404 release.not_found It does not exist'],
    [{ code: 'a.b', title: 'No', detail: 'Do so' }, 'GET /me: 404 a.b Do so'],
    [{ message: 'Not Found' }, 'GET /me: 404  Not Found'],
  ])('is an error with the words of %j otherwise', async (problem, words) => {
    const { client } = clientOf(404, problem);
    await expect(client.must('GET /me')).rejects.toThrow(words);
  });
});

describe('the compiler', () => {
  it('refuses endpoints, parameters and bodies that the manifests do not have', () => {
    const { client } = clientOf(200, {});
    const calls = () => [
      // @ts-expect-error no route
      client.call('GET /nothing'),
      // @ts-expect-error no parameter
      client.call('GET /releases/{release}'),
      // @ts-expect-error another parameter
      client.call('GET /releases/{release}', { params: { id: 'r' } }),
      // @ts-expect-error no body
      client.call('POST /releases'),
      // @ts-expect-error another body
      client.call('POST /approvals/{approval}/decisions', { params: { approval: 'a' }, body: { action: 'MAYBE' } }),
      // @ts-expect-error no field of the answer
      client.must('GET /me').then(({ colour }) => colour),
    ];
    expect(calls).toBeTypeOf('function');
  });
});
