// Replaces modules that packages import and no function uses: each would cost every start or every bundle. An esbuild
// plugin; bundle.ts applies it to every function.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const inConstructs = (file: string): string => join(import.meta.dirname, 'constructs', file);

/** Modules by specifier, and what stands in for them; each file says why. */
const STAND_INS: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': inConstructs('lambda-credentials.ts'),
  jsonschema: inConstructs('lambda-jsonschema.ts'),
  'mnemonist/lru-cache': inConstructs('lambda-lru-cache.ts'),
  'node:http': inConstructs('lambda-http.ts'),
};

/** Schemas become JSON Schema for the OpenAPI document, which is made outside of functions. */
const JSON_SCHEMA = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/;
const THROW = 'throw new Error("left out of functions: see infra/bundle-replacements.ts");';

/** Imported dynamically by code that never runs: no operation that we call streams events, no function is in a browser. */
export const NEVER_LOADED: readonly string[] = ['@smithy/core/event-streams', 'bowser'];

/** The commands that ElectroDB's client takes from the SDK (its src/client.js). */
const COMMANDS = [
  'Get',
  'Put',
  'Update',
  'Delete',
  'Query',
  'Scan',
  'BatchGet',
  'BatchWrite',
  'TransactGet',
  'TransactWrite',
];
const SDK_OF_ELECTRODB: Readonly<Record<string, string>> = {
  '@aws-sdk/lib-dynamodb': COMMANDS.map((name) => `${name}Command`).join(', '),
  '@aws-sdk/util-dynamodb': 'unmarshall',
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const anyOf = (names: readonly string[]): RegExp => new RegExp(`^(?:${names.map(escaped).join('|')})$`);

const standIns: Plugin = {
  name: 'stand-ins',
  setup({ onResolve }) {
    onResolve({ filter: anyOf(Object.keys(STAND_INS)) }, ({ path }) => ({ path: STAND_INS[path] as string }));
  },
};

const leftOut: Plugin = {
  name: 'left-out',
  setup({ onLoad }) {
    onLoad({ filter: JSON_SCHEMA }, async ({ path }) => {
      const names = Object.keys(await import(pathToFileURL(path).href));
      return {
        contents: `const leftOut = () => { ${THROW} };\nexport { ${names.map((name) => `leftOut as ${name}`)} };`,
      };
    });
  },
};

/** Gives `require` of the SDK an ES module whose own import of it stays one. */
const importedSdk: Plugin = {
  name: 'imported-sdk',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: anyOf(Object.keys(SDK_OF_ELECTRODB)) }, ({ path, kind }) =>
      kind === 'require-call' ? { path, namespace: 'imported-sdk' } : { path, external: true },
    );
    onLoad({ filter: /./, namespace: 'imported-sdk' }, ({ path }) => ({
      contents: `export { ${SDK_OF_ELECTRODB[path]} } from '${path}';`,
      resolveDir: import.meta.dirname,
    }));
  },
};

/**
 * ElectroDB as an ES module. It is CommonJS and requires the SDK, which makes esbuild wrap all of the SDK into functions and
 * keep all of it: 80 KB and 10 ms of every start.
 */
async function electrodbModule(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { Entity, Service } from 'electrodb';`, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'inline',
    plugins: [standIns, importedSdk],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

const electrodb: Plugin = {
  name: 'electrodb',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^electrodb$/ }, ({ path }) => ({ path, namespace: 'electrodb' }));
    onLoad({ filter: /./, namespace: 'electrodb' }, async () => {
      module ??= electrodbModule();
      return { contents: await module, resolveDir: import.meta.dirname };
    });
  },
};
let module: Promise<string> | undefined;

const SCHEMAS = /\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/;

/**
 * The schemas of an SDK client without those of operations that nobody calls. Of a REST service they have computed keys
 * (`[_h]: …` for `"http": …`), which esbuild takes for side effects and keeps, with every shape they name: 44 KB of SES.
 */
const schemas: Plugin = {
  name: 'schemas',
  setup({ onLoad }) {
    onLoad({ filter: SCHEMAS }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const constants = new Map(
        [...text.matchAll(/^const (_\w+) = ("[^"\n]*");$/gm)].map(([, ...pair]) => pair as never),
      );
      const plain = (key: string, name: string) => (constants.has(name) ? `${constants.get(name)}:` : key);
      return { contents: text.replaceAll(/\[(_\w+)\]:/g, plain) };
    });
  },
};

export const replacements: readonly Plugin[] = [standIns, leftOut, schemas, electrodb];
