// One task on this host: its files, its supervisor, and what the agent reports of it. All of it is read from the folder of the task, so
// that an agent that was restarted goes on with it.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Input, Output } from '../../../functions/client.ts';
import { isAlive, isStranger, readDocument, writeDocument } from './home.ts';
import type { Ended, Order } from './supervisor.ts';

export type Lease = Output<'POST /agents/{agent}/sync'>['leases'][number];
export type Report = NonNullable<NonNullable<Input<'POST /agents/{agent}/sync'>['body']>['tasks']>[number];

export interface RunSettings {
  readonly command: string;
  /** True if the command may be run again for the same task. */
  readonly isIdempotent: boolean;
  readonly silenceMs: number;
}

/** The words of the command about its result, besides its exit status. */
type Result = Pick<Report, 'message' | 'digest' | 'stickerHash'>;

/** Bytes of a log that the service keeps, and the most that a report sends: of the file, and as JSON, which is longer for control characters. */
const MOST_LOG = 1_048_576;
const MOST_CHUNK = 48_000;
const MOST_CHUNK_JSON = 60_000;
const MOST_MESSAGE = 500;
const SUPERVISOR = join(import.meta.dirname, 'supervisor.ts');

const environmentOf = (lease: Lease, folder: string): Record<string, string> => ({
  WINDLASS_TASK_ID: lease.taskId,
  WINDLASS_FENCE: String(lease.fence),
  WINDLASS_STEP: lease.step,
  WINDLASS_DEPLOYMENT_ID: lease.deploymentId,
  WINDLASS_ENVIRONMENT_ID: lease.environmentId,
  WINDLASS_SERVICE: lease.release.service,
  WINDLASS_RELEASE_ID: lease.release.id ?? '',
  WINDLASS_COMPONENT: lease.component.name ?? '',
  WINDLASS_DIGEST: lease.digest ?? '',
  WINDLASS_PREVIOUS_DIGEST: lease.previousDigest ?? '',
  WINDLASS_STICKER: lease.sticker ?? '',
  WINDLASS_TARGET: lease.target.name,
  WINDLASS_TARGET_ID: lease.target.id,
  WINDLASS_TARGET_TYPE: lease.target.type,
  WINDLASS_CONNECTION: JSON.stringify(lease.target.connection),
  WINDLASS_LABELS: JSON.stringify(lease.target.labels),
  WINDLASS_CREDENTIALS_FILE: join(folder, 'credentials.json'),
  WINDLASS_RESULT_FILE: join(folder, 'result.json'),
});

/** The bytes before a character that is not whole at the end. */
function wholeBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

const isDigest = (value: unknown): boolean => value === null || /^sha256:[0-9a-f]{64}$/.test(String(value));

/** The text that people read of a command; undefined if it says nothing. */
function messageOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text.slice(0, MOST_MESSAGE).toWellFormed().trim() || undefined;
}

export class TaskRun {
  readonly folder: string;
  readonly lease: Lease;
  /** Its command begins when a sync has shown that the lease is still valid. */
  private isToStart = false;

  private constructor(folder: string, lease: Lease) {
    this.folder = folder;
    this.lease = lease;
  }

  /** Begins a task. Everything is on the disk before its command runs; credentials only until it has ended. */
  static begin(folder: string, lease: Lease, settings: RunSettings): TaskRun {
    const { credentials, ...target } = lease.target;
    writeDocument(join(folder, 'credentials.json'), credentials);
    const order: Order = {
      command: settings.command,
      environment: environmentOf(lease, folder),
      silenceMs: settings.silenceMs,
    };
    writeDocument(join(folder, 'order.json'), order);
    writeDocument(join(folder, 'lease.json'), { ...lease, target: { ...target, credentials: {} } });
    const run = new TaskRun(folder, lease);
    run.start();
    return run;
  }

  /**
   * A task that the agent had before it was restarted; undefined if it had not begun. A command that ended without leaving its end, as when
   * the host was restarted, is run again if it is idempotent and the lease is still valid, and has failed otherwise.
   */
  static resume(folder: string, { isIdempotent }: RunSettings): TaskRun | undefined {
    const lease = readDocument<Lease>(join(folder, 'lease.json'));
    if (!lease) {
      rmSync(folder, { recursive: true, force: true });
      return undefined;
    }
    const run = new TaskRun(folder, lease);
    const isSupervised = run.isSupervised;
    if (run.end || isSupervised) return run;
    // No supervisor runs the command before it is noted.
    const hasBegun = run.supervisor !== undefined;
    run.killCommand();
    if (isIdempotent || !hasBegun) run.isToStart = true;
    else run.fail('The command was interrupted with its host, and may not be repeated');
    return run;
  }

  private start(): void {
    this.isToStart = false;
    writeFileSync(join(this.folder, 'alive'), '', { mode: 0o600 });
    rmSync(join(this.folder, 'supervisor.json'), { force: true });
    const child = spawn(process.execPath, [SUPERVISOR, this.folder], { detached: true, stdio: 'ignore' });
    child.on('error', ({ message }) => this.fail(message));
    child.unref();
    writeDocument(join(this.folder, 'supervisor.json'), { pid: child.pid });
  }

