// The command `npm run migrate`: brings stored items to the present version of their definitions. Functions read old items
// meanwhile, so that it may run at any time after a deployment, and may be stopped and started again.
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Definition } from '../../entities/_base/table/entity.ts';
import { type Checkpoint, firstCheckpoint, isOfVersions, migrate } from '../../entities/_base/table/migration.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const USAGE = `Usage: npm run migrate -- --table <name> [options]

  --dry-run             counts the items that would be written, and writes none
  --rate <n>            items read a second (default 200)
  --segments <n>        parallel scans (default 2)
  --checkpoint <file>   where progress is kept (default .migrate-<table>.json); a stopped run goes on from it

Credentials and region are those of the AWS CLI; AWS_ENDPOINT_URL_DYNAMODB leads to a local table.`;

const options = {
  table: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  rate: { type: 'string', default: '200' },
  segments: { type: 'string', default: '2' },
  checkpoint: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Every definition of entities. */
async function definitionsOfAll(): Promise<Definition[]> {
  const paths = globSync('entities/**/*.entity.ts', { cwd: ROOT });
  const modules = await Promise.all(paths.map((path) => import(join(ROOT, path)) as Promise<Record<string, unknown>>));
  const entries = modules.flatMap((module) => Object.entries(module));
  return entries.flatMap(([name, value]) => (name.endsWith('Definition') ? [value as Definition] : []));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help || values.table === undefined) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const { table: name, checkpoint = `.migrate-${name}.json`, 'dry-run': isDryRun } = values;
  const definitions = await definitionsOfAll();
  const kept = existsSync(checkpoint) && !isDryRun ? JSON.parse(readFileSync(checkpoint, 'utf8')) : undefined;
  const isResumed = kept !== undefined && isOfVersions(kept as Checkpoint, definitions);
  const from: Checkpoint = isResumed ? kept : firstCheckpoint(Number(values.segments), definitions);
  if (kept) console.log(isResumed ? `resumes from ${checkpoint}` : `${checkpoint} is of other versions: starts again`);
  const client = new DynamoDBClient({});
  const done = await migrate({ client, name }, from, {
    definitions,
    itemsASecond: Number(values.rate),
    isDryRun,
    keep: (progress) => {
      const finished = progress.segments.filter((place) => place === 'DONE').length;
      const ofSegments = `${finished} of ${progress.segments.length} segments done`;
      console.log(`${progress.seen} items read, ${progress.migrated} written, ${ofSegments}`);
      if (isDryRun) return;
      // A kill leaves the old checkpoint or the new one, never half of one.
      writeFileSync(`${checkpoint}.new`, JSON.stringify(progress));
      renameSync(`${checkpoint}.new`, checkpoint);
    },
  });
  if (!isDryRun) rmSync(checkpoint, { force: true });
  console.log(isDryRun ? `${done.migrated} items would be written` : `done: ${done.migrated} items written`);
}

await main();
