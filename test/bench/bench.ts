// The command `npm run bench`: measures every budget of the design and prints measured against allowed. Exit status 1 when a
// budget is not held, 2 for wrong usage. Nothing it starts or writes stays.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bundles, buildBundles } from './bundles.ts';
import type { Bench, Measurement } from './measurement.ts';
import { isOk, type Row, tableOf } from './row.ts';
import { bundleSize } from './rows/bundle-size.ts';
import { firstDraw } from './rows/console/first-draw.ts';
import { openPage } from './rows/console/open-page.ts';
import { createRelease } from './rows/create-release.ts';
import { demoMemory } from './rows/demo-memory.ts';
import { deploymentsRun } from './rows/deployments-run.ts';
import { firstAnswer } from './rows/first-answer.ts';
import { getRelease } from './rows/get-release.ts';
import { idleStage } from './rows/idle-stage.ts';
import { access } from './rows/lists/access.ts';
import { agents } from './rows/lists/agents.ts';
import { audit } from './rows/lists/audit.ts';
import { catalog } from './rows/lists/catalog.ts';
import { deployments } from './rows/lists/deployments.ts';
import { environments } from './rows/lists/environments.ts';
import { evidence } from './rows/lists/evidence.ts';
import { listReleases } from './rows/lists/list-releases.ts';
import { people } from './rows/lists/people.ts';
import { promotions } from './rows/lists/promotions.ts';
import { runbooks } from './rows/lists/runbooks.ts';
import { localBoot } from './rows/local-boot.ts';
import { idleAgent } from './rows/prices/idle-agent.ts';
import { refusedSignIn } from './rows/refused-sign-in.ts';
import { transitions } from './rows/transitions.ts';
import { warmHandler } from './rows/warm-handler.ts';

const MEASUREMENTS: readonly Measurement[] = [
  bundleSize,
  firstAnswer,
  warmHandler,
  refusedSignIn,
  createRelease,
  getRelease,
  listReleases,
  access,
  people,
  catalog,
  deployments,
  environments,
  evidence,
  agents,
  promotions,
  runbooks,
  audit,
  transitions,
  deploymentsRun,
  idleStage,
  openPage,
  idleAgent,
  firstDraw,
  localBoot,
  demoMemory,
];

const USAGE = `Usage: npm run bench -- [options] [name…]

  --quick   2,000 items of each list and 10,000 releases, and fewer repetitions
  --full    100,000 items of each list; without it only of releases and audit entries, and 10,000 of the others
  --json    rows as JSON instead of a table
  --help    this text

Names pick measurements; without any, all are taken:
${MEASUREMENTS.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join('\n')}`;

const MACHINE = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), node ${process.version}`;

function readArguments() {
  const options = {
    quick: { type: 'boolean' },
    full: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.filter((name) => MEASUREMENTS.every((known) => known.name !== name));
  if (unknown.length > 0) throw new Error(`no measurement is named ${unknown.join(', ')}`);
  const isPicked = ({ name }: Measurement) => positionals.length === 0 || positionals.includes(name);
  return { ...values, picked: MEASUREMENTS.filter(isPicked) };
}

/** Ends what measurements started, the latest first, when this process ends. */
function endings(): Bench['ending'] {
  const ends: (() => void)[] = [];
  process.on('exit', () => {
    for (const end of ends.reverse()) end();
  });
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  return (end) => ends.push(end);
}

interface Result {
  readonly rows: readonly Row[];
  /** Names of measurements that could not be taken. */
  readonly failed: readonly string[];
}

async function run(picked: readonly Measurement[], size: Pick<Bench, 'isQuick' | 'isFull'>): Promise<Result> {
  const ending = endings();
  const directory = mkdtempSync(join(tmpdir(), 'windlass-bench-'));
  ending(() => rmSync(directory, { recursive: true, force: true }));
  let built: Promise<Bundles> | undefined;
  const bundles = () => {
    built ??= buildBundles(directory);
    return built;
  };
  const say = (line: string) => console.error(line);
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const { name, measure } of picked) {
    const started = performance.now();
    try {
      rows.push(...(await measure({ directory, ...size, bundles, say, ending })));
      say(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    } catch (error) {
      failed.push(name);
      say(`${name}: failed: ${(error as Error).stack}`);
    }
  }
  return { rows, failed };
}

async function main(): Promise<number> {
  let read: ReturnType<typeof readArguments>;
  try {
    read = readArguments();
  } catch (error) {
    console.error(`bench: ${(error as Error).message} (--help tells the options)`);
    return 2;
  }
  if (read.help) {
    console.log(USAGE);
    return 0;
  }
  const { rows, failed } = await run(read.picked, { isQuick: read.quick === true, isFull: read.full === true });
  const broken = rows.filter((row) => !isOk(row));
  if (read.json) {
    console.log(JSON.stringify({ machine: MACHINE, failed, rows: rows.map((row) => ({ ...row, ok: isOk(row) })) }));
  } else {
    const verdict = [`${broken.length} of ${rows.length} rows are not ok`, ...failed.map((name) => `${name} failed`)];
    console.log(`${tableOf(rows)}\n\n${MACHINE}; ${verdict.join('; ')}`);
  }
  return broken.length + failed.length === 0 ? 0 : 1;
}

process.exit(await main());
