// The App Store Connect stand-in: tokens, entities, and the way of a version to the store.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Ask, appleKeys, appleToken, bearer, NOW, openWorld } from './world-fixture.ts';

const APP = '6446998023';
const open = () => {
  const world = openWorld();
  return { ...world, apple: world.asking('app-store', bearer(appleToken())) };
};

const entity = (
  type: string,
  attributes: object,
  related: Record<string, [type: string, id: string]> = {},
  id?: string,
) => ({
  json: {
    data: {
      type,
      ...(id && { id }),
      attributes,
      relationships: Object.fromEntries(
        Object.entries(related).map(([name, [relatedType, relatedId]]) => [
          name,
          { data: { type: relatedType, id: relatedId } },
        ]),
      ),
    },
  },
});
const versionOf = (attributes: object, app = APP) =>
  entity('appStoreVersions', { platform: 'IOS', versionString: '1.5.0', ...attributes }, { app: ['apps', app] });

const idOf = (reply: { body?: unknown }): string => Object(reply.body).data.id;
const stateOf = async (apple: Ask, version: string) =>
  Object((await apple(`GET /v1/appStoreVersions/${version}`)).body).data.attributes.appVersionState;

/** A version with a build in a submitted review submission. */
async function submit(apple: Ask, attributes: object = {}) {
  const version = idOf(await apple('POST /v1/appStoreVersions', versionOf(attributes)));
  const builds = await apple(`GET /v1/builds?filter[app]=${APP}&filter[version]=417`);
  const build = Object(builds.body).data[0].id;
  const attached = await apple(`PATCH /v1/appStoreVersions/${version}/relationships/build`, {
    json: { data: { type: 'builds', id: build } },
  });
  expect(attached).toEqual({ status: 204 });
  const submission = idOf(
    await apple('POST /v1/reviewSubmissions', entity('reviewSubmissions', { platform: 'IOS' }, { app: ['apps', APP] })),
  );
  const item = await apple(
    'POST /v1/reviewSubmissionItems',
    entity(
      'reviewSubmissionItems',
      {},
      { reviewSubmission: ['reviewSubmissions', submission], appStoreVersion: ['appStoreVersions', version] },
    ),
  );
  expect(item).toMatchObject({ status: 201, body: { data: { attributes: { state: 'READY_FOR_REVIEW' } } } });
  const submitted = await apple(
    `PATCH /v1/reviewSubmissions/${submission}`,
    entity('reviewSubmissions', { submitted: true }, {}, submission),
  );
  expect(submitted).toMatchObject({ status: 200, body: { data: { attributes: { state: 'WAITING_FOR_REVIEW' } } } });
  return { version, build, submission };
}

const release = (version: string) =>
  entity('appStoreVersionReleaseRequests', {}, { appStoreVersion: ['appStoreVersions', version] });

describe('tokens', () => {
  const seconds = NOW / 1000;
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
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
    const reply = await openWorld().ask('app-store', 'GET /v1/apps', token ? { headers: bearer(token) } : {});
    expect(reply.status).toBe(status);
    if (status === 401) expect(reply.body).toMatchObject({ errors: [{ status: '401', code: 'NOT_AUTHORIZED' }] });
  });

  it('are verified once their public key is registered', async () => {
    const { ask } = openWorld();
    const publicKey = appleKeys.publicKey.export({ type: 'spki', format: 'pem' });
    expect(await ask('app-store', 'PUT /_keys/2X9R4HXF34', { json: { publicKey } })).toEqual({ status: 204 });
    const statuses = [];
    for (const token of [appleToken(), appleToken({}, {}, other)]) {
      statuses.push((await ask('app-store', 'GET /v1/apps', { headers: bearer(token) })).status);
    }
    expect(statuses).toEqual([200, 401]);
  });
});

