// `npm start` as a separate process, for measurements of the whole. It ends with the bench.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bench } from './measurement.ts';

const START = join(import.meta.dirname, '..', '..', 'infra', 'local', 'start.ts');
const READY = /^ready (http:\/\/\S+)$/;

export interface LocalStack {
  readonly url: string;
  /** From the start of the process to its line `ready`. */
  readonly bootMs: number;
  stop(): Promise<void>;
}

const readyUrl = (child: ChildProcess, errors: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('no standard output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = READY.exec(line)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the stack ended with ${code}: ${errors.slice(-3).join(' / ')}`)));
  });

/** Starts on a free port unless one is named; `data` is kept. */
export async function startLocalStack(data: string, ending: Bench['ending'], port = 0): Promise<LocalStack> {
  const started = performance.now();
  const child = spawn(process.execPath, [START, '--data', data, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  ending(() => child.kill('SIGKILL'));
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const url = await readyUrl(child, errors);
  const bootMs = performance.now() - started;
  return {
    url,
    bootMs,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
