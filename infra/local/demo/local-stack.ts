// The stack as a process of its own, so that it can be killed and started again while a release is driven.
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface LocalStack {
  readonly url: string;
  readonly port: number;
  /** Its log so far: its warnings and errors, and those of its functions. */
  readonly lines: readonly string[];
  /** SIGTERM, and the exit of the process. */
  stop(): Promise<void>;
  /** SIGKILL, and the exit of the process. */
  kill(): Promise<void>;
}

const START = join(import.meta.dirname, '..', 'start.ts');

/**
 * For processes of Node that are small. Fewer pools of free memory of glibc, one per thread otherwise, which is 150 MB. A process whose
 * modules are all in the cache does not load the compiler of TypeScript, which is 20 MB.
 */
export const LEAN = { MALLOC_ARENA_MAX: '2', NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };

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
    env: { ...process.env, ...LEAN },
  });
  // A parent that ends early takes the stack with it.
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  const lines: string[] = [];
  let isReady = false;
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (!isReady) onLine(line);
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('ready ')) return;
      isReady = true;
      resolve(line.slice('ready '.length));
    });
    child.once('exit', (code) => reject(new Error(`the stack ended with ${code}: ${lines.slice(-3).join(' / ')}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exitOf(child);
  };
  return { url, port: Number(new URL(url).port), lines, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
