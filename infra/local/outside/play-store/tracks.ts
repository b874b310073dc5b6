// Tracks of an edit and the rules of their releases. Bundles come from elsewhere, so every version code can be released.
// https://developers.google.com/android-publisher/api-ref/rest/v3/edits.tracks and …/applications.tracks.releases
import { isObject, type Json, type JsonObject, parseJson } from '../../contracts.ts';
import { arrayOr, objectsAt, textOf, unknownKeys } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { appOf } from './apps.ts';
import { existingPackage, openEdit, saveEdit } from './edits.ts';
import { invalid, notFound } from './errors.ts';

const STANDARD_TRACKS = ['production', 'beta', 'alpha', 'internal'];
const RELEASE_FIELDS = [
  'name',
  'versionCodes',
  'releaseNotes',
  'status',
  'userFraction',
  'countryTargeting',
  'inAppUpdatePriority',
];
const STATUSES = ['draft', 'inProgress', 'halted', 'completed'];
const MAX_VERSION_CODE = 2_100_000_000;
const MAX_NOTES = 500;
const FIRST_BUNDLES = ['100', '101', '102'];

export function getTrack(call: Call): OutsideReply {
  return { status: 200, body: currentTrack(call) };
}

export function putTrack(call: Call): OutsideReply {
  const name = existingPackage(call);
  const edit = openEdit(call, name);
  const track = param(call, 'track');
  const after: JsonObject = { ...readTrack(call, track), track };
  saveEdit(call, name, { ...edit, tracks: { ...edit.tracks, [track]: after } });
  return { status: 200, body: after };
}

/** The releases of a track with the state of their review, which `PUT /_apps/{package}` sets for all of an app. */
export function listReleases(call: Call): OutsideReply {
  const name = existingPackage(call);
  const track = param(call, 'track');
  const { review } = appOf(call, name);
  const releases = objectsAt(committed(call, name, track), 'releases').map((release) => ({
    ...(release.name !== undefined && { releaseName: release.name }),
    track,
    activeArtifacts: codesOf(release).map((code) => ({ versionCode: Number(code) })),
    releaseLifecycleState: `RELEASE_LIFECYCLE_STATE_${release.status === 'draft' ? 'DRAFT' : review}`,
  }));
  return { status: 200, body: { releases } };
}

/** Bundles that were uploaded: a few to begin with, every version code a track has, and always one that no track has. */
export function listBundles(call: Call): OutsideReply {
  const name = existingPackage(call);
  const edit = openEdit(call, name);
  const tracks = [...call.state.list<JsonObject>('tracks', `${name} `), ...Object.values(edit.tracks)];
  const released = tracks.flatMap((track) => objectsAt(track, 'releases').flatMap(codesOf));
  const known = [...new Set([...FIRST_BUNDLES, ...released])].sort((a, b) => Number(a) - Number(b));
  const newest = known.at(-1) ?? '';
  const codes = released.includes(newest) ? [...known, String(Number(newest) + 1)] : known;
  return { status: 200, body: { bundles: codes.map((code) => ({ versionCode: Number(code) })) } };
}

function currentTrack(call: Call): JsonObject {
  const name = existingPackage(call);
  const edit = openEdit(call, name);
  const track = param(call, 'track');
  const known = edit.tracks[track] ?? committed(call, name, track);
  return known ?? (STANDARD_TRACKS.includes(track) ? { track } : notFound(`Track not found: ${track}.`));
}

function committed(call: Call, name: string, track: string): JsonObject | undefined {
  return call.state.get<JsonObject>('tracks', `${name} ${track}`);
}

function readTrack(call: Call, track: string): JsonObject {
  const body = parseJson(call.request.body);
  if (!isObject(body)) return invalid('Invalid JSON payload received. Expected an object.');
  refuseUnknown(body, ['track', 'releases'], '');
  if (body.track !== undefined && body.track !== track)
    return invalid('Track name in the request does not match the one in the URL.');
  const { releases } = body;
  if (releases === undefined) return body;
  if (!Array.isArray(releases)) return invalid("Invalid value at 'releases', expected a list.");
  const read = releases.map((release, index) => readRelease(release, index));
  for (const [statuses, what] of [
    [['completed'], 'completed'],
    [['inProgress', 'halted'], 'staged'],
  ] as const) {
    const count = read.filter((release) => (statuses as readonly string[]).includes(String(release.status))).length;
    if (count > 1) return invalid(`A track can have at most one ${what} release.`);
  }
  return { ...body, releases: read };
}

function readRelease(release: Json, index: number): JsonObject {
  const at = `releases[${index}]`;
  if (!isObject(release)) return invalid(`Invalid value at '${at}', expected an object.`);
  refuseUnknown(release, RELEASE_FIELDS, at);
  const status = textOf(release.status);
  if (status === undefined) return invalid('Release status must be specified.');
  if (!STATUSES.includes(status))
    return invalid(
      `Invalid value at 'track.${at}.status' (type.googleapis.com/google.play.publishingapi.v3.Status), "${status}"`,
    );
  checkFraction(release.userFraction, status);
  const codes = codesOf(release);
  if (codes.length === 0 && status !== 'draft') return invalid('Release must specify version codes.');
  const wrong = codes.find((code) => !/^[1-9]\d*$/.test(code) || Number(code) > MAX_VERSION_CODE);
  if (wrong !== undefined) return invalid(`Invalid value at 'track.${at}.version_codes' (TYPE_INT64), "${wrong}"`);
  const { inAppUpdatePriority: priority = 0 } = release;
  if (!Number.isInteger(priority) || Number(priority) < 0 || Number(priority) > 5) {
    invalid('In-app update priority must be between 0 and 5.');
  }
  checkNotes(release.releaseNotes, at);
  return { ...release, ...(codes.length > 0 && { versionCodes: codes }) };
}

function checkFraction(fraction: Json | undefined, status: string): void {
  const isStaged = status === 'inProgress' || status === 'halted';
  if (!isStaged) {
    if (fraction !== undefined) invalid(`Releases with status ${status} must not have a user fraction.`);
    return;
  }
  if (typeof fraction !== 'number' || !(fraction > 0 && fraction < 1)) {
    invalid('Staged rollouts must have a user fraction greater than 0 and less than 1.');
  }
}

function checkNotes(notes: Json | undefined, at: string): void {
  if (notes === undefined) return;
  if (!Array.isArray(notes)) invalid(`Invalid value at '${at}.release_notes', expected a list.`);
  const seen = new Set<string>();
  for (const note of notes) {
    const text = isObject(note) ? textOf(note.text) : undefined;
    const language = isObject(note) ? textOf(note.language) : undefined;
    if (text === undefined || !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language ?? ''))
      invalid('Release notes must have a language and a text.');
    if (text.length > MAX_NOTES)
      invalid(`Release notes are too long: the text for ${language} exceeds ${MAX_NOTES} characters.`);
    if (seen.has(language ?? '')) invalid(`Release notes must have one text for ${language}.`);
    seen.add(language ?? '');
  }
}

function refuseUnknown(value: JsonObject, known: readonly string[], at: string): void {
  const [unknown] = unknownKeys(value, known);
  if (unknown === undefined) return;
  const where = at === '' ? '' : ` at 'track.${at}'`;
  invalid(`Invalid JSON payload received. Unknown name "${unknown}"${where}: Cannot find field.`);
}

/** Version codes as text, as Google writes 64-bit numbers. */
function codesOf(release: JsonObject): string[] {
  return arrayOr(release.versionCodes).map(String);
}
