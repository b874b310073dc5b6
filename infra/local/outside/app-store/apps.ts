// Apps and builds. Every app exists unless its id begins with 404. Every build that is asked for by number was uploaded and
// processed, but for number 0, unless `PUT /_builds/{app}` says which were.
// https://developer.apple.com/documentation/appstoreconnectapi/apps
import type { JsonObject } from '../../contracts.ts';
import { arrayOr, dig, parseJson, textOf, wholeNumber } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param, refuse } from '../stand-in.ts';
import { appleErrors, checkQuery, filterOf, notFound } from './errors.ts';

/** A build as kept under its id in the collection `builds`. */
export type Build = { id: string; app: string; number: string; version: string; state?: string; isExpired?: boolean };

const STATES = ['PROCESSING', 'FAILED', 'INVALID', 'VALID'];

/** `{ "builds": [{ "version", "number", "state", "isExpired" }] }`, in the order of their upload: the app has these and no others. */
export function setBuilds(call: Call): OutsideReply {
  const app = param(call, 'app');
  const builds = arrayOr(dig(parseJson(call.request.body), 'builds')).map((one): Build => {
    const [version, number, state] = ['version', 'number', 'state'].map((name) => textOf(dig(one, name)));
    if (version === undefined || number === undefined || !STATES.includes(state ?? 'VALID')) {
      return refuse(400, { error: `builds need a version, a number, and one of ${STATES.join(', ')} as state` });
    }
    const isExpired = dig(one, 'isExpired') === true;
    return { id: uuidOf(app, version, number), app, number, version, state: state ?? 'VALID', isExpired };
  });
  for (const build of builds) call.state.put('builds', build.id, build);
  call.state.put('uploads', app, builds);
  return { status: 204 };
}

export function getApp(call: Call): OutsideReply {
  return { status: 200, body: single(call, appResource(call, existingApp(param(call, 'id')))) };
}

/** Filters `app` and `version` (the build number) as Apple has them; without a number the first build is answered. */
export function listBuilds(call: Call): OutsideReply {
  checkQuery(call, [
    'app',
    'version',
    'preReleaseVersion.version',
    'preReleaseVersion.platform',
    'processingState',
    'expired',
    'id',
    'appStoreVersion',
  ]);
  const [app] = filterOf(call, 'app') ?? [];
  if (app === undefined || !isAppId(app)) return collection(call, []);
  const uploads = call.state.get<Build[]>('uploads', app);
  if (uploads) {
    const wanted: [string, (build: Build) => string][] = [
      ['preReleaseVersion.version', ({ version }) => version],
      ['version', ({ number }) => number],
      ['processingState', ({ state = 'VALID' }) => state],
      ['expired', ({ isExpired }) => String(isExpired === true)],
    ];
    const found = uploads.filter((build) =>
      wanted.every(([name, value]) => filterOf(call, name)?.includes(value(build)) ?? true),
    );
    // Oldest first, as they were uploaded, unless the newest are wanted first.
    const isNewestFirst = call.request.query.get('sort') === '-uploadedDate';
    return collection(
      call,
      (isNewestFirst ? found.toReversed() : found).map((build) => buildResource(call, build)),
    );
  }
  const [version = '1.0.0'] = filterOf(call, 'preReleaseVersion.version') ?? [];
  const numbers = (filterOf(call, 'version') ?? ['1']).filter((number) => number !== '0');
  const builds = numbers.map((number) => {
    const build: Build = { id: uuidOf(app, version, number), app, number, version };
    call.state.put('builds', build.id, build);
    return buildResource(call, build);
  });
  const states = filterOf(call, 'processingState');
  return collection(call, states && !states.includes('VALID') ? [] : builds);
}

/** The id itself if there is such an app; 404 otherwise. */
export function existingApp(id: string): string {
  return isAppId(id) ? id : notFound('apps', id);
}

export function buildResource(call: Call, build: Build): JsonObject {
  return {
    type: 'builds',
    id: build.id,
    attributes: {
      version: build.number,
      uploadedDate: new Date(call.now).toISOString(),
      expired: build.isExpired === true,
      minOsVersion: '17.0',
      processingState: build.state ?? 'VALID',
      buildAudienceType: 'APP_STORE_ELIGIBLE',
      usesNonExemptEncryption: false,
    },
    relationships: { app: { data: { type: 'apps', id: build.app } } },
    links: { self: `${call.base}/v1/builds/${build.id}` },
  };
}

/** A JSON:API document of one resource. */
export function single(call: Call, data: JsonObject | null, included: readonly JsonObject[] = []): JsonObject {
  return {
    data,
    ...(included.length > 0 && { included: [...included] }),
    links: { self: call.base + call.request.path },
  };
}

/** A JSON:API document of a list, cut to `limit` (50 unless told, 200 at most). */
export function collection(
  call: Call,
  data: readonly JsonObject[],
  included: readonly JsonObject[] = [],
): OutsideReply {
  const asked = call.request.query.get('limit');
  if (asked !== null && !(Number(asked) >= 1 && Number(asked) <= 200)) {
    const error = {
      status: 400,
      code: 'PARAMETER_ERROR.INVALID',
      title: 'A parameter has an invalid value',
      detail: `'${asked}' is not a valid limit`,
      source: { parameter: 'limit' },
    };
    return refuse(400, appleErrors(error));
  }
  const limit = wholeNumber(asked, 50, 1, 200);
  return {
    status: 200,
    body: {
      data: data.slice(0, limit),
      ...(included.length > 0 && { included: [...included] }),
      links: { self: call.base + call.request.path },
      meta: { paging: { total: data.length, limit } },
    },
  };
}

function isAppId(id: string): boolean {
  return /^\d+$/.test(id) && !id.startsWith('404');
}

function appResource(call: Call, id: string): JsonObject {
  const bundleId = `com.example.app${id}`;
  const self = `${call.base}/v1/apps/${id}`;
  return {
    type: 'apps',
    id,
    attributes: {
      name: bundleId.split('.').at(-1) ?? bundleId,
      bundleId,
      sku: bundleId.replaceAll('.', '-'),
      primaryLocale: call.state.get<{ app: string[] }>('languages', id)?.app[0] ?? 'en-US',
      isOrEverWasMadeForKids: false,
      contentRightsDeclaration: null,
    },
    relationships: { appStoreVersions: { links: { related: `${self}/appStoreVersions` } } },
    links: { self },
  };
}
