// Which of our locales speaks for which language of a store, and what is left of a long text.
import { describe, expect, it } from 'vitest';
import { cutTo } from '../../../../../entities/_base/text.ts';
import { defaultIn, mainText, notesIn, unlisted } from '../../../../../functions/_adapters/store/store-notes.ts';
import { inEnglish, notesBy } from '../../../../support/releases/store-notes.ts';

/** Every text is its own locale. */
const written = (...locales: string[]) => notesBy(Object.fromEntries(locales.map((locale) => [locale, locale])));

describe('notesIn', () => {
  it.each<[string, string[], string | undefined]>([
    ['de-DE', ['de-DE', 'de'], 'de-DE'],
    ['de-DE', ['de-AT', 'de'], 'de'],
    ['cs', ['cs-CZ'], 'cs-CZ'],
    ['cs-CZ', ['cs'], 'cs'],
    ['zh-Hans', ['zh-CN', 'zh-TW'], 'zh-CN'],
    ['zh-TW', ['zh-Hans', 'zh-Hant'], 'zh-Hant'],
    ['zh-CN', ['zh'], 'zh'],
    ['zh-Hant', ['zh'], undefined],
    ['iw-IL', ['he'], 'he'],
    ['no', ['nb-NO'], 'nb-NO'],
    ['no-NO', ['nb'], 'nb'],
    ['no', ['nn'], undefined],
    ['es-MX', ['es'], 'es'],
    ['es-MX', ['es-ES'], undefined],
    ['es-419', ['es', 'es-ES'], 'es'],
    ['ar', ['ar-SA', 'ar-AE'], 'ar-AE'],
    ['ar-SA', ['ar'], 'ar'],
    ['en-GB', ['en-US'], undefined],
    ['pt-BR', ['pt'], 'pt'],
    ['pt-PT', ['pt', 'pt-PT'], 'pt-PT'],
    ['sr', ['sr-Latn'], undefined],
    ['not a tag', ['en-US'], undefined],
  ])('in %s of %j are those in %s', (language, ours, expected) => {
    expect(notesIn(written(...ours), language)).toStrictEqual(
      expected === undefined ? undefined : { locale: expected, text: expected },
    );
  });

  it('are none where the text is blank', () => {
    expect(notesIn(inEnglish(' \n'), 'en-US')).toBeUndefined();
    expect(mainText(inEnglish(' \n'))).toBeUndefined();
  });
});

describe('unlisted', () => {
  it.each<[string[], string[], string[]]>([
    [['en-US', 'fr', 'eo'], ['en-US', 'fr-FR'], ['eo']],
    [['de', 'de-DE'], ['de-DE'], ['de']],
    [['es'], ['es-ES', 'es-MX'], []],
    [['en-US'], [], ['en-US']],
  ])('of %j in a store with %j are %j', (ours, languages, expected) => {
    expect(unlisted(written(...ours), languages)).toStrictEqual(expected);
  });
});

describe('cutTo', () => {
  it.each([
    ['leaves what fits', ' New ', 3, 'New'],
    ['cuts what does not', 'abcdef', 4, 'abc…'],
    ['leaves no half of a character', 'ab😀def', 4, 'ab…'],
  ])('%s', (_, text, most, expected) => {
    expect(cutTo(text, most)).toBe(expected);
  });
});

describe('what stands where nobody wrote anything', () => {
  const notes = {
    texts: { de: 'Neu' },
    defaults: { en: 'Fixes.', 'pt-BR': 'Melhor.', de: 'Standard' },
    mainLocale: 'en-US',
  };

  it.each([
    ['en-GB', 'Fixes.'],
    ['pt-PT', undefined],
    ['pt', 'Melhor.'],
    ['ja', undefined],
  ])('in %s is %s (W10)', (language, expected) => {
    expect(defaultIn(notes, language)).toBe(expected);
  });

  it('does not take the place of what somebody wrote, and is no locale of theirs (W10)', () => {
    expect(notesIn(notes, 'de-DE')?.text).toBe('Neu');
    expect(mainText(notes)).toBe('Fixes.');
    expect(unlisted(notes, ['de-DE'])).toEqual([]);
  });
});
