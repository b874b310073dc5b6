// Maps our release notes to the languages of a store. Stores name languages differently (Apple `cs`, `no`, `zh-Hans`;
// Google `cs-CZ`, `no-NO`, `zh-CN`). Pure.
import type { StoreNotes } from './store-client.ts';

export interface Spoken {
  /** Our locale. */
  readonly locale: string;
  readonly text: string;
}

/** Undefined for an invalid BCP 47 tag. Stores have one written Norwegian, under either name. */
function read(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replace(/^no(?=-|$)/i, 'nb'));
  } catch {
    return undefined;
  }
}

/** 3 for the same tag; 2 for the same language, script and likely region; 1 if one of them has no region; 0 otherwise. */
function likeness(ours: string, theirs: string): 0 | 1 | 2 | 3 {
  const [a, b] = [read(ours), read(theirs)];
  if (!a || !b) return 0;
  if (a.toString() === b.toString()) return 3;
  const [wide, other] = [a.maximize(), b.maximize()];
  if (wide.language !== other.language || wide.script !== other.script) return 0;
  if (wide.region === other.region) return 2;
  return a.region === undefined || b.region === undefined ? 1 : 0;
}

type Texts = StoreNotes['texts'];

const localesOf = (texts: Texts): string[] =>
  Object.keys(texts)
    .filter((locale) => texts[locale]?.trim())
    .sort();

/** The text that fits a language best; undefined if none fits. */
function likest(texts: Texts, language: string): Spoken | undefined {
  const ranked = localesOf(texts).map((locale) => ({ locale, rank: likeness(locale, language) }));
  const [best] = ranked.filter(({ rank }) => rank > 0).sort((a, b) => b.rank - a.rank);
  return best && { locale: best.locale, text: texts[best.locale] ?? '' };
}

/** The notes that fit a language of the store best; undefined if none fit. */
export const notesIn = ({ texts }: StoreNotes, language: string): Spoken | undefined => likest(texts, language);

/** The default text for a language of the store that has no notes. */
export const defaultIn = ({ defaults = {} }: StoreNotes, language: string): string | undefined =>
  likest(defaults, language)?.text;

/** The text for languages without notes of their own; undefined if it is empty. */
export const mainText = (notes: StoreNotes): string | undefined => {
  const { texts, mainLocale } = notes;
  return texts[mainLocale]?.trim() ? texts[mainLocale] : defaultIn(notes, mainLocale);
};

/** Our locales that fit none of these languages. */
export const unlisted = (notes: StoreNotes, languages: readonly string[]): string[] =>
  localesOf(notes.texts).filter((locale) => languages.every((language) => notesIn(notes, language)?.locale !== locale));