  private fail(reason: string): void {
    writeDocument(join(this.folder, 'end.json'), { status: null, reason } satisfies Ended);
  }

  private get end(): Ended | undefined {
    return readDocument<Ended>(join(this.folder, 'end.json'));
  }

  private get supervisor(): number | undefined {
    return readDocument<{ pid?: number }>(join(this.folder, 'supervisor.json'))?.pid;
  }

  private get isSupervised(): boolean {
    return isAlive(this.supervisor, this.folder);
  }

  private killCommand(): void {
    const path = join(this.folder, 'command.pid');
    const pid = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
    try {
      if (pid > 0 && !isStranger(pid, this.folder)) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }

  /** Ends the command; its end is reported as any other. */
  stop(): void {
    const pid = this.supervisor;
    if (pid !== undefined && this.isSupervised) process.kill(pid, 'SIGTERM');
    else if (!this.end) {
      this.killCommand();
      this.fail('The agent stopped the command');
    }
  }

  private get sent(): number {
    return readDocument<{ offset: number }>(join(this.folder, 'sent.json'))?.offset ?? 0;
  }

  /** The next part of the output that was not sent yet, of whole characters. */
  private chunk(): { readonly text: string; readonly bytes: number; readonly isLast: boolean } {
    const path = join(this.folder, 'output.log');
    const offset = this.sent;
    if (!existsSync(path) || offset > MOST_LOG) return { text: '', bytes: 0, isLast: true };
    const file = openSync(path, 'r');
    const size = fstatSync(file).size;
    const bytes = Buffer.alloc(Math.min(MOST_CHUNK, Math.max(0, size - offset)));
    readSync(file, bytes, 0, bytes.length, offset);
    closeSync(file);
    const isLast = offset + bytes.length === size;
    // The rest of a character at the end comes with the next part.
    let whole = isLast && this.end ? bytes.length : wholeBytes(bytes);
    const text = () => bytes.subarray(0, whole).toString('utf8');
    for (let size = jsonBytes(text()); size > MOST_CHUNK_JSON; size = jsonBytes(text()))
      whole = wholeBytes(bytes.subarray(0, Math.floor((whole * MOST_CHUNK_JSON) / size)));
    return { text: text(), bytes: whole, isLast: isLast && whole === bytes.length };
  }

  /** The report of the next sync; `taken` is called when the service has taken it. `mayLog` is false if the request is full. */
  report(mayLog: boolean): { readonly report: Report; readonly size: number; taken(): void } {
    const { deploymentId, taskId, fence } = this.lease;
    // In this order: a supervisor writes the end before it ends itself.
    const goesOn = this.isToStart || this.isSupervised;
    const end = this.end ?? (goesOn ? undefined : this.interrupted());
    const { text, bytes, isLast } = mayLog ? this.chunk() : { text: '', bytes: 0, isLast: false };
    const offset = this.sent;
    const report: Report = {
      ...{ deploymentId, taskId, fence },
      ...(end && isLast ? this.resultOf(end) : { status: 'RUNNING' as const }),
      ...(text !== '' && { log: { offset, text } }),
    };
    const taken = () => {
      if (report.status !== 'RUNNING') return this.forget();
      if (bytes > 0) writeDocument(join(this.folder, 'sent.json'), { offset: offset + bytes });
      if (this.isToStart && !this.end) this.start();
      else if (!end) this.touch();
    };
    return { report, size: jsonBytes(text), taken };
  }

  private interrupted(): Ended {
    this.killCommand();
    this.fail('The supervisor of the command was ended');
    return this.end ?? { status: null };
  }

  private resultOf({ status, reason }: Ended): Result & { readonly status: 'SUCCEEDED' | 'FAILED' } {
    // The service refuses a request with one wrong field, and with it all tasks of this agent.
    const given = readDocument<Partial<Record<keyof Result, unknown>>>(join(this.folder, 'result.json')) ?? {};
    const message = messageOf(given.message);
    const facts = (['digest', 'stickerHash'] as const).filter((name) => given[name] !== undefined);
    const wrong = facts.filter((name) => !isDigest(given[name]));
    const said = Object.fromEntries(facts.filter((name) => isDigest(given[name])).map((name) => [name, given[name]]));
    if (status === 0 && wrong.length > 0)
      return { status: 'FAILED', message: `The command wrote no ${wrong.join(' and no ')} such as sha256:…`, ...said };
    if (status === 0) return { status: 'SUCCEEDED', ...(message && { message }), ...said };
    const why = messageOf(reason) ?? `The command ended with status ${status}`;
    return { status: 'FAILED', message: message ?? why, ...said };
  }

  /** Shows the supervisor that the lease goes on. */
  touch(): void {
    const now = new Date();
    utimesSync(join(this.folder, 'alive'), now, now);
  }

  /** Deletes everything about the task, after its end was taken or its lease was lost. */
  forget(): void {
    this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
