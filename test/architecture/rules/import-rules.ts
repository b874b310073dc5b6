// The import table as data: each room, what it may import, and the accepted exceptions with their reasons. Applied by
// imports.test.ts to the tree and to small counterexamples.
import { posix } from 'node:path';
import type { Module } from './source-tree.ts';

interface Room {
  readonly name: string;
  readonly holds: RegExp;
  /** Globs of paths, `node:` modules and packages; `<domain>` is the importing file's own. */
  readonly may: readonly string[];
  /** May be imported besides, as types alone. */
  readonly mayAsType?: readonly string[];
}

const PURE = [
  'entities/**/*.{model,view,validation,keys,reader}.ts',
  'entities/*/{events,errors,messages}.ts',
  'entities/integrations/types/**/*.ts',
  'entities/names.ts',
  'zod',
];
const NODE = ['node:*', 'node:*/*'];
const SDK = '@aws-sdk/*';
const ENTITIES = 'entities/**';

/** The first room that holds a file is its own. */
export const ROOMS: readonly Room[] = [
  { name: 'names', holds: /^entities\/names\.ts$/, may: [] },
  {
    name: 'a manifest',
    holds: /^functions\/(?<domain>[\w-]+(?:\/[\w-]+)?)\/(?:manifest|routes\/[\w-]+)\.ts$/,
    may: [
      ...PURE,
      'entities/_base/{conflicts,environment,list}.ts',
      'functions/_kit/manifest.ts',
      'functions/notifiers/_teller/notifier-manifest.ts',
      'functions/<domain>/routes/*.ts',
    ],
  },
  {
    name: 'the base of entities',
    holds: /^entities\/_base\//,
    may: [...NODE, SDK, 'electrodb', 'zod', 'uuid', 'entities/names.ts', 'entities/_base/**'],
  },
  {
    name: 'entities',
    holds: /^entities\/(?<domain>[\w-]+)\//,
    may: [...NODE, ...PURE, 'diff', 'semver', 'entities/_base/**', 'entities/<domain>/**'],
    mayAsType: ['entities/**/*.entity.ts'],
  },
  { name: 'a contract', holds: /^statemachines\/.+\.contract\.ts$/, may: PURE },
  {
    name: 'a definition',
    holds: /^statemachines\/(?:_|.+\.asl\.ts$)/,
    may: ['statemachines/_*.ts'],
    mayAsType: [...PURE, 'functions/*/manifest.ts', 'statemachines/*/*.contract.ts'],
  },
  {
    name: 'the kit',
    holds: /^functions\/_kit\//,
    may: [
      ...NODE,
      SDK,
      '@smithy/*',
      '@middy/*',
      '@aws-lambda-powertools/*',
      'bcryptjs',
      'ipaddr.js',
      'zod',
      ENTITIES,
      'functions/_kit/**',
    ],
    // It implements the transport that adapters ask for, and the asking side describes it.
    mayAsType: ['aws-lambda', 'functions/_adapters/adapter.ts'],
  },
  {
    name: 'adapters',
    holds: /^functions\/_adapters\//,
    may: [...NODE, 'zod', ENTITIES, 'functions/{_kit,_adapters}/**'],
  },
  {
    name: 'a notifier',
    holds: /^functions\/(?<domain>notifiers\/[\w-]+)\//,
    may: [
      ...NODE,
      SDK,
      'zod',
      ENTITIES,
      'functions/{_kit,_adapters}/**',
      'functions/notifiers/_teller/**',
      'functions/<domain>/**',
    ],
    mayAsType: ['aws-lambda'],
  },
  {
    // It runs in browsers: of the sources it has what is pure, and the types of the rest.
    name: 'the page of the console',
    holds: /^functions\/console\/web\//,
    may: [
      ...PURE,
      'react',
      'react-dom',
      'react-router',
      '@tanstack/react-query',
      'marked',
      'functions/client.ts',
      'functions/console/web/**',
    ],
  },
  {
    name: 'a domain',
    holds: /^functions\/(?<domain>[\w-]+)\//,
    may: [
      ...NODE,
      SDK,
      '@octokit/webhooks-methods',
      'csv-stringify',
      '@simplewebauthn/server',
      'jose',
      'openid-client',
      'semver',
      'zod',
      ENTITIES,
      'statemachines/*/*.contract.ts',
      'functions/{_kit,_adapters}/**',
      'functions/<domain>/**',
    ],
    mayAsType: ['aws-lambda'],
  },
  {
    // It holds nothing of the sources but their types, so that every caller of the API may use it.
    name: 'the client',
    holds: /^functions\/client\.ts$/,
    may: [],
    mayAsType: ['zod', 'functions/_kit/manifest.ts', 'infra/manifests.ts'],
  },
  {
    name: 'the local runtime',
    holds: /^infra\/local\//,
    may: [...NODE, SDK, 'ipaddr.js', 'graphql', 'jsonata', '@noble/curves', 'functions/client.ts', 'infra/local/**'],
  },
  {
    // It reads every kind of item by its definition, which the deployed app never does; nothing imports it.
    name: "an operator's tool on the table",
    holds: /^infra\/tools\/migrate\.ts$/,
    may: [...NODE, SDK, 'entities/_base/table/*.ts'],
  },
  {
    // The same check as in the functions, run without them.
    name: 'the check of an audit export',
    holds: /^infra\/tools\/verify-audit\.ts$/,
    may: [...NODE, 'csv-parse', 'entities/audit/*.model.ts'],
  },
  {
    name: 'the check of the evidence of a release',
    holds: /^infra\/tools\/verify-evidence\.ts$/,
    may: [...NODE, 'entities/evidence/*.model.ts'],
  },
  {
    name: 'the reference agent',
    holds: /^infra\/tools\/agent/,
    may: [...NODE, 'entities/access/secret.model.ts', 'functions/client.ts', 'infra/tools/agent/**'],
  },
  {
    // It has the forms of integrations, computed from their schemas.
    name: 'the bundler of the console',
    holds: /^infra\/documents\/console\.ts$/,
    may: [
      ...NODE,
      'esbuild',
      'zod',
      'entities/integrations/types/integration-types.ts',
      'functions/**/manifest.ts',
      'infra/{bundle,documents}/**',
    ],
  },
  {
    name: 'infra',
    holds: /^infra\//,
    may: [
      ...NODE,
      '@redocly/openapi-core',
      'aws-cdk-lib',
      'cdk-nag',
      'constructs',
      'esbuild',
      'zod',
      '@zxcvbn-ts/language-common',
      'entities/names.ts',
      'functions/**/manifest.ts',
      'functions/_kit/http/refusals.ts',
      'statemachines/*/*.asl.ts',
      'infra/{*.ts,bundle/**,constructs/**,documents/**,stacks/**,tools/**}',
    ],
    mayAsType: ['entities/_base/errors.ts', 'functions/_kit/document.ts'],
  },
  { name: 'tests', holds: /^test\//, may: ['**'] },
];

export interface Exception {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export const EXCEPTIONS: readonly Exception[] = [];

const matches = (target: string, globs: readonly string[]) => globs.some((glob) => posix.matchesGlob(target, glob));

/** Every import that the table does not allow, as `from -> to: room`. */
export function importViolations(modules: readonly Module[], exceptions: readonly Exception[] = EXCEPTIONS): string[] {
  return modules.flatMap(({ path, imports }) => {
    const room = ROOMS.find(({ holds }) => holds.test(path));
    if (!room) return [`${path}: no room of the import table holds it`];
    if (room.name === 'tests') return [];
    const own = room.holds.exec(path)?.groups?.domain ?? '';
    const may = room.may.map((glob) => glob.replace('<domain>', own));
    return imports
      .filter(({ target }) => !matches(target, may))
      .filter(({ target, isTypeOnly }) => !(isTypeOnly && matches(target, room.mayAsType ?? [])))
      .filter(({ target }) => !exceptions.some(({ from, to }) => from === path && to === target))
      .map(({ target }) => `${path} -> ${target}: not for ${room.name}`);
  });
}

/** Every import cycle once, types included: `a -> b -> a`. */
export function importCycles(modules: readonly Module[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path].join(' -> '));
    if (at >= 0 || done.has(path)) return;
    for (const { target } of byPath.get(path)?.imports ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of modules) visit(path, []);
  return cycles;
}
