// The client of OCI registries against what registries answer: challenges, pages, digests, and errors by their codes.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOciRegistryClient } from '../../../../../functions/_adapters/oci-registry/oci-registry-client.ts';
import { CANARY, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  localOutbound,
  type SeenRequest,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const BASIC = `Basic ${Buffer.from(`puller:pull-${CANARY}`).toString('base64')}`;
const DIGEST = `sha256:${'a'.repeat(64)}`;
const TAGS = 'GET /v2/acme/web/tags/list';
const [HEAD, GET] = ['HEAD /v2/acme/web/manifests/1.0.0', 'GET /v2/acme/web/manifests/1.0.0'];

const image = 'acme/web';
const GONE = { status: 404 };
const failed = (status: number, code: string) => ({ status, body: { errors: [{ code, message: `it is ${code}` }] } });

async function against(answers: Answers, credentials?: object) {
  const service = await startHttpService(answers);
  const sample = integrationSamples(service.url).OCI_REGISTRY;
  const context = { config: sample.config, credentials: credentials ?? sample.credentials, outbound: localOutbound };
  return {
    service,
    client: createOciRegistryClient({ ...context, now: () => 0 }),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

/** A registry whose tokens come from `/token`. */
const withTokens = (answer: (request: SeenRequest) => object, url = ''): Answers => ({
  'GET /token': { body: { token: 'the-token', expires_in: 300 } },
  '*': (request) =>
    request.headers.authorization === 'Bearer the-token'
      ? answer(request)
      : {
          ...failed(401, 'UNAUTHORIZED'),
          headers: {
            'www-authenticate': `Bearer realm="http://${request.headers.host}/token${url}",service="registry.acme",scope="repository:acme/web:pull"`,
          },
        },
});

describe('authentication', () => {
  it('gets a token of the realm that the challenge names, once for all calls of an image', async () => {
    await using stage = await against(withTokens(() => ({ body: { tags: ['1.0.0'] } }), '?account=acme'));
    await stage.client.tags({ image });
    await stage.client.tags({ image });
    expect(stage.service.calls()).toEqual([TAGS, 'GET /token', TAGS, TAGS]);
    const { query, headers } = stage.service.only('GET /token');
    expect(query).toEqual({ account: 'acme', service: 'registry.acme', scope: 'repository:acme/web:pull' });
    expect(headers.authorization).toBe(BASIC);
  });

  it('asks for a token without credentials, for public images', async () => {
    await using stage = await against(
      withTokens(() => ({ body: { tags: [] } })),
      {},
    );
    await stage.client.tags({ image });
    expect(stage.service.only('GET /token').headers.authorization).toBeUndefined();
  });

  it('takes the field access_token, and a new token when one has expired', async () => {
    let token = 0;
    await using stage = await against({
      'GET /token': () => ({ body: { access_token: `token-${++token}` } }),
      '*': ({ headers }) =>
        headers.authorization === `Bearer token-${token}` && token > 0 && !(token === 1 && stale)
          ? { body: { tags: [] } }
          : { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${headers.host}/token"` } },
    });
    let stale = false;
    await stage.client.tags({ image });
    stale = true;
    await stage.client.tags({ image });
    expect(token).toBe(2);
  });

  it('sends the password where the registry wants Basic', async () => {
    await using stage = await against({
      '*': ({ headers }) =>
        headers.authorization === BASIC
          ? { body: { tags: ['1.0.0'] } }
          : { status: 401, headers: { 'www-authenticate': 'Basic realm="acme"' } },
    });
    expect(await stage.client.tags({ image })).toEqual({ tags: ['1.0.0'], next: undefined });
  });

  it.each([
    ['no challenge', {}],
    ['a challenge of another kind', { 'www-authenticate': 'Negotiate' }],
    ['Basic, without credentials', { 'www-authenticate': 'Basic realm="acme"' }],
  ])('is refused by %s', async (_, headers) => {
    await using stage = await against({ '*': { status: 401, headers } }, {});
    await expect(stage.client.tags({ image })).rejects.toMatchObject({ code: 'integration.unauthorized' });
  });

  it.each([
    ['a realm that is none', 'Bearer realm="nowhere"', {}],
    ['a reply without a token', undefined, { 'GET /token': { body: { message: 'no' } } }],
  ])('says that %s does not fit', async (_, challenge, answers) => {
    await using stage = await against({
      ...answers,
      '*': ({ headers }) => ({
        status: 401,
        headers: { 'www-authenticate': challenge ?? `Bearer realm="http://${headers.host}/token"` },
      }),
    });
    await expect(stage.client.tags({ image })).rejects.toMatchObject({ code: 'integration.reply_invalid' });
  });

  it('tells no credential in an error', async () => {
    const answers = { '*': failed(403, `DENIED for pull-${CANARY} and ${BASIC}`) };
    await using stage = await against(answers);
    const error = await stage.client.verify().catch((thrown: Error) => thrown);
    expect(String((error as Error).message)).not.toMatch(new RegExp(`${CANARY}|${BASIC.slice(6)}`));
  });

  it.each(['username', 'password', 'webhookSecret'])('tells no part of %s where a long error is cut', async (field) => {
    const credentials = { username: 'puller', password: 'a password', [field]: `${CANARY}-of-the-registry` };
    const message = `${'x'.repeat(300 - 'DENIED: '.length - CANARY.length)}${credentials[field]}`;
    await using stage = await against(
      { '*': { status: 403, body: { errors: [{ code: 'DENIED', message }] } } },
      credentials,
    );
    await expect(stage.client.verify()).rejects.toThrow(/^(?!.*canary).*x\[redacted\]$/i);
  });
});

describe('tags', () => {
  it.each([
    ['</v2/acme/web/tags/list?n=100&last=b>; rel="next"', '?n=100&last=b'],
    ['<http://elsewhere.test/v2/acme/web/tags/list?next_page=x>; rel="next"', '?next_page=x'],
    ['</v2/acme/web/tags/list?last=b&n=2>;rel=next', '?last=b&n=2'],
    ['</v2/acme/web/tags/list?n=1>; rel="prev"', undefined],
    ['</v2/acme/web/tags/list>; rel="next"', undefined],
    [undefined, undefined],
  ])('of the page after Link: %s are at %s', async (link, next) => {
    await using stage = await against({ [TAGS]: { headers: link ? { link } : {}, body: { tags: ['a', 'b'] } } });
    expect(await stage.client.tags({ image })).toEqual({ tags: ['a', 'b'], next });
  });

  it('are not whole where the next page is named by a query that does not fit (K18)', async () => {
    const link = `</v2/acme/web/tags/list?last=${'x'.repeat(1_100)}>; rel="next"`;
    await using stage = await against({ [TAGS]: { headers: { link }, body: { tags: ['a'] } } });
    await expect(stage.client.tags({ image })).rejects.toMatchObject({ code: 'integration.reply_invalid' });
  });

  it('are asked for by the query of the page before', async () => {
    await using stage = await against({ [TAGS]: { body: { tags: ['c'] } } });
    await stage.client.tags({ image, after: '?n=100&last=b' });
    expect(stage.service.only(TAGS).query).toEqual({ n: '100', last: 'b' });
  });

  it.each([[{ tags: null }], [{ name: image }]])('are none in %j', async (body) => {
    await using stage = await against({ [TAGS]: { body } });
    expect((await stage.client.tags({ image })).tags).toEqual([]);
  });

  it.each([
    [404, 'NAME_UNKNOWN', 'integration.refused'],
    [403, 'DENIED', 'integration.unauthorized'],
    [429, 'TOOMANYREQUESTS', 'integration.rate_limited'],
    [503, 'UNAVAILABLE', 'integration.unavailable'],
  ])('%s %s is %s', async (status, code, expected) => {
    await using stage = await against({ [TAGS]: failed(status, code) });
    await expect(stage.client.tags({ image })).rejects.toMatchObject({
      code: expected,
      message: expect.stringContaining(code),
    });
  });
});

describe('a digest', () => {
  const body = '{"schemaVersion": 2,\n "manifests": []}';
  const computed = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const said = { headers: { 'docker-content-digest': DIGEST } };

  it.each<[string, Answers, string | undefined]>([
    ['is what the registry says to HEAD', { [HEAD]: said }, DIGEST],
    ['is computed from the body where the header is missing', { [HEAD]: {}, [GET]: { body } }, computed],
    [
      'is computed where the header is of another kind',
      { [HEAD]: { headers: { 'docker-content-digest': `sha512:${'a'.repeat(128)}` } }, [GET]: { body } },
      computed,
    ],
    ['is computed where HEAD is not allowed', { [HEAD]: { status: 405 }, [GET]: { body } }, computed],
    ['is none for a tag that is not there', { [HEAD]: GONE, [GET]: failed(404, 'MANIFEST_UNKNOWN') }, undefined],
    ['is none for a tag that Harbor does not have', { [HEAD]: GONE, [GET]: failed(404, 'NOT_FOUND') }, undefined],
    ['is none for a tag that disappears meanwhile', { [HEAD]: {}, [GET]: failed(404, 'MANIFEST_UNKNOWN') }, undefined],
  ])('%s', async (_, answers, digest) => {
    await using stage = await against(answers);
    expect(await stage.client.digestOf({ image, tag: '1.0.0' })).toBe(digest);
  });

  it.each([
    ['an image that is not there or may not be seen', failed(404, 'NAME_UNKNOWN')],
    ['something else that answers for the registry', { status: 404, body: '<html>' }],
  ])('is unknown, not none, by the 404 of %s (K6)', async (_, answer) => {
    await using stage = await against({ [HEAD]: GONE, [GET]: answer });
    await expect(stage.client.digestOf({ image, tag: '1.0.0' })).rejects.toMatchObject({ code: 'integration.refused' });
  });

  it('is asked for all kinds of manifest', async () => {
    await using stage = await against({ [HEAD]: said });
    await stage.client.digestOf({ image, tag: '1.0.0' });
    expect(stage.service.only(HEAD).headers.accept).toContain('application/vnd.oci.image.index.v1+json');
  });

  it.each([403, 429, 500])('is unknown after a %s', async (status) => {
    await using stage = await against({ [HEAD]: { status } });
    await expect(stage.client.digestOf({ image, tag: '1.0.0' })).rejects.toThrow('The registry answered');
  });
});
