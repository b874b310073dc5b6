// The command `npm run demo`: boots the whole stack on a free port in a fresh directory, drives one real release over HTTP
// from creation to RELEASED, and exits 0 only if it got there and every expected effect was seen in the outside world.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStack, startStack } from './demo/local-stack.ts';
import { awaitOutcome, type Effect, isAsExpected } from './demo/outcome.ts';
import { type DrivenRelease, driveRelease } from './demo/release-driver.ts';
import { readCredentials } from './seed/seed.ts';

const USAGE = `Usage: npm run demo

  Boots Windlass on this machine, drives one release from KICKOFF_PENDING to RELEASED and shows what happened.
  Needs nothing but npm; takes no options but --help. To keep the stack up, use: npm start`;

const VERSION = '1.5.0';
const NOTIFICATION_PATIENCE_MS = 20_000;

/** Actions of the audit trail that are changes of status, with the status they lead to. */
const STATUS_OF_ACTION: Readonly<Record<string, string>> = {
  'release.created': 'KICKOFF_PENDING',
  'release.kicked_off': 'PENDING',
  'release.started': 'STARTED',
  'regression.started': 'REGRESSION_IN_PROGRESS',
  'release.submitted': 'BUILD_SUBMITTED',
  'release.released': 'RELEASED',
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

function row(...cells: readonly (string | number)[]): string {
  const [first = '', ...rest] = cells.map(String);
  return `  ${first.padEnd(38)}${rest.map((cell) => cell.padStart(12)).join('')}`;
}

/** How long the release was in each status, oldest first. */
function statusTimes({ activity }: DrivenRelease): string[] {
  const changes = [...activity].reverse().filter(({ action }) => action in STATUS_OF_ACTION);
  return changes.map(({ action, at }, index) => {
    const next = changes[index + 1];
    const lasted = next ? seconds(Date.parse(next.at) - Date.parse(at)) : '';
    return row(STATUS_OF_ACTION[action] ?? '', at.slice(11, 23), lasted);
  });
}

/** State transitions of the release's execution, from its history in the shape of Step Functions. */
async function countTransitions(url: string, releaseId: string): Promise<number> {
  const call = async (operation: string, input: object) => {
    const reply = await fetch(`${url}/_local/aws`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
      body: JSON.stringify(input),
    });
    // biome-ignore lint/suspicious/noExplicitAny: AWS's documented shapes, read for two fields
    return (await reply.json()) as any;
  };
  const { stateMachines } = await call('ListStateMachines', {});
  for (const { stateMachineArn } of stateMachines) {
    const { executions } = await call('ListExecutions', { stateMachineArn, maxResults: 1000 });
    const ours = executions.find((execution: { name: string }) => execution.name === releaseId);
    if (!ours) continue;
    const { events } = await call('GetExecutionHistory', { executionArn: ours.executionArn, maxResults: 1000 });
    return events.filter(({ type }: { type: string }) => type.endsWith('StateEntered')).length;
  }
  throw new Error('the release has no execution');
}

function effectRows(effects: readonly Effect[]): string[] {
  return effects.map(({ service, what, seen, expected }) =>
    row(`${service}: ${what}`, `${seen} of ${expected}`, seen === expected ? 'ok' : 'NOT OK'),
  );
}

async function run(stack: LocalStack, data: string): Promise<boolean> {
  const credentials = readCredentials(data);
  const before = (await (await fetch(`${stack.url}/_local/metrics`)).json()) as Metrics;
  const began = Date.now();
  const say = (line: string) => console.log(`${seconds(Date.now() - began).padStart(8)}  ${line}`);
  const driven = await driveRelease({ credentials, version: VERSION, say });
  const { releaseKey, iOSEpicId, androidEpicId } = driven.release;
  const of = { version: VERSION, releaseKey, epics: [iOSEpicId, androidEpicId] };
  const effects = await awaitOutcome(stack.url, of, NOTIFICATION_PATIENCE_MS);
  say('all notifications arrived');
  const after = (await (await fetch(`${stack.url}/_local/metrics`)).json()) as Metrics;
  const transitions = await countTransitions(stack.url, driven.id);
  const messages = effects.filter(({ service }) => service === 'slack').reduce((sum, { seen }) => sum + seen, 0);
  console.log(
    [
      '',
      row('status', 'since', 'lasted'),
      ...statusTimes(driven),
      '',
      row('effect', 'seen', ''),
      ...effectRows(effects),
      '',
      row('events on the bus', after.events - before.events),
      row('Slack messages', messages),
      row('table write units', after.writeUnits - before.writeUnits),
      row('table read units', after.readUnits - before.readUnits),
      row('state transitions', transitions),
      '',
    ].join('\n'),
  );
  return driven.release.status === 'RELEASED' && isAsExpected(effects);
}

interface Metrics {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly events: number;
}

async function main(): Promise<number> {
  const [flag] = process.argv.slice(2);
  if (flag === '--help') {
    console.log(USAGE);
    return 0;
  }
  if (flag !== undefined) {
    console.error(`windlass: ${flag} is not an option (--help tells the options)`);
    return 2;
  }
  const data = mkdtempSync(join(tmpdir(), 'windlass-demo-'));
  console.log('booting the stack: table, bus, queues, state machine, functions and stand-ins for the outside world');
  const stack = await startStack(data);
  try {
    console.log(`ready at ${stack.url}`);
    const isReleased = await run(stack, data);
    console.log(isReleased ? 'RELEASED, and everybody heard of it.' : 'The release is not as it should be; see above.');
    return isReleased ? 0 : 1;
  } finally {
    await stack.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`windlass: ${(error as Error).message}`);
  process.exitCode = 1;
}
