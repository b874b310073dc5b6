// Bundles every function's entry into build/functions/<name>/index.mjs and its chunks. Called by app.ts; build/meta.json says
// what they are made of. The same sources give the same bytes, and files that did not change are not touched.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';

const standIn = (name: string): string => join(import.meta.dirname, 'stand-ins', `${name}.ts`);

/** Modules that would cost every start or every bundle and are not used in functions; each stand-in says why. */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': standIn('credentials'),
  '@aws-sdk/lib-dynamodb': standIn('lib-dynamodb'),
  '@peculiar/asn1-android': standIn('attestation'),
  '@peculiar/asn1-ecc': standIn('attestation'),
  '@peculiar/asn1-rsa': standIn('attestation'),
  '@peculiar/asn1-schema': standIn('attestation'),
  '@peculiar/asn1-x509': standIn('attestation'),
  '@peculiar/asn1-x509-post-quantum': standIn('attestation'),
  '@peculiar/x509': standIn('attestation'),
  jsonschema: standIn('jsonschema'),
  'mnemonist/lru-cache': standIn('lru-cache'),
  'node:http': standIn('http'),
};

/** Imported dynamically by code that never runs: no operation that we call streams events, no function is in a browser. */
const NEVER_LOADED = ['@smithy/core/event-streams', 'bowser'];

/**
 * zod compiles each schema with its first use: 13 ms for the first answer of getRelease, which pays after some 2,000 more of that
 * route (measured by CPU time). It reads its configuration from here before the first schema is made; the test of bundling asks it.
 */
const ZOD_WITHOUT_COMPILER = 'globalThis.__zod_globalConfig={jitless:true};';

/** CommonJS packages inside an ES module still call `require` for Node's own modules. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

interface BundleOptions {
  /** Directory of package.json, which entries, output and the metafile are relative to. */
  readonly root: string;
  /** Directory of the entries below `root`. */
  readonly sources?: string;
  /** Where bundles and meta.json go; relative to `root`. */
  readonly output?: string;
  /** Further files of a bundle, by entry and then by name. */
  readonly files?: ReadonlyMap<string, BundleFiles>;
}

export type BundleFiles = Readonly<Record<string, string | Uint8Array>>;

/** `notifiers/slack/events.handler.ts` becomes `notifiers-slack-events`. */
export const bundleName = (entry: string): string => entry.replace(/\.handler\.ts$/, '').replaceAll('/', '-');

/** Bundles `entries` (handler files below `sources`) and answers each one's directory. Throws esbuild's errors. */
export async function bundleFunctions(
  entries: readonly string[],
  { root, sources = 'functions', output = 'build', files }: BundleOptions,
): Promise<ReadonlyMap<string, string>> {
  const outdir = resolve(root, output, 'functions');
  const directories = new Map(entries.map((entry) => [entry, join(outdir, bundleName(entry))]));
  const metafiles: Metafile[] = [];
  // One after the other: all at once, esbuild holds what it parsed for every function (2.6 GB) and is no faster.
  for (const [entry, directory] of directories) {
    metafiles.push(await bundleFunction(root, join(sources, entry), directory, files?.get(entry)));
  }
  const merged = (part: 'inputs' | 'outputs') => Object.assign({}, ...metafiles.map((metafile) => metafile[part]));
  const meta = { inputs: merged('inputs'), outputs: merged('outputs') };
  writeIfChanged(resolve(root, output, 'meta.json'), Buffer.from(JSON.stringify(meta)));
  return directories;
}

/** Bundles one function alone: its chunks are its own, so that its directory is complete. */
async function bundleFunction(
  root: string,
  entry: string,
  directory: string,
  files: BundleFiles = {},
): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // A dynamic import becomes a chunk that is read and parsed when it is needed.
    splitting: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'external',
    banner: { js: REQUIRE + ZOD_WITHOUT_COMPILER },
    alias: STAND_INS,
    external: NEVER_LOADED,
    metafile: true,
    logLevel: 'error',
  });
  const further = Object.entries(files).map(([name, content]) => ({
    path: join(directory, name),
    contents: Buffer.from(content),
  }));
  const all = [...outputFiles, ...further];
  for (const { path, contents } of all) writeIfChanged(path, contents);
  const made = new Set(all.map(({ path }) => path));
  for (const name of readdirSync(directory)) if (!made.has(join(directory, name))) rmSync(join(directory, name));
  return metafile;
}

/** Two runs at once write the same bytes: neither may see half a file of the other. */
function writeIfChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
