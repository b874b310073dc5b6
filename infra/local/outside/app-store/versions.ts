// App Store versions: one per version number and platform, one at a time on its way to the store.
// https://developer.apple.com/documentation/appstoreconnectapi/app-store-versions
import { type JsonObject, parseJson } from '../../contracts.ts';
import { dig, textOf } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { type Build, buildResource, existingApp } from './apps.ts';
import {
  type Attributes,
  checkQuery,
  collection,
  entityError,
  notFound,
  passes,
  readEntity,
  resource,
  single,
  stateError,
} from './json-api.ts';
import { beginPhases } from './phases.ts';
import { isDue, releaseOf } from './schedule.ts';

export const PLATFORMS = ['IOS', 'MAC_OS', 'TV_OS', 'VISION_OS'];

/** States of a version, in the words of `appVersionState`. */
export type VersionState =
  | 'PREPARE_FOR_SUBMISSION'
  | 'READY_FOR_REVIEW'
  | 'WAITING_FOR_REVIEW'
  | 'PENDING_DEVELOPER_RELEASE'
  | 'READY_FOR_DISTRIBUTION'
  | 'REPLACED_WITH_NEW_VERSION'
  | 'REJECTED'
  | 'DEVELOPER_REJECTED';

/** A version as kept under its id in the collection `versions`. */
export type Version = {
  id: string;
  app: string;
  platform: string;
  versionString: string;
  state: VersionState;
  releaseType: string;
  earliestReleaseDate: string | null;
  build: string | null;
  /** Approved because no outcome was set; it may still be withdrawn, as if its review were under way. */
  isAssumed?: boolean;
};

const EDITABLE: readonly VersionState[] = [
  'PREPARE_FOR_SUBMISSION',
  'READY_FOR_REVIEW',
  'REJECTED',
  'DEVELOPER_REJECTED',
];
const SETTLED: readonly VersionState[] = ['READY_FOR_DISTRIBUTION', 'REPLACED_WITH_NEW_VERSION'];

const TYPE = 'appStoreVersions';
const CHANGEABLE: Attributes = {
  versionString: 'string',
  releaseType: ['MANUAL', 'AFTER_APPROVAL', 'SCHEDULED'],
  earliestReleaseDate: 'string',
};

export function createVersion(call: Call): OutsideReply {
  const { attributes, related } = readEntity(
    call,
    TYPE,
    { ...CHANGEABLE, 'platform!': PLATFORMS, 'versionString!': 'string' },
    { 'app!': 'apps', build: 'builds' },
  );
  const app = existingApp(related.app ?? '');
  const platform = String(attributes.platform);
  const versionString = String(attributes.versionString);
  checkVersionString(versionString);
  const others = settledVersions(call, app).filter((version) => version.platform === platform);
  checkUnused(others, versionString);
  if (others.some((version) => !SETTLED.includes(version.state))) {
    const detail = 'You cannot create a new version of the App in the current state.';
    return entityError('RELATIONSHIP.INVALID', detail, '/data/relationships/app');
  }
  const version: Version = {
    id: uuidOf('version', app, platform, versionString, call.state.next('version')),
    app,
    platform,
    versionString,
    state: 'PREPARE_FOR_SUBMISSION',
    ...releaseOf(attributes, { releaseType: 'AFTER_APPROVAL', earliestReleaseDate: null }),
    build: related.build === undefined ? null : existingBuild(call, related.build, app).id,
  };
  saveVersion(call, version);
  return single(versionResource(version), 201);
}

export function listVersions(call: Call): OutsideReply {
  checkQuery(call, ['versionString', 'platform', 'appVersionState']);
  const app = existingApp(param(call, 'id'));
  const versions = settledVersions(call, app)
    .filter(({ versionString, platform, state }) => passes(call, { versionString, platform, appVersionState: state }))
    .reverse();
  return collection(call, versions.map(versionResource));
}

export function getVersion(call: Call): OutsideReply {
  return single(versionResource(existingVersion(call, param(call, 'id'))));
}

export function updateVersion(call: Call): OutsideReply {
  const version = existingVersion(call, param(call, 'id'));
  const { attributes, related } = readEntity(call, TYPE, CHANGEABLE, { build: 'builds' });
  const versionString = textOf(attributes.versionString) ?? version.versionString;
  if (versionString !== version.versionString) {
    checkEditable(version);
    checkVersionString(versionString);
    checkUnused(
      settledVersions(call, version.app).filter((other) => other.platform === version.platform),
      versionString,
    );
  }
  const changed: Version = {
    ...version,
    versionString,
    ...releaseOf(attributes, version),
    build: related.build === undefined ? version.build : existingBuild(call, related.build, version.app).id,
  };
  return single(versionResource(saveVersion(call, changed)));
}

