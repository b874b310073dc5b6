// "What's New" of a version, per language. A version and its app must have the same languages when it is submitted, so a
// language is added only where the app has it already; notes in any other stay with us.
// https://developer.apple.com/documentation/appstoreconnectapi/post-v1-appstoreversionlocalizations
import type * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { StoreNotes } from '../adapter.ts';
import { type Caller, path } from '../caller.ts';
import { cutTo, mainText, notesIn, unlisted } from '../store-notes.ts';
import { appInfosReply, appLocaleReply, type localizationReply, localizationsReply } from './app-store-replies.ts';

/** Apple's limit for "What's New". */
const NOTES_LENGTH = 4000;
const ALL = { limit: 200 };
/** Of the two descriptions that an app can have, the one that is in the store, or was. */
const OUT = ['READY_FOR_DISTRIBUTION', 'REPLACED_WITH_NEW_INFO'];

type Localization = z.output<typeof localizationReply>;

interface Wanted {
  readonly id: string;
  readonly whatsNew: string;
}

/**
 * What is to be written where, in this order. Each language gets its own notes. The main ones go to the language they are
 * in, or else to the app's `primary` one; and to any other without notes of its own that has none yet, or the same as
 * that one: what somebody wrote there by hand is kept.
 */
export function notesToWrite(found: readonly Localization[], notes: StoreNotes, primary?: string): Wanted[] {
  const languages = found.map(({ id, attributes: { locale, whatsNew } }) => {
    return { id, locale, now: whatsNew?.trim() ?? '', own: notesIn(notes, locale) };
  });
  const home =
    languages.find(({ own }) => own?.locale === notes.mainLocale) ??
    languages.find(({ locale, own }) => !own && locale === primary);
  const main = mainText(notes);
  const rest = languages.filter((language) => language !== home);
  const followers = rest.filter(({ own, now }) => !own && (now === '' || now === home?.now));
  // The one that others are compared with comes last: whoever carries on after half of it finds the same others.
  const ordered = [...followers, ...rest.filter(({ own }) => own), ...(home ? [home] : [])];
  return ordered.flatMap(({ id, now, own }) => {
    const whatsNew = cutTo(own?.text ?? main ?? '', NOTES_LENGTH);
    return whatsNew === '' || whatsNew === now ? [] : [{ id, whatsNew }];
  });
}

export function createAppStoreNotes(api: Caller, appId: string) {
  async function list(versionId: string): Promise<readonly Localization[]> {
    const list = path`/v1/appStoreVersions/${versionId}/appStoreVersionLocalizations`;
    return (await api.find(localizationsReply, { method: 'GET', path: list, query: ALL }))?.data ?? [];
  }

  async function primaryLocale(): Promise<string | undefined> {
    const app = { method: 'GET', path: path`/v1/apps/${appId}` } as const;
    return (await api.read(appLocaleReply, app)).data.attributes.primaryLocale ?? undefined;
  }

  /** The languages that the app will have with its next version. */
  async function appLocales(): Promise<string[]> {
    const infos = await api.find(appInfosReply, { method: 'GET', path: path`/v1/apps/${appId}/appInfos` });
    const next = infos?.data.find(({ attributes }) => !OUT.includes(attributes.state ?? ''));
    if (!next) return [];
    const list = path`/v1/appInfos/${next.id}/appInfoLocalizations`;
    const found = await api.find(localizationsReply, { method: 'GET', path: list, query: ALL });
    return (found?.data ?? []).map(({ attributes }) => attributes.locale);
  }

  /** False when Apple refuses, as it does of an app's first version, which has no "What's New". */
  async function add(versionId: string, locale: string, text: string): Promise<boolean> {
    const data = {
      type: 'appStoreVersionLocalizations',
      attributes: { locale, whatsNew: cutTo(text, NOTES_LENGTH) },
      relationships: { appStoreVersion: { data: { type: 'appStoreVersions', id: versionId } } },
    };
    const call = { method: 'POST', path: '/v1/appStoreVersionLocalizations', body: { data } } as const;
    const find = async () =>
      (await list(versionId)).some(({ attributes }) => attributes.locale === locale) || undefined;
    const make = async () => (await api.send(call)).status < 300;
    try {
      return await api.ensure({ find, make, mayExist: false });
    } catch (error) {
      if (isDomainError(error) && error.code === 'integration.refused') return false;
      throw error;
    }
  }

  /** Adds the languages that the app has and the version has not, for which there are notes; answers those it has then. */
  async function complete(versionId: string, found: readonly Localization[], notes: StoreNotes): Promise<string[]> {
    const has = found.map(({ attributes }) => attributes.locale);
    if (unlisted(notes, has).length === 0) return has;
    for (const locale of await appLocales()) {
      const own = has.includes(locale) ? undefined : notesIn(notes, locale);
      if (own && (await add(versionId, locale, own.text))) has.push(locale);
    }
    return has;
  }

  return {
    /** Of a version that can be edited; answers the locales whose notes no language of the version takes. */
    async write(versionId: string, notes: StoreNotes): Promise<string[]> {
      if (unlisted(notes, []).length === 0) return [];
      const found = await list(versionId);
      const has = await complete(versionId, found, notes);
      const spoken = found.map(({ attributes }) => notesIn(notes, attributes.locale)?.locale);
      const needsPrimary = !spoken.includes(notes.mainLocale) && spoken.includes(undefined);
      const primary = needsPrimary ? await primaryLocale() : undefined;
      for (const { id, whatsNew } of notesToWrite(found, notes, primary)) {
        const data = { type: 'appStoreVersionLocalizations', id, attributes: { whatsNew } };
        // 409: an app's first version has no "What's New". Where Apple wants it, submitting says so.
        const write = {
          path: path`/v1/appStoreVersionLocalizations/${id}`,
          body: { data },
          isRepeatable: true,
        } as const;
        await api.send({ method: 'PATCH', ...write }, [409]);
      }
      return unlisted(notes, primary === undefined ? has : [...has, notes.mainLocale]);
    },
  };
}
