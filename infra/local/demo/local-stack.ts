// The stack as a process of its own, so that it can be killed and started again while a release is driven.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface LocalStack {
  readonly url: string;
  readonly port: number;
  /** SIGTERM, and the exit of the process. */
  stop(): Promise<void>;
  /** SIGKILL, and the exit of the process. */
  kill(): Promise<void>;
}

const START = join(import.meta.dirname, '..', 'start.ts');

const exitOf = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** Starts `npm start` with brief sample data on `data` and resolves when it is ready; `port` 0 picks a free one. `onLine` hears what it logs until then; `options` are further ones of `npm start`. */
export async function startStack(
  data: string,
  port = 0,
  onLine: (line: string) => void = () => {},
  options: readonly string[] = [],
): Promise<LocalStack> {
  const child = spawn(process.execPath, [START, '--brief', '--data', data, '--port', String(port), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Of glibc: its pools of free memory, one per thread otherwise, which is 150 MB.
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
  // A parent that ends early takes the stack with it.
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  const errors: string[] = [];
  let isReady = false;
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line);
    if (!isReady) onLine(line);
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('ready ')) return;
      isReady = true;
      resolve(line.slice('ready '.length));
    });
    child.once('exit', (code) => reject(new Error(`the stack ended with ${code}: ${errors.slice(-3).join(' / ')}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exitOf(child);
  };
  return { url, port: Number(new URL(url).port), stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
