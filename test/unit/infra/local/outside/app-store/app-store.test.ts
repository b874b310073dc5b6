// The App Store Connect stand-in: tokens, what is read, and how a wrong entity is refused.
import { describe, expect, it } from 'vitest';
import { appleToken, bearer, NOW, openWorld } from '../world-fixture.ts';
import { APP, entity, open, versionOf } from './app-store-fixture.ts';

describe('tokens', () => {
  const seconds = NOW / 1000;
  const CASES: [what: string, token: string | undefined, status: number][] = [
    ['a right one', appleToken(), 200],
    ['one of an individual key', appleToken({ iss: undefined as never, sub: 'user' }), 200],
    ['none', undefined, 401],
    ['no JWT', 'abc', 401],
    ['another algorithm', appleToken({}, { alg: 'RS256' }), 401],
    ['no kid', appleToken({}, { kid: '' }), 401],
    ['no typ', appleToken({}, { typ: '' }), 401],
    ['another audience', appleToken({ aud: 'appstoreconnect-v2' }), 401],
    ['no issuer', appleToken({ iss: '' }), 401],
    ['a past one', appleToken({ iat: seconds - 600, exp: seconds }), 401],
    ['a life of 21 minutes', appleToken({ exp: seconds + 1260 }), 401],
    ['a life of 20 minutes', appleToken({ exp: seconds + 1200 }), 200],
    ['one of the future', appleToken({ iat: seconds + 3600, exp: seconds + 4000 }), 401],
    ['a short signature', appleToken().slice(0, -10), 401],
    ['a key that is called invalid', appleToken({}, { kid: 'INVALID001' }), 401],
    ['an issuer that is called expired', appleToken({ iss: 'expired' }), 401],
  ];
  it.each(CASES)('%s', async (_, token, status) => {
    const reply = await openWorld().ask('app-store', `GET /v1/apps/${APP}`, token ? { headers: bearer(token) } : {});
    expect(reply.status).toBe(status);
    if (status === 401) expect(reply.body).toMatchObject({ errors: [{ status: '401', code: 'NOT_AUTHORIZED' }] });
  });
});

describe('reading', () => {
  const CASES: [path: string, status: number, body: object][] = [
    [`/v1/apps/${APP}`, 200, { data: { type: 'apps', id: APP } }],
    [
      '/v1/apps/4041',
      404,
      { errors: [{ code: 'NOT_FOUND', detail: "There is no resource of type 'apps' with id '4041'" }] },
    ],
    [
      '/v1/builds?filter[colour]=red',
      400,
      { errors: [{ code: 'PARAMETER_ERROR.ILLEGAL', source: { parameter: 'filter[colour]' } }] },
    ],
    ['/v1/builds?colour=red', 400, { errors: [{ code: 'PARAMETER_ERROR.ILLEGAL' }] }],
    [`/v1/builds?filter[app]=${APP}&limit=201`, 400, { errors: [{ code: 'PARAMETER_ERROR.INVALID' }] }],
    [
      `/v1/builds?filter[app]=${APP}&filter[version]=417`,
      200,
      { data: [{ attributes: { version: '417', processingState: 'VALID' } }] },
    ],
    [`/v1/builds?filter[app]=${APP}&filter[version]=0`, 200, { data: [] }],
    [`/v1/apps/${APP}/appStoreVersions`, 200, { data: [] }],
    ['/v1/appStoreVersions/none', 404, { errors: [{ code: 'NOT_FOUND' }] }],
    ['/v1/reviewSubmissions', 400, { errors: [{ code: 'PARAMETER_ERROR.REQUIRED' }] }],
    ['/v1/nothing', 404, { errors: [{ code: 'NOT_FOUND', status: '404' }] }],
  ];
  it.each(CASES)('%s is %i', async (path, status, body) => {
    expect(await open().apple(`GET ${path}`)).toMatchObject({ status, body });
  });
});

describe('creating a version that is wrong', () => {
  const CASES: [what: string, sent: object, status: number, code: string, pointer?: string][] = [
    ['no JSON', { text: '{' }, 400, 'ENTITY_INVALID'],
    ['another type', entity('apps', {}), 409, 'ENTITY_ERROR.TYPE.INVALID', '/data/type'],
    [
      'no version',
      versionOf({ versionString: undefined }),
      409,
      'ENTITY_ERROR.ATTRIBUTE.REQUIRED',
      '/data/attributes/versionString',
    ],
    [
      'no app',
      entity('appStoreVersions', { platform: 'IOS', versionString: '1' }),
      409,
      'ENTITY_ERROR.RELATIONSHIP.REQUIRED',
      '/data/relationships/app',
    ],
    [
      'an unknown platform',
      versionOf({ platform: 'ANDROID' }),
      409,
      'ENTITY_ERROR.ATTRIBUTE.TYPE',
      '/data/attributes/platform',
    ],
    [
      'an unknown release type',
      versionOf({ releaseType: 'SOON' }),
      409,
      'ENTITY_ERROR.ATTRIBUTE.TYPE',
      '/data/attributes/releaseType',
    ],
    [
      'an unknown attribute',
      versionOf({ colour: 'red' }),
      409,
      'ENTITY_ERROR.ATTRIBUTE.UNKNOWN',
      '/data/attributes/colour',
    ],
    [
      'a version of four parts',
      versionOf({ versionString: '1.2.3.4' }),
      409,
      'ENTITY_ERROR.ATTRIBUTE.INVALID',
      '/data/attributes/versionString',
    ],
    ['an unknown app', versionOf({}, '4041'), 404, 'NOT_FOUND'],
  ];
  it.each(CASES)('%s', async (_, sent, status, code, pointer) => {
    const source = pointer === undefined ? {} : { source: { pointer } };
    expect(await open().apple('POST /v1/appStoreVersions', sent)).toMatchObject({
      status,
      body: { errors: [{ code, ...source }] },
    });
  });

  it('names every mistake at once', async () => {
    const { body } = await open().apple('POST /v1/appStoreVersions', entity('appStoreVersions', { colour: 1 }));
    expect(Object(body).errors).toHaveLength(4);
  });

  it('refuses the same version again, and another while one is on its way', async () => {
    const { apple } = open();
    expect(await apple('POST /v1/appStoreVersions', versionOf({}))).toMatchObject({ status: 201 });
    expect(await apple('POST /v1/appStoreVersions', versionOf({}))).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE' }] },
    });
    expect(await apple('POST /v1/appStoreVersions', versionOf({ versionString: '1.6.0' }))).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'ENTITY_ERROR.RELATIONSHIP.INVALID', source: { pointer: '/data/relationships/app' } }] },
    });
    expect(await apple('POST /v1/appStoreVersions', versionOf({ platform: 'MAC_OS' }))).toMatchObject({ status: 201 });
  });
});