describe('reading', () => {
  const CASES: [path: string, status: number, body: object][] = [
    [
      '/v1/apps?filter[bundleId]=com.acme.app',
      200,
      { data: [{ type: 'apps', attributes: { bundleId: 'com.acme.app' } }] },
    ],
    ['/v1/apps?filter[bundleId]=com.acme.missing', 200, { data: [] }],
    [`/v1/apps/${APP}`, 200, { data: { type: 'apps', id: APP } }],
    [
      '/v1/apps/4041',
      404,
      { errors: [{ code: 'NOT_FOUND', detail: "There is no resource of type 'apps' with id '4041'" }] },
    ],
    [
      '/v1/apps?filter[colour]=red',
      400,
      { errors: [{ code: 'PARAMETER_ERROR.ILLEGAL', source: { parameter: 'filter[colour]' } }] },
    ],
    ['/v1/apps?colour=red', 400, { errors: [{ code: 'PARAMETER_ERROR.ILLEGAL' }] }],
    ['/v1/apps?limit=201', 400, { errors: [{ code: 'PARAMETER_ERROR.INVALID' }] }],
    [
      `/v1/builds?filter[app]=${APP}&filter[version]=417`,
      200,
      { data: [{ attributes: { version: '417', processingState: 'VALID' } }] },
    ],
    [`/v1/builds?filter[app]=${APP}&filter[version]=0`, 200, { data: [] }],
    [`/v1/apps/${APP}/appStoreVersions`, 200, { data: [] }],
    ['/v1/appStoreVersions/none', 404, { errors: [{ code: 'NOT_FOUND' }] }],
    ['/v1/reviewSubmissions', 400, { errors: [{ code: 'PARAMETER_ERROR.REQUIRED' }] }],
    [`/v1/apps/${APP}/reviewSubmissions`, 200, { data: [], meta: { paging: { total: 0 } } }],
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

describe('a version', () => {
  it('is found by number, platform and state, with its build included', async () => {
    const { apple } = open();
    const { version, build } = await submit(apple, { releaseType: 'MANUAL' });
    const list = (query: string) => apple(`GET /v1/apps/${APP}/appStoreVersions?${query}`);
    const found = await list('filter[versionString]=1.5.0&filter[platform]=IOS&include=build');
    expect(found.body).toMatchObject({ data: [{ id: version }], included: [{ type: 'builds', id: build }] });
    expect((await list('filter[versionString]=9')).body).toMatchObject({ data: [] });
    expect((await list('filter[appVersionState]=PENDING_DEVELOPER_RELEASE')).body).toMatchObject({
      data: [{ id: version }],
    });
  });

  it('waits for its release when that is manual, and replaces the one before', async () => {
    const { apple } = open();
    const first = await submit(apple, { versionString: '1.4.0', releaseType: 'MANUAL' });
    expect(await stateOf(apple, first.version)).toBe('PENDING_DEVELOPER_RELEASE');
    expect(await apple('POST /v1/appStoreVersionReleaseRequests', release(first.version))).toMatchObject({
      status: 201,
    });
    expect(await stateOf(apple, first.version)).toBe('READY_FOR_DISTRIBUTION');
    const second = await submit(apple, { versionString: '1.5.0', releaseType: 'AFTER_APPROVAL' });
    expect(await stateOf(apple, second.version)).toBe('READY_FOR_DISTRIBUTION');
    expect(await stateOf(apple, first.version)).toBe('REPLACED_WITH_NEW_VERSION');
  });

  it('can not be released before it is approved, nor changed after it was submitted', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'WAITING' } });
    const { version, build } = await submit(apple, { releaseType: 'MANUAL' });
    const attach = { json: { data: { type: 'builds', id: build } } };
    for (const reply of [
      await apple('POST /v1/appStoreVersionReleaseRequests', release(version)),
      await apple(`PATCH /v1/appStoreVersions/${version}/relationships/build`, attach),
      await apple(
        `PATCH /v1/appStoreVersions/${version}`,
        entity('appStoreVersions', { versionString: '1.5.1' }, {}, version),
      ),
    ]) {
      expect(reply).toMatchObject({ status: 409, body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID' }] } });
    }
  });

  it('takes only a build of its own app', async () => {
    const { apple } = open();
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const { body } = await apple('GET /v1/builds?filter[app]=999&filter[version]=1');
    const reply = await apple(`PATCH /v1/appStoreVersions/${version}/relationships/build`, {
      json: { data: { type: 'builds', id: Object(body).data[0].id } },
    });
    expect(reply).toMatchObject({ status: 409, body: { errors: [{ code: 'ENTITY_ERROR.RELATIONSHIP.INVALID' }] } });
  });

  it('says what is new in its localization', async () => {
    const { apple } = open();
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const list = `GET /v1/appStoreVersions/${version}/appStoreVersionLocalizations`;
    const { id } = Object((await apple(list)).body).data[0];
    const write = (whatsNew: string) =>
      apple(
        `PATCH /v1/appStoreVersionLocalizations/${id}`,
        entity('appStoreVersionLocalizations', { whatsNew }, {}, id),
      );
    expect((await write('x'.repeat(4001))).status).toBe(409);
    expect((await write('Better')).status).toBe(200);
    expect((await apple(list)).body).toMatchObject({ data: [{ attributes: { locale: 'en-US', whatsNew: 'Better' } }] });
  });
});

describe('a review submission', () => {
  it('completes with the approval of its version', async () => {
    const { apple } = open();
    const { submission, version } = await submit(apple);
    expect((await apple(`GET /v1/reviewSubmissions/${submission}`)).body).toMatchObject({
      data: {
        attributes: { state: 'COMPLETE', platform: 'IOS' },
        relationships: { appStoreVersionForReview: { data: { id: version } } },
      },
    });
    expect((await apple(`GET /v1/reviewSubmissions/${submission}/items`)).body).toMatchObject({
      data: [{ attributes: { state: 'APPROVED' } }],
    });
    expect((await apple(`GET /v1/apps/${APP}/reviewSubmissions?filter[state]=COMPLETE`)).body).toMatchObject({
      data: [{ id: submission }],
    });
  });

  it('has issues when its version is rejected, and can be submitted again', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'REJECTED' } });
    const { submission, version } = await submit(apple);
    expect(await stateOf(apple, version)).toBe('REJECTED');
    expect((await apple(`GET /v1/reviewSubmissions/${submission}`)).body).toMatchObject({
      data: { attributes: { state: 'UNRESOLVED_ISSUES' } },
    });
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'APPROVED' } });
    await apple(`PATCH /v1/reviewSubmissions/${submission}`, entity('reviewSubmissions', { submitted: true }));
    expect(await stateOf(apple, version)).toBe('READY_FOR_DISTRIBUTION');
  });

  it('can be taken back while it waits', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'WAITING' } });
    const { submission, version } = await submit(apple);
    const cancel = entity('reviewSubmissions', { canceled: true });
    expect((await apple(`PATCH /v1/reviewSubmissions/${submission}`, cancel)).body).toMatchObject({
      data: { attributes: { state: 'CANCELING' } },
    });
    expect(await stateOf(apple, version)).toBe('DEVELOPER_REJECTED');
    expect((await apple(`PATCH /v1/reviewSubmissions/${submission}`, cancel)).status).toBe(409);
  });

  it('needs an item, and the item a build', async () => {
    const { apple } = open();
    const submission = idOf(
      await apple(
        'POST /v1/reviewSubmissions',
        entity('reviewSubmissions', { platform: 'IOS' }, { app: ['apps', APP] }),
      ),
    );
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const item = entity(
      'reviewSubmissionItems',
      {},
      { reviewSubmission: ['reviewSubmissions', submission], appStoreVersion: ['appStoreVersions', version] },
    );
    expect(await apple('POST /v1/reviewSubmissionItems', item)).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID' }] },
    });
    expect(
      (await apple(`PATCH /v1/reviewSubmissions/${submission}`, entity('reviewSubmissions', { submitted: true })))
        .status,
    ).toBe(409);
  });

  it('refuses a version that another one holds', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'WAITING' } });
    const { version } = await submit(apple);
    const second = idOf(
      await apple('POST /v1/reviewSubmissions', entity('reviewSubmissions', {}, { app: ['apps', APP] })),
    );
    const item = entity(
      'reviewSubmissionItems',
      {},
      { reviewSubmission: ['reviewSubmissions', second], appStoreVersion: ['appStoreVersions', version] },
    );
    expect(await apple('POST /v1/reviewSubmissionItems', item)).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'STATE_ERROR.ITEM_PART_OF_ANOTHER_SUBMISSION' }] },
    });
  });
});

