// Names, sizes, headers and habits of every file, and what may lie in the root.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILE_RULES, fileViolations } from './rules/file-rules.ts';
import { FOLDERS, filesOf, ROOT, textOf } from './rules/source-tree.ts';

const NOT_OURS = [
  'node_modules',
  '.git',
  ...textOf('.gitignore')
    .split('\n')
    .map((line) => line.replace(/\/$/, '')),
];
const ROOT_HOLDS = [
  'package.json',
  'package-lock.json',
  'cdk.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  ...FOLDERS,
];
const rootNames = readdirSync(ROOT).filter((name) => !NOT_OURS.includes(name) && !name.endsWith('.log'));
const files = [
  ...filesOf(`{${FOLDERS.join(',')}}/**/*.*`),
  ...filesOf('{*.json,*.md,LICENSE,.*.json,.editorconfig,.npmrc,.ci/*,.github/**/*.*}'),
].map((path) => ({ path, text: textOf(path) }));

describe('every file', () => {
  it.each(FILE_RULES.map(({ name }) => name))('%s', (name) => {
    expect(fileViolations(files).filter((one) => one.endsWith(`: ${name}`))).toEqual([]);
  });

  it('that a rule excuses exists', () => {
    const known = new Set(['README.md', 'infra/local/README.md', ...files.map(({ path }) => path)]);
    const excused = FILE_RULES.flatMap(({ but }) => Object.keys(but ?? {}));
    expect(excused.filter((path) => !known.has(path))).toEqual([]);
  });
});

const HEADER = '// What it is.\n';
describe('the rules', () => {
  it.each([
    ['a long file', 'entities/a/long.ts', HEADER + 'x\n'.repeat(300)],
    ['a handler that does more than bind', 'functions/a/api.handler.ts', HEADER + 'x\n'.repeat(60)],
    ['a README of two pages', 'entities/README.md', 'x\n'.repeat(61)],
    ['camelCase', 'entities/a/camelCase.ts', HEADER],
    ['snake_case', 'entities/a/snake_case.ts', HEADER],
    ['utils', 'entities/a/string-utils.ts', HEADER],
    ['a folder called common', 'entities/common/a.ts', HEADER],
    ['a file without a header', 'entities/a/a.ts', 'export const a = 1;\n'],
    ['index.ts', 'entities/a/index.ts', HEADER],
    ['a barrel', 'entities/a/all.ts', `${HEADER}export * from './a.ts';\n`],
    ['an export of what is elsewhere', 'entities/a/all.ts', `${HEADER}export { a } from './a.ts';\n`],
    ['a default export', 'entities/a/a.ts', `${HEADER}export default 1;\n`],
    ['a counter of its own', 'entities/a/a.repo.ts', `${HEADER}const a = 'attribute_not_exists(n) OR n < :most';\n`],
    ['a resource type that is no name', 'functions/a/a.ts', `${HEADER}const a = { resourceType: 'thing' };\n`],
    ['a reader of the environment', 'functions/a/a.ts', `${HEADER}const a = process.env.A;\n`],
    ['an operation with a clock', 'functions/a/ops/get-a.ts', `${HEADER}const at = Date.now();\n`],
    [
      'a table read by any name',
      'entities/a/a.ts',
      `${HEADER}const T: Readonly<Record<string, 1>> = {};\nexport const a = T[b];\n`,
    ],
    ['a path of one machine', 'functions/a/a.ts', `${HEADER}const a = '/${'home'}/me';\n`],
    ['a package registry', 'infra/a.ts', `${HEADER}const a = 'https://${'registry'}.example.com';\n`],
  ])('refuse %s', (_, path, text) => {
    expect(fileViolations([{ path, text }])).toHaveLength(1);
  });

  it('take a good file', () => {
    const text = `${HEADER}import type { A } from './a.ts';\n\n// process.env is read elsewhere.\nexport const a: A = 1;\n`;
    expect(fileViolations([{ path: 'functions/a/ops/get-a.ts', text }])).toEqual([]);
  });
});

describe('the root', () => {
  it('holds the five folders, the files of the tools, and dotfiles', () => {
    expect(rootNames.filter((name) => !name.startsWith('.') && !ROOT_HOLDS.includes(name))).toEqual([]);
  });

  it.each(FOLDERS)('has a README in %s', (folder) => {
    expect(filesOf(`${folder}/README.md`)).toEqual([`${folder}/README.md`]);
  });
});
