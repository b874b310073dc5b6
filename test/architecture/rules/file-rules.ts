// The rules for every file, as data: each rule names the files it is about and finds what is wrong with one. Applied by
// files.test.ts to the tree and to small counterexamples.

export interface Source {
  readonly path: string;
  readonly text: string;
}

interface FileRule {
  readonly name: string;
  readonly about: RegExp;
  /** Files that may break it, each with its reason. */
  readonly but?: Readonly<Record<string, string>>;
  readonly isBroken: (file: Source) => boolean;
}

const TYPESCRIPT = /\.tsx?$/;
const MAX_LINES = 300;
const MAX_HANDLER_LINES = 60;
/** Handlers name every operation and dependency: their imports are not counted. */
const IMPORT = /^import [^;]*;\n/gm;
/** A printed page of prose. */
const MAX_PAGE_LINES = 60;

const linesOf = (text: string) => text.replace(/\n$/, '').split('\n').length;
const codeOf = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const KEBAB = /^[_.]?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const NAMED_BY_CUSTOM = /^(?:[A-Z]+\.md|LICENSE)$/;

export const FILE_RULES: readonly FileRule[] = [
  {
    name: `has at most ${MAX_LINES} lines`,
    about: TYPESCRIPT,
    isBroken: ({ text }) => linesOf(text) > MAX_LINES,
  },
  {
    name: `a handler only binds, in at most ${MAX_HANDLER_LINES} lines beside its imports`,
    about: /^functions\/.+\.handler\.ts$/,
    isBroken: ({ text }) => linesOf(text.replaceAll(IMPORT, '')) > MAX_HANDLER_LINES,
  },
  {
    name: `a README fits on a page (${MAX_PAGE_LINES} lines beside drawings)`,
    about: /(?:README|CONTRIBUTING)\.md$/,
    but: {
      'infra/README.md': 'alarms link to its runbook',
      'README.md': 'the tour of the whole',
      'functions/README.md': 'a line per domain',
      'infra/local/README.md': 'the matrix of what is supported',
    },
    isBroken: ({ text }) => linesOf(text.replaceAll(/```mermaid[\s\S]*?```/g, '')) > MAX_PAGE_LINES,
  },
  {
    name: 'has a kebab-case name',
    about: /./,
    isBroken: ({ path }) =>
      path.split('/').some((part) => !KEBAB.test(part) && !NAMED_BY_CUSTOM.test(part) && !/^_+\w+_+$/.test(part)),
  },
  {
    name: 'is named after what it holds, not utils, helpers or common',
    about: /./,
    isBroken: ({ path }) => /(?:^|[/.-])(?:utils?|helpers?|common|misc)(?:[/.-]|$)/.test(path),
  },
  {
    name: 'begins with a comment that says what it is',
    about: TYPESCRIPT,
    isBroken: ({ text }) => !/^(?:#!.*\n)?(?:\/\/ \S|\/\*\* )/.test(text),
  },
  {
    name: 'is no barrel',
    about: TYPESCRIPT,
    isBroken: ({ path, text }) =>
      /(?:^|\/)index\.ts$/.test(path) || /^export (?!type )[^;]*? from '/m.test(codeOf(text)),
  },
  {
    name: 'reads a table by names of others as ownValue, so that `constructor` is no key',
    about: /^(?:entities|functions)\/.+\.ts$/,
    isBroken: ({ text }) =>
      [...codeOf(text).matchAll(/\bconst ([A-Z_]+): Readonly<Record<string, /g)].some(([, table]) =>
        new RegExp(`\\b${table}\\[(?!')|\\bin ${table}\\b(?!\\))`).test(codeOf(text)),
      ),
  },
  {
    name: 'has named exports',
    about: TYPESCRIPT,
    but: {
      'infra/bundle/stand-ins/http.ts': 'it stands in for node:http, which is imported by its default too',
      'infra/bundle/stand-ins/lru-cache.ts': 'it stands in for mnemonist/lru-cache, which is imported by its default',
      'test/vitest.config.ts': 'vitest reads the default export',
    },
    isBroken: ({ text }) => /^export default /m.test(text),
  },
  {
    name: 'leaves the environment to functions/_kit/env.ts',
    about: /^(?:functions|entities|statemachines)\/.+\.ts$/,
    but: { 'functions/_kit/env.ts': 'the one reader' },
    isBroken: ({ text }) => /process\.env\b|process\[/.test(codeOf(text)),
  },
  {
    name: 'takes everything from its caller: no client, clock or environment in an operation',
    about: /^functions\/.+\/(?:ops|on|tasks)\/.+\.ts$/,
    isBroken: ({ text }) => /new \w*Client\(|Date\.now\(|new Date\(\)|readEnvironment\(/.test(codeOf(text)),
  },
  {
    name: 'counts up to a maximum by counterOf',
    about: /^(?:entities|functions)\/.+\.ts$/,
    but: { 'entities/_base/table/counter.ts': 'the one counter' },
    isBroken: ({ text }) => /(\w+)\) OR \1 < :/.test(text),
  },
  {
    name: 'names the resource types of audit entries in PascalCase',
    about: /^functions\/.+\.ts$/,
    isBroken: ({ text }) => /\bresourceType: '[a-z]/.test(codeOf(text)),
  },
  {
    name: 'does not know the machine it was written on',
    about: /./,
    isBroken: ({ text }) =>
      new RegExp(String.raw`(?<![\w.])/(?:work|home|root|Users)/\w|\.\./${'shared'}\b`).test(text),
  },
  {
    name: 'names no package registry',
    about: /./,
    isBroken: ({ text }) => /registry\.\w+\.\w+/.test(text),
  },
];

/** Every broken rule, as `path: rule`. */
export const fileViolations = (files: readonly Source[]): string[] =>
  files.flatMap((file) =>
    FILE_RULES.filter(({ about, but }) => about.test(file.path) && !(file.path in (but ?? {})))
      .filter(({ isBroken }) => isBroken(file))
      .map(({ name }) => `${file.path}: ${name}`),
  );