describe('a phased release', () => {
  const phase = (version: string, state = 'INACTIVE') =>
    entity(
      'appStoreVersionPhasedReleases',
      { phasedReleaseState: state },
      { appStoreVersion: ['appStoreVersions', version] },
    );
  const change = (state: string) => entity('appStoreVersionPhasedReleases', { phasedReleaseState: state });

  it('begins with the release, counts its days, and can be paused and completed', async () => {
    const { apple, clock, asking } = open();
    const { version } = await submit(apple, { releaseType: 'MANUAL' });
    const path = `/v1/appStoreVersionPhasedReleases/${idOf(await apple('POST /v1/appStoreVersionPhasedReleases', phase(version)))}`;
    await apple('POST /v1/appStoreVersionReleaseRequests', release(version));
    clock.now += 2 * 86_400_000;
    const seconds = clock.now / 1000;
    const later = asking('app-store', bearer(appleToken({ iat: seconds, exp: seconds + 600 })));
    expect((await later(`GET /v1/appStoreVersions/${version}/appStoreVersionPhasedRelease`)).body).toMatchObject({
      data: {
        attributes: { phasedReleaseState: 'ACTIVE', currentDayNumber: 3, startDate: '2026-03-02T10:00:00.000Z' },
      },
    });
    expect((await later(`PATCH ${path}`, change('PAUSED'))).status).toBe(200);
    expect((await later(`PATCH ${path}`, change('COMPLETE'))).status).toBe(200);
    expect(await later(`PATCH ${path}`, change('ACTIVE'))).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID' }] },
    });
  });

  it('is one per version, and can be taken away', async () => {
    const { apple } = open();
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const first = await apple('POST /v1/appStoreVersionPhasedReleases', phase(version));
    expect((await apple('POST /v1/appStoreVersionPhasedReleases', phase(version))).status).toBe(409);
    expect((await apple(`DELETE /v1/appStoreVersionPhasedReleases/${idOf(first)}`)).status).toBe(204);
    expect((await apple(`GET /v1/appStoreVersions/${version}/appStoreVersionPhasedRelease`)).body).toMatchObject({
      data: null,
    });
  });
});
