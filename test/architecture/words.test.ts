// Plain English in what people read: comments, READMEs, and the texts of routes, fields, errors and alarms.
import { describe, expect, it } from 'vitest';
import { FOLDERS, filesOf, textOf } from './rules/source-tree.ts';
import { sentencesToRewrite } from './rules/words.ts';

const files = [...filesOf(`{${FOLDERS.join(',')}}/**/*.{ts,tsx,md}`), ...filesOf('{README.md,.github/*.md}')].filter(
  (path) => !path.startsWith('test/architecture/words'),
);

describe('the words', () => {
  it('of every comment, README and text for users begin with a subject', () => {
    const found = files.flatMap((path) => sentencesToRewrite(path, textOf(path)).map((one) => `${path}: ${one}`));
    expect(found).toEqual([]);
  });

  it.each([
    ['a header', 'a.ts', '// What comes of a release.\n'],
    ['the second line of a header', 'a.ts', '// Reads a release. Who asks\n// twice gets the same.\n'],
    ['a doc comment', 'a.ts', '/** Whoever asks. */\n'],
    ['a summary', 'a.ts', "const a = { summary: 'What happened' };\n"],
    ['a description', 'a.ts', "z.string().describe('What it is');\n"],
    ['a paragraph', 'README.md', 'Good.\n\nWhat is bad.\n'],
    ['a row of a table', 'README.md', '| a | What it does |\n'],
    ['an idiom', 'a.ts', '// Ignores events of a release that is gone.\n'],
  ])('are refused in %s', (_, path, text) => {
    expect(sentencesToRewrite(path, text)).toHaveLength(1);
  });

  it.each([
    ['a store field', 'a.ts', "// Edits the text.\n// What's New is a field of the App Store.\n"],
    ['code', 'README.md', '```sh\n# What you see\n```\n'],
    ['a plain sentence', 'a.ts', '// Reads what a release waits for.\n'],
  ])('take %s', (_, path, text) => {
    expect(sentencesToRewrite(path, text)).toEqual([]);
  });
});
