// The folder of an agent on its host: its credential, and a folder for each task that it has. It is read again after a restart, so
// that everything is written before it is acted upon. Only its owner may read it.
import { mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Identity {
  readonly tenant: string;
  readonly agentId: string;
  readonly credential: string;
}

/** The document in a file; undefined if the file does not exist or was not written to its end. */
export function readDocument<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Writes a file whole or not at all. */
export function writeDocument(path: string, document: unknown): void {
  writeFileSync(`${path}.new`, JSON.stringify(document), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** True if a process with this id lives and, where /proc says so, was started with `word` among its arguments. */
export function isAlive(pid: number | undefined, word: string): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
  } catch {
    return true;
  }
}

/** True if /proc says that a process with this id lives which was not given `word` in its environment: the id was used again. */
export function isStranger(pid: number, word: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    return environment !== '' && !environment.includes(word);
  } catch {
    return false;
  }
}

export class Home {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    mkdirSync(join(path, 'tasks'), { recursive: true, mode: 0o700 });
  }

  /** Throws if another agent that lives has the folder. */
  lock(): void {
    const path = join(this.path, 'lock');
    const holder = readDocument<{ pid: number }>(path);
    if (holder && holder.pid !== process.pid && isAlive(holder.pid, 'agent'))
      throw new Error(`${this.path} is used by the agent with process id ${holder.pid}`);
    rmSync(path, { force: true });
    writeSync(openSync(path, 'wx', 0o600), JSON.stringify({ pid: process.pid }));
  }

  unlock(): void {
    rmSync(join(this.path, 'lock'), { force: true });
  }

  get identity(): Identity | undefined {
    return readDocument<Identity>(join(this.path, 'identity.json'));
  }

  keepIdentity(identity: Identity): void {
    writeDocument(join(this.path, 'identity.json'), identity);
  }

  /** The folders of tasks. */
  get tasks(): readonly string[] {
    return readdirSync(join(this.path, 'tasks')).map((name) => join(this.path, 'tasks', name));
  }

  folderOf({ taskId, fence }: { readonly taskId: string; readonly fence: number }): string {
    const path = join(this.path, 'tasks', `${taskId}-${fence}`);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }
}
