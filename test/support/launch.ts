// `npm start` and `npm run demo` as processes whose output is read, for tests of what it prints and how it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const LOCAL = join(import.meta.dirname, '..', '..', 'infra', 'local');
const START = join(LOCAL, 'start.ts');
const DEMO = join(LOCAL, 'demo.ts');
const READY = /^ready (http:\/\/127\.0\.0\.1:(\d+))$/;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
  readonly ended: Promise<Ended>;
}

function launch(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [START, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [status]]) => ({ status, stdout, stderr }),
  );
  return { child, ended };
}

/** Runs `npm start` to its end. */
export const run = (...args: string[]): Promise<Ended> => launch(...args).ended;

/** Starts it and resolves when it is ready. */
export async function start(...args: string[]): Promise<Running> {
  const { child, ended } = launch(...args);
  const ready = new Promise<Omit<Running, 'child' | 'ended'>>((resolve) => {
    let printed = '';
    child.stdout?.on('data', (chunk) => {
      printed += chunk;
      const [, url = '', port = ''] = READY.exec(printed.trim()) ?? [];
      if (url !== '') resolve({ url, port: Number(port) });
    });
  });
  const failed = ended.then(({ status, stderr }) => Promise.reject(new Error(`ended with ${status}: ${stderr}`)));
  return { child, ended, ...(await Promise.race([ready, failed])) };
}

export async function terminate({ child, ended }: Running): Promise<Ended> {
  child.kill('SIGTERM');
  return ended;
}

/** Runs the demo to its end; `onLine` hears what it prints, and may end it. */
export async function runDemo(args: readonly string[], onLine: (line: string, end: () => void) => void = () => {}) {
  const child = spawn(process.execPath, [DEMO, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    onLine(line, () => child.kill('SIGINT'));
  });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { status, lines, stderr };
}
