// Apps and builds. Every app exists unless its id begins with 404. Every build that is asked for by number was uploaded and
// processed, but for number 0, unless `PUT /_builds/{app}` says which were.
// https://developer.apple.com/documentation/appstoreconnectapi/apps
import { type JsonObject, parseJson } from '../../contracts.ts';
import { arrayOr, dig, textOf } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param, refuse } from '../stand-in.ts';
import { checkQuery, collection, filterOf, notFound, passes, resource, single } from './json-api.ts';

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
  for (const build of builds) saveBuild(call, build);
  call.state.put('uploads', app, builds);
  return { status: 204 };
}

export function getApp(call: Call): OutsideReply {
  return single(appResource(call, existingApp(param(call, 'id'))));
}

/** Filters `app` and `version` (the build number) as Apple has them; without a number the first build is answered. */
export function listBuilds(call: Call): OutsideReply {
  checkQuery(call, ['app', 'version', 'preReleaseVersion.version', 'preReleaseVersion.platform']);
  const [app] = filterOf(call, 'app') ?? [];
  if (app === undefined || !isAppId(app)) return collection(call, []);
  const found = (call.state.get<Build[]>('uploads', app) ?? assumedBuilds(call, app)).filter((build) =>
    passes(call, { 'preReleaseVersion.version': build.version, version: build.number }),
  );
  // Oldest first, as they were uploaded, unless the newest are wanted first.
  const isNewestFirst = call.request.query.get('sort') === '-uploadedDate';
  return collection(call, (isNewestFirst ? found.toReversed() : found).map(buildResource));
}

/** The builds that the query asks for, of an app whose uploads were not set. */
function assumedBuilds(call: Call, app: string): Build[] {
  const [version = '1.0.0'] = filterOf(call, 'preReleaseVersion.version') ?? [];
  const numbers = (filterOf(call, 'version') ?? ['1']).filter((number) => number !== '0');
  return numbers.map((number) => saveBuild(call, { id: uuidOf(app, version, number), app, number, version }));
}

const saveBuild = (call: Call, build: Build): Build => call.state.put('builds', build.id, build);

/** The id itself if there is such an app; 404 otherwise. */
export function existingApp(id: string): string {
  return isAppId(id) ? id : notFound('apps', id);
}

export const buildResource = ({ id, number, state = 'VALID', isExpired = false }: Build): JsonObject =>
  resource('builds', id, { version: number, processingState: state, expired: isExpired });

function isAppId(id: string): boolean {
  return /^\d+$/.test(id) && !id.startsWith('404');
}

function appResource(call: Call, id: string): JsonObject {
  const primaryLocale = call.state.get<{ app: string[] }>('languages', id)?.app[0] ?? 'en-US';
  return resource('apps', id, { name: `app${id}`, bundleId: `com.example.app${id}`, primaryLocale });
}
