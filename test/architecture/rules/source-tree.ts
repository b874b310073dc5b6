// The tree as the tests of this folder see it: files as text and who imports whom. Nothing is loaded or run.
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
export const FOLDERS = ['infra', 'functions', 'entities', 'statemachines', 'test'] as const;

export interface Import {
  /** A path of the tree, a `node:` module or the name of a package. */
  readonly target: string;
  /** Gone after type stripping, so that it weighs nothing at run time. */
  readonly isTypeOnly: boolean;
}

export interface Module {
  /** Below the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Statements begin a line and end in a quoted path, as the formatter leaves them. */
const STATEMENT =
  /^(?:import|export)\s+(?:(type)\s+)?(?:(?:[\w$]+,?\s*)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})?\s*from\s+)?'([^']+)'/gm;
/** The first line that is neither import nor comment: what looks like an import below it is text. */
const BODY =
  /^(?:export )?(?:(?:default|abstract|async|await|class|const|declare|describe|function|interface|it|let|test|try|for|if)\b|type \w+)/m;
const DYNAMIC = /(?<=[\s(=])import\('([^']+)'\)/g;

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

export function moduleOf(path: string, text: string): Module {
  const head = text.slice(0, BODY.exec(text)?.index ?? text.length);
  const statements = [...head.matchAll(STATEMENT)].map(([, type, specifier = '']) => ({
    target: targetOf(path, specifier),
    isTypeOnly: type === 'type',
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({
    target: targetOf(path, specifier),
    isTypeOnly: false,
  }));
  return { path, text, imports: [...statements, ...dynamic] };
}

/** Files below the root that fit the pattern, sorted. */
export const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every TypeScript module of the five folders. */
export const readModules = (): Module[] =>
  filesOf(`{${FOLDERS.join(',')}}/**/*.{ts,tsx}`).map((path) => moduleOf(path, textOf(path)));

/** Everything that loading `start` loads: modules and packages, each with the chain of modules that leads to it. */
export function loadedBy(start: string, modules: readonly Module[]): ReadonlyMap<string, readonly string[]> {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const chains = new Map<string, readonly string[]>([[start, [start]]]);
  for (const [path, chain] of chains) {
    for (const { target, isTypeOnly } of byPath.get(path)?.imports ?? []) {
      if (!isTypeOnly && !chains.has(target)) chains.set(target, [...chain, target]);
    }
  }
  return chains;
}
