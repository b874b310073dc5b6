// The files that a generator adds or changes, kept in memory until all of its plan holds. Used by the plans; new.ts writes.
import type { Manifest } from '../../functions/_kit/manifest.ts';

/** The reason why a generator writes nothing, in one line. */
export class Refusal extends Error {}

export function refuseUnless(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Refusal(message);
}

export interface Tree {
  readonly manifests: readonly Manifest[];
  /** The text of a file below the root, undefined when there is none. */
  read(path: string): string | undefined;
}

export interface Draft extends Tree {
  readonly files: ReadonlyMap<string, string>;
  /** Refuses a file that exists. */
  create(path: string, text: string): void;
  /** Refuses a file that does not exist. */
  change(path: string, edit: (text: string) => string): void;
}

/** A generator: `node infra/tools/new.ts <kind> …`. */
export interface Plan {
  readonly usage: string;
  /** The edits that are left to a person. */
  readonly next: string;
  plan(args: readonly string[], draft: Draft): void;
}

export function draftOf({ manifests, read }: Tree): Draft {
  const files = new Map<string, string>();
  const known = (path: string) => files.get(path) ?? read(path);
  return {
    manifests,
    files,
    read: known,
    create(path, text) {
      refuseUnless(known(path) === undefined, `${path} exists already`);
      files.set(path, text);
    },
    change(path, edit) {
      const text = known(path);
      refuseUnless(text !== undefined, `${path} does not exist`);
      files.set(path, edit(text));
    },
  };
}

export const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');
export const pascal = (name: string): string =>
  name.replaceAll(/(?:^|[-/])(\w)/g, (_, letter: string) => letter.toUpperCase());
export const camel = (name: string): string => pascal(name).replace(/^./, (letter) => letter.toLowerCase());

/** Adds an import below the header; Biome sorts. */
export const withImport = (text: string, line: string): string =>
  text.includes(line) ? text : text.replace(/^((?:\/\/.*\n)+)/, (header) => `${header}${line}\n`);

/** Adds `entry` at the end of the object `key` of a manifest. */
export function withEntry(manifest: string, key: string, entry: string): string {
  const empty = `\n  ${key}: {},`;
  if (manifest.includes(empty)) return manifest.replace(empty, () => `\n  ${key}: {\n${entry}\n  },`);
  const start = manifest.indexOf(`\n  ${key}: {\n`);
  refuseUnless(start >= 0, `the manifest has no ${key} of the form of the other domains'`);
  const end = manifest.indexOf('\n  },', start);
  return `${manifest.slice(0, end)}\n${entry}${manifest.slice(end)}`;
}

/** Adds a name to the list `key` of a manifest, before `tasks` if there is none. */
export function withName(manifest: string, key: string, name: string): string {
  const list = new RegExp(String.raw`\n  ${key}: \[([^\]]*)\]`);
  if (list.test(manifest)) return manifest.replace(list, (_, names: string) => `\n  ${key}: [${names}, '${name}']`);
  return manifest.replace('\n  lambdas: {', () => `\n  ${key}: ['${name}'],\n  lambdas: {`);
}

/** Adds a row to the table of a README, in the order of names. */
export function withRow(markdown: string, row: string): string {
  const lines = markdown.split('\n');
  const isRow = (line: string) => /^\| \[?`/.test(line);
  const later = lines.findIndex((line) => isRow(line) && line > row);
  const place = later >= 0 ? later : lines.findLastIndex(isRow) + 1;
  return lines.toSpliced(place, 0, row).join('\n');
}

const VITEST = "import { describe, expect, it } from 'vitest';";

export const testThatFails = (header: string, subject: string, advice: string): string => `// ${header}
${VITEST}

describe('${subject}', () => {
  it('is specified', () => {
    // ${advice}
    expect.fail('${subject} has no tests yet');
  });
});
`;
