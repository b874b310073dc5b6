// Runs the command of one task, in a process of its own that outlives a restart of the agent: `node supervisor.ts <folder of the task>`.
// Writes the command's output to a file and its end to another. Ends the command if the agent does not show for a while that its
// lease goes on: another agent may have the task then.
import { spawn } from 'node:child_process';
import { existsSync, openSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readDocument, writeDocument } from './home.ts';

/** The command of a task, its environment and its patience. */
export interface Order {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds without a sign of the agent. */
  readonly silenceMs: number;
}

export interface Ended {
  /** The exit status; null if the command was ended. */
  readonly status: number | null;
  readonly reason?: string;
}

const GRACE_MS = 5000;
const NOTED_MS = 10_000;

/**
 * True once the agent has noted this supervisor as that of the task. An agent that was killed before it noted one starts another: this one
 * must not run the command then.
 */
async function isNoted(folder: string): Promise<boolean> {
  for (const deadline = Date.now() + NOTED_MS; Date.now() < deadline; await sleep(10)) {
    const pid = readDocument<{ pid?: number }>(join(folder, 'supervisor.json'))?.pid;
    if (pid !== undefined) return pid === process.pid;
  }
  return false;
}

/** Milliseconds since the agent gave a sign; infinite if it has deleted the folder, as the lease was lost. */
const silenceIn = (folder: string): number =>
  Date.now() - (statSync(join(folder, 'alive'), { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY);

async function main(folder: string): Promise<void> {
  if (!(await isNoted(folder))) return;
  const order = readDocument<Order>(join(folder, 'order.json'));
  if (!order) throw new Error(`${folder} has no order`);
  const output = openSync(join(folder, 'output.log'), 'a', 0o600);
  // A group of its own: the end meets everything that the command has started.
  const child = spawn('/bin/sh', ['-c', order.command], {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...order.environment },
  });
  writeFileSync(join(folder, 'command.pid'), String(child.pid ?? ''), { mode: 0o600 });
  let reason: string | undefined;
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The group has ended.
    }
  };
  const isLeft = (): boolean => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, 0);
    } catch {
      return false;
    }
  };
  let killAt = 0;
  /** Signals once: a second signal would disturb programs that tidy up. */
  function stop(why: string): void {
    if (reason !== undefined) return;
    reason = why;
    killAt = Date.now() + GRACE_MS;
    signal('SIGTERM');
    setTimeout(() => signal('SIGKILL'), GRACE_MS).unref();
  }
  function end(status: number | null, why: string | undefined): void {
    signal('SIGKILL');
    // Nobody asks for the end of a task whose lease was lost.
    if (existsSync(folder))
      writeDocument(join(folder, 'end.json'), { status, ...(why !== undefined && { reason: why }) } satisfies Ended);
    process.exit(0);
  }
  const watch = setInterval(
    () => {
      if (silenceIn(folder) > order.silenceMs) stop('The agent lost the connection: another one may have the task');
    },
    Math.min(1000, order.silenceMs / 4),
  );
  process.on('SIGTERM', () => stop('The agent stopped the command'));
  process.on('SIGINT', () => undefined);
  child.on('error', (error) => end(null, error.message));
  child.on('exit', async (status, name) => {
    clearInterval(watch);
    // The programs that a stopped command has started have the same time to end.
    while (Date.now() < killAt && isLeft()) await sleep(50);
    end(reason === undefined ? status : null, reason ?? (name === null ? undefined : `The command ended by ${name}`));
  });
}

await main(process.argv[2] ?? '');
