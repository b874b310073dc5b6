// Bundles every function's entry with one esbuild run into build/functions/<name>/index.mjs. Called by app.ts; the bench
// reads build/meta.json. The same sources give the same bytes, and files that did not change are not touched.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

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
}

/** `notifiers/slack/events.handler.ts` becomes `notifiers-slack-events`. */
export const bundleName = (entry: string): string => entry.replace(/\.handler\.ts$/, '').replaceAll('/', '-');

/** Bundles `entries` (handler files below `sources`) and answers each one's directory. Throws esbuild's errors. */
export function bundleFunctions(
  entries: readonly string[],
  { root, sources = 'functions', output = 'build' }: BundleOptions,
): ReadonlyMap<string, string> {
  const outdir = resolve(root, output, 'functions');
  const directories = new Map(entries.map((entry) => [entry, join(outdir, bundleName(entry))]));
  if (directories.size === 0) return directories;
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [...directories.keys()].map((entry) => ({
      in: join(sources, entry),
      out: join(bundleName(entry), 'index'),
    })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'external',
    banner: { js: REQUIRE },
    alias: { '@aws-sdk/credential-provider-node': join(import.meta.dirname, 'constructs/lambda-credentials.ts') },
    metafile: true,
    logLevel: 'error',
  });
  for (const { path, contents } of outputFiles) writeIfChanged(path, contents);
  writeIfChanged(resolve(root, output, 'meta.json'), Buffer.from(JSON.stringify(metafile)));
  return directories;
}

/** Two runs at once write the same bytes: neither may see half a file of the other. */
function writeIfChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
