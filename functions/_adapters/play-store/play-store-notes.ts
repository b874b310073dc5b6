// Release notes on Google Play, only in languages of the app's store listings: any other language fails the whole edit at
// its commit. https://developers.google.com/android-publisher/api-ref/rest/v3/edits.listings

import * as z from 'zod';
import { cutAtLine } from '../../../entities/_base/text.ts';
import type { Caller } from '../_client/caller.ts';
import type { StoreNotes } from '../store/store-client.ts';
import { defaultIn, mainText, notesIn, unlisted } from '../store/store-notes.ts';
import type { PlayRelease } from './play-store-replies.ts';

const listingsReply = z.object({ listings: z.array(z.object({ language: z.string() })).optional() });
const detailsReply = z.object({ defaultLanguage: z.string().optional() });

/** Google's limit for the notes of one language. */
const NOTES_LENGTH = 500;

type Told = Pick<PlayRelease, 'releaseNotes'>;

/** Users of a language without notes see the notes of the app's default language. */
export async function playNotesOf(api: Caller, edit: string, notes: StoreNotes) {
  if (unlisted(notes, []).length === 0 && mainText(notes) === undefined) return { release: {}, unlistedLocales: [] };
  const details = await api.find(detailsReply, { method: 'GET', path: `${edit}/details` });
  const listed = await api.find(listingsReply, { method: 'GET', path: `${edit}/listings` });
  const byDefault = details?.defaultLanguage ?? 'en-US';
  const languages = [...new Set([byDefault, ...(listed?.listings ?? []).map(({ language }) => language)])];
  const releaseNotes = languages.flatMap((language) => {
    const instead = defaultIn(notes, language) ?? (language === byDefault ? mainText(notes) : undefined);
    const text = notesIn(notes, language)?.text ?? instead;
    return text === undefined ? [] : [{ language, text: cutAtLine(text, NOTES_LENGTH) }];
  });
  const hasMain = notesIn(notes, byDefault) === undefined;
  const unlistedLocales = unlisted(notes, hasMain ? [...languages, notes.mainLocale] : languages);
  const release: Told = releaseNotes.length > 0 ? { releaseNotes } : {};
  return { release, unlistedLocales };
}

/** True if a release has the wanted notes, in any order, or if no notes are wanted. */
export function hasNotes({ releaseNotes = [] }: PlayRelease, told: Told): boolean {
  if (told.releaseNotes === undefined) return true;
  const has = new Map(releaseNotes.map(({ language, text }) => [language, text]));
  return (
    told.releaseNotes.length === has.size && told.releaseNotes.every(({ language, text }) => has.get(language) === text)
  );
}
