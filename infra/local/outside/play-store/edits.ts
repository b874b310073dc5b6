// Edits: a private copy of an app's tracks that a commit publishes. Opening one deletes the one that was open; a commit ends
// every other. Any app exists unless its package name contains `missing`. https://developers.google.com/android-publisher/edits
import type { JsonObject } from '../../contracts.ts';
import { objectsAt } from '../reading.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { checkCommit } from './apps.ts';
import { languageMissing, notFound, precondition } from './errors.ts';

const LIFETIME_SECONDS = 7200;

/** An edit as kept under `<package> <id>` in the collection `edits`; `tracks` holds what it changed, by name. */
export type Edit = {
  id: string;
  expiresAt: number;
  status: 'open' | 'committed' | 'deleted' | 'superseded';
  tracks: Record<string, JsonObject>;
};

/** The app's package name; 404 for an unknown app. */
export function existingPackage(call: Call): string {
  const name = param(call, 'package');
  const exists = /^[a-zA-Z]\w*(\.[a-zA-Z]\w*)+$/.test(name) && !/missing/i.test(name);
  return exists ? name : notFound(`Package not found: ${name}.`);
}

export function createEdit(call: Call): OutsideReply {
  const name = existingPackage(call);
  endOthers(call, name, 'deleted');
  const number = call.state.next(`edit ${name}`);
  const edit = saveEdit(call, name, {
    id: `${numberOf(name, 'edit', number)}${String(number).padStart(9, '0')}`,
    expiresAt: Math.floor(call.now / 1000) + LIFETIME_SECONDS,
    status: 'open',
    tracks: {},
  });
  return { status: 200, body: editResource(edit) };
}

/** The details of the app, with its default language. */
export function getDetails(call: Call): OutsideReply {
  openEdit(call, existingPackage(call));
  return { status: 200, body: { defaultLanguage: 'en-US' } };
}

/** Every app has the same ones. */
const LANGUAGES = ['en-US', 'de-DE', 'iw-IL', 'zh-CN'];

/** The store's listing of the app, per language. */
export function listListings(call: Call): OutsideReply {
  openEdit(call, existingPackage(call));
  return { status: 200, body: { listings: LANGUAGES.map((language) => ({ language })) } };
}

export function deleteEdit(call: Call): OutsideReply {
  const name = existingPackage(call);
  saveEdit(call, name, { ...openEdit(call, name), status: 'deleted' });
  return { status: 204 };
}

export function commitEdit(call: Call): OutsideReply {
  const name = existingPackage(call);
  const edit = openEdit(call, name);
  checkLanguages(edit);
  const before = call.state.list<JsonObject>('tracks', `${name} `);
  checkCommit(call, name, Object.values(edit.tracks), before);
  for (const [track, value] of Object.entries(edit.tracks)) call.state.put('tracks', `${name} ${track}`, value);
  endOthers(call, name, 'superseded');
  saveEdit(call, name, { ...edit, status: 'committed' });
  return { status: 200, body: editResource(edit) };
}

/** The edit a call is about, if it can still be worked on. */
export function openEdit(call: Call, name: string): Edit {
  const edit = call.state.get<Edit>('edits', `${name} ${param(call, 'edit')}`);
  if (!edit) return notFound('Edit not found.');
  if (edit.status === 'committed')
    return precondition('This edit has already been successfully committed, please create a new Edit.');
  if (edit.status === 'deleted') return precondition('This Edit has been deleted.');
  const isOver = edit.status === 'superseded' || edit.expiresAt * 1000 <= call.now;
  return isOver ? precondition('This edit has expired, please create a new Edit.') : edit;
}

export const saveEdit = (call: Call, name: string, edit: Edit): Edit =>
  call.state.put('edits', `${name} ${edit.id}`, edit);

function checkLanguages({ tracks }: Edit): void {
  const notes = Object.values(tracks).flatMap((track) =>
    objectsAt(track, 'releases').flatMap((one) => objectsAt(one, 'releaseNotes')),
  );
  const foreign = notes.map(({ language }) => String(language)).find((language) => !LANGUAGES.includes(language));
  if (foreign !== undefined) languageMissing(foreign);
}

function endOthers(call: Call, name: string, status: 'deleted' | 'superseded'): void {
  for (const edit of call.state.list<Edit>('edits', `${name} `)) {
    if (edit.status === 'open') saveEdit(call, name, { ...edit, status });
  }
}

function editResource(edit: Edit): JsonObject {
  return { id: edit.id, expiryTimeSeconds: String(edit.expiresAt) };
}