export function getVersionBuild(call: Call): OutsideReply {
  const version = existingVersion(call, param(call, 'id'));
  const build = version.build === null ? undefined : call.state.get<Build>('builds', version.build);
  return single(build ? buildResource(build) : null);
}

export function attachBuild(call: Call): OutsideReply {
  const version = existingVersion(call, param(call, 'id'));
  const data = dig(parseJson(call.request.body), 'data');
  if (data !== null && (dig(data, 'type') !== 'builds' || textOf(dig(data, 'id')) === undefined)) {
    return entityError('RELATIONSHIP.INVALID', "'build' must lead to a resource of type 'builds'", '/data');
  }
  checkEditable(version);
  const build = data === null ? null : existingBuild(call, String(dig(data, 'id')), version.app).id;
  saveVersion(call, { ...version, build });
  return { status: 204 };
}

/** The version with its review brought up to date; 404 when there is none. */
export function existingVersion(call: Call, id: string): Version {
  const version = call.state.get<Version>('versions', id);
  return version ? settle(call, version) : notFound(TYPE, id);
}

export const saveVersion = (call: Call, version: Version): Version => call.state.put('versions', version.id, version);

/** The version after it went on sale: the one before it is replaced, and its phased release begins if it has one. */
export function putOnSale(call: Call, version: Version): Version {
  for (const other of call.state.list<Version>('versions')) {
    const isBefore =
      other.app === version.app && other.platform === version.platform && other.state === 'READY_FOR_DISTRIBUTION';
    if (isBefore) saveVersion(call, { ...other, state: 'REPLACED_WITH_NEW_VERSION' });
  }
  beginPhases(call, version.id);
  return saveVersion(call, { ...version, state: 'READY_FOR_DISTRIBUTION' });
}

/** Whether any version of its app and platform is, or was. */
export const hasBeenOnSale = (call: Call, { app, platform }: Version): boolean =>
  call.state
    .list<Version>('versions')
    .some((other) => other.app === app && other.platform === platform && SETTLED.includes(other.state));

/** 409 unless the version may still be changed. */
export function checkEditable(version: Version): void {
  if (EDITABLE.includes(version.state)) return;
  stateError(`The version is in the state ${version.state} and can not be changed.`);
}

// Review takes no time here: the next look at a submitted version finds the outcome that `PUT /_reviews/{app}` set, or else an
// approval that may be withdrawn.
function settle(call: Call, version: Version): Version {
  if (version.state === 'PENDING_DEVELOPER_RELEASE' && isDue(call, version)) return putOnSale(call, version);
  if (version.state !== 'WAITING_FOR_REVIEW') return version;
  const told = call.state.get<string>('reviews', version.app);
  if (told === 'WAITING') return version;
  if (told === 'REJECTED') return saveVersion(call, { ...version, state: 'REJECTED' });
  const approved: Version = { ...version, isAssumed: told === undefined };
  if (version.releaseType === 'AFTER_APPROVAL' || isDue(call, version)) return putOnSale(call, approved);
  return saveVersion(call, { ...approved, state: 'PENDING_DEVELOPER_RELEASE' });
}

/** Versions of an app, oldest first, with their reviews brought up to date. */
export function settledVersions(call: Call, app: string): Version[] {
  return call.state
    .list<Version>('versions')
    .filter((version) => version.app === app)
    .map((version) => settle(call, version));
}

function existingBuild(call: Call, id: string, app: string): Build {
  const build = call.state.get<Build>('builds', id);
  if (build?.app === app) return build;
  const detail = 'The specified pre-release build could not be added.';
  return entityError('RELATIONSHIP.INVALID', detail, '/data/relationships/build');
}

function checkVersionString(versionString: string): void {
  if (/^\d+(\.\d+){0,2}$/.test(versionString)) return;
  const detail = `The version number '${versionString}' must be one to three whole numbers separated by periods.`;
  entityError('ATTRIBUTE.INVALID', detail, '/data/attributes/versionString');
}

function checkUnused(others: readonly Version[], versionString: string): void {
  if (!others.some((version) => version.versionString === versionString)) return;
  const detail = 'The version number has been previously used.';
  entityError('ATTRIBUTE.INVALID.DUPLICATE', detail, '/data/attributes/versionString');
}

const versionResource = (version: Version): JsonObject => {
  const { id, platform, versionString, releaseType, earliestReleaseDate, state } = version;
  return resource(TYPE, id, { platform, versionString, appVersionState: state, releaseType, earliestReleaseDate });
};
