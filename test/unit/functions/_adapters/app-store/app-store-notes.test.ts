// "What's New" per language: the written texts, their order, and the texts that stay unchanged.
import { describe, expect, it } from 'vitest';
import { notesToWrite } from '../../../../../functions/_adapters/app-store/app-store-notes.ts';
import { notesBy } from '../../../../support/releases/store-notes.ts';

const found = (languages: Record<string, string | null>) =>
  Object.entries(languages).map(([locale, whatsNew]) => ({ id: locale, attributes: { locale, whatsNew } }));
const EN = { 'en-US': 'New' };

describe('notesToWrite', () => {
  it.each<[string, Record<string, string | null>, Record<string, string>, string | undefined, [string, string][]]>([
    ['fills what is empty', { 'en-US': null }, EN, undefined, [['en-US', 'New']]],
    ['corrects what differs', { 'en-US': 'Old' }, EN, undefined, [['en-US', 'New']]],
    ['leaves what is the same', { 'en-US': 'New\n' }, EN, undefined, []],
    [
      'gives each language its own',
      { 'en-US': null, 'de-DE': null, cs: 'Staré' },
      { ...EN, de: 'Neu', 'cs-CZ': 'Nové' },
      undefined,
      [
        ['de-DE', 'Neu'],
        ['cs', 'Nové'],
        ['en-US', 'New'],
      ],
    ],
    [
      'gives the main one to what has none, or had the main one before, which comes last',
      { 'en-US': 'Old', 'fr-FR': 'Old', it: null, ja: 'by hand' },
      EN,
      undefined,
      [
        ['fr-FR', 'New'],
        ['it', 'New'],
        ['en-US', 'New'],
      ],
    ],
    [
      'gives the main one to the primary language of an app without it',
      { 'en-GB': 'Old', 'fr-FR': 'Old', ja: 'by hand' },
      EN,
      'en-GB',
      [
        ['fr-FR', 'New'],
        ['en-GB', 'New'],
      ],
    ],
    ['leaves the primary language its own', { 'en-GB': 'Mine' }, { ...EN, 'en-GB': 'Mine' }, 'en-GB', []],
    ['writes nothing of nothing', { 'en-US': 'Old' }, { 'en-US': ' ' }, undefined, []],
    [
      "cuts to Apple's limit",
      { 'en-US': null },
      { 'en-US': 'x'.repeat(4001) },
      undefined,
      [['en-US', `${'x'.repeat(3999)}…`]],
    ],
  ])('%s', (_, languages, texts, primary, expected) => {
    const written = notesToWrite(found(languages), notesBy(texts), primary);
    expect(written.map(({ id, whatsNew }) => [id, whatsNew])).toStrictEqual(expected);
  });

  it('carries on where half of it was done as if it began', () => {
    const before = { 'en-US': 'Old', 'fr-FR': 'Old', it: 'Old' };
    const halfway = { ...before, 'fr-FR': 'New' };
    const rest = notesToWrite(found(halfway), notesBy(EN)).map(({ id }) => id);
    expect(rest).toStrictEqual(['it', 'en-US']);
  });
});
