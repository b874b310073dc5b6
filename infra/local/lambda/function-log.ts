// The output of functions: every line goes to DATA/logs/<function>.log, warnings and errors to the operator as well.
// Called by sandbox.ts for each worker thread.
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Worker } from 'node:worker_threads';

export interface FunctionLog {
  /** Follows a worker's stdout and stderr until it ends. */
  attach(functionName: string, worker: Worker): void;
  close(): void;
}

/** `log` gets stderr lines (console.warn and console.error in Node), and with `verbose` every line. */
export function createFunctionLog(directory: string, verbose: boolean, log: (line: string) => void): FunctionLog {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = new Map<string, WriteStream>();
  const fileOf = (name: string): WriteStream => {
    const known = files.get(name);
    if (known) return known;
    const file = createWriteStream(join(directory, `${name}.log`), { flags: 'a', mode: 0o600 });
    files.set(name, file);
    return file;
  };
  return {
    attach(functionName, worker) {
      for (const [stream, isWarning] of [[worker.stdout, false] as const, [worker.stderr, true] as const]) {
        createInterface({ input: stream }).on('line', (line) => {
          fileOf(functionName).write(`${line}\n`);
          if (isWarning || verbose) log(`${functionName}: ${line}`);
        });
      }
    },
    close() {
      for (const file of files.values()) file.end();
      files.clear();
    },
  };
}
