// "What's New" of a version, per language. A version and its app must have the same languages at submission, so a language
// is added only if the app has it; notes in other languages are not sent.
// https://developer.apple.com/documentation/appstoreconnectapi/post-v1-appstoreversionlocalizations

import type * as z from 'zod';
import { cutAtLine } from '../../../entities/_base/text.ts';
import { type Caller, path } from '../_client/caller.ts';
import type { StoreNotes, StoreSubmission } from '../store/store-client.ts';
import { defaultIn, mainText, notesIn, unlisted } from '../store/store-notes.ts';
import { codesOf, messageOf } from './app-store-api.ts';
import { appInfosReply, appLocaleReply, type localizationReply, localizationsReply } from './app-store-replies.ts';

/** Apple's limit for "What's New". */
const NOTES_LENGTH = 4000;
const ALL = { limit: 200 };
/** Of an app's two descriptions, the one that is or was in the store. */
const OUT = ['READY_FOR_DISTRIBUTION', 'REPLACED_WITH_NEW_INFO'];

type Localization = z.output<typeof localizationReply>;

/** Apple's codes for a refused text, or for a version without "What's New", such as an app's first one. */
const isAboutText = (code: string): boolean => /^(STATE_ERROR|ENTITY_ERROR\.ATTRIBUTE)(\.|$)/.test(code);
const DUPLICATE = 'ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE';

interface WrittenNotes {
  readonly unlistedLocales: readonly string[];
  readonly refusedNotes: NonNullable<StoreSubmission['refusedNotes']>;
}

interface Wanted {
  readonly id: string;
  /** The locale of our notes with this text. */
  readonly locale: string;
  readonly whatsNew: string;
}

/**
 * The notes to write, in this order. Each language gets its own notes. The main notes go to their own language, otherwise
 * to the app's `primary` one, and to other languages without notes that have no text yet or the same text as that one: text
 * that people wrote in the store is kept.
 */
export function notesToWrite(found: readonly Localization[], notes: StoreNotes, primary?: string): Wanted[] {
  const languages = found.map(({ id, attributes: { locale, whatsNew } }) => {
    const instead = defaultIn(notes, locale);
    return { id, locale, now: whatsNew?.trim() ?? '', own: notesIn(notes, locale), instead };
  });
  const home =
    languages.find(({ own }) => own?.locale === notes.mainLocale) ??
    languages.find(({ locale, own }) => !own && locale === primary);
  const main = mainText(notes);
  const rest = languages.filter((language) => language !== home);
  const followers = rest.filter(({ own, now }) => !own && (now === '' || now === home?.now));
  // Languages are compared with this one, so it is written last: a repeated call after a crash decides the same.
  const ordered = [...followers, ...rest.filter(({ own }) => own), ...(home ? [home] : [])];
  return ordered.flatMap(({ id, now, own, instead }) => {
    const whatsNew = cutAtLine(own?.text ?? instead ?? main ?? '', NOTES_LENGTH);
    return whatsNew === '' || whatsNew === now ? [] : [{ id, locale: own?.locale ?? notes.mainLocale, whatsNew }];
  });
}

export function createAppStoreNotes(api: Caller, appId: string) {
  async function list(versionId: string): Promise<readonly Localization[]> {
    const list = path`/v1/appStoreVersions/${versionId}/appStoreVersionLocalizations`;
    return (await api.read(localizationsReply, { method: 'GET', path: list, query: ALL })).data;
  }

  async function primaryLocale(): Promise<string | undefined> {
    const app = { method: 'GET', path: path`/v1/apps/${appId}` } as const;
    return (await api.read(appLocaleReply, app)).data.attributes.primaryLocale ?? undefined;
  }

  /** The languages that the app will have with its next version. */
  async function appLocales(): Promise<string[]> {
    const infos = await api.read(appInfosReply, { method: 'GET', path: path`/v1/apps/${appId}/appInfos` });
    const next = infos.data.find(({ attributes }) => !OUT.includes(attributes.state ?? ''));
    if (!next) return [];
    const list = path`/v1/appInfos/${next.id}/appInfoLocalizations`;
    const found = await api.read(localizationsReply, { method: 'GET', path: list, query: ALL });
    return found.data.map(({ attributes }) => attributes.locale);
  }

  /** Apple's reason for refusing the text; undefined if the text was accepted. Other refusals are thrown. */
  async function refusalOf(call: Parameters<Caller['send']>[0]): Promise<string | undefined> {
    const reply = await api.send(call, (failure) => codesOf(failure).some(isAboutText));
    return reply.status < 300 || codesOf(reply).includes(DUPLICATE) ? undefined : (messageOf(reply) ?? 'refused');
  }

  function add(versionId: string, locale: string, text: string): Promise<string | undefined> {
    const data = {
      type: 'appStoreVersionLocalizations',
      attributes: { locale, whatsNew: cutAtLine(text, NOTES_LENGTH) },
      relationships: { appStoreVersion: { data: { type: 'appStoreVersions', id: versionId } } },
    };
    const call = { method: 'POST', path: '/v1/appStoreVersionLocalizations', body: { data } } as const;
    const find = async () => {
      const isThere = (await list(versionId)).some(({ attributes }) => attributes.locale === locale);
      return isThere ? { refusal: undefined } : undefined;
    };
    const make = async () => ({ refusal: await refusalOf(call) });
    return api.ensure({ find, make, mayExist: false }).then(({ refusal }) => refusal);
  }

  return {
    /**
     * For an editable version. Answers the locales without a matching language in the version, and those whose notes Apple
     * refused, with its reason: the first version of an app has no notes, and emoji are refused, for example.
     */
    async write(versionId: string, notes: StoreNotes): Promise<WrittenNotes> {
      const refused = new Map<string, string>();
      if (unlisted(notes, []).length === 0) return { unlistedLocales: [], refusedNotes: [] };
      const found = await list(versionId);
      const has = found.map(({ attributes }) => attributes.locale);
      // Languages with notes that the app has and the version lacks.
      const missing = unlisted(notes, has).length === 0 ? [] : await appLocales();
      for (const language of missing.filter((one) => !has.includes(one))) {
        const own = notesIn(notes, language);
        if (!own) continue;
        const refusal = await add(versionId, language, own.text);
        if (refusal !== undefined) refused.set(own.locale, refusal);
        has.push(language);
      }
      const spoken = found.map(({ attributes }) => notesIn(notes, attributes.locale)?.locale);
      const needsPrimary = !spoken.includes(notes.mainLocale) && spoken.includes(undefined);
      const primary = needsPrimary ? await primaryLocale() : undefined;
      for (const { id, locale, whatsNew } of notesToWrite(found, notes, primary)) {
        const data = { type: 'appStoreVersionLocalizations', id, attributes: { whatsNew } };
        const change = { path: path`/v1/appStoreVersionLocalizations/${id}`, body: { data }, isRepeatable: true };
        const refusal = await refusalOf({ method: 'PATCH', ...change });
        if (refusal !== undefined) refused.set(locale, refusal);
      }
      const unlistedLocales = unlisted(notes, primary === undefined ? has : [...has, notes.mainLocale]);
      return { unlistedLocales, refusedNotes: [...refused].map(([locale, reason]) => ({ locale, reason })) };
    },
  };
}
