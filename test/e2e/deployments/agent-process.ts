// A reference agent as a process, on a host that a test lets fail: the agent alone, or everything that it has started too.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const AGENT = join(import.meta.dirname, '..', '..', '..', 'infra', 'tools', 'agent.ts');

interface Options {
  readonly name: string;
  readonly url: string;
  readonly joinToken: string;
  readonly state: string;
  readonly command: string;
  readonly concurrency: number;
}

function killed(pid: number): void {
  try {
    if (pid !== 0) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

const numberIn = (path: string, read: (text: string) => unknown): number =>
  existsSync(path) ? Number(read(readFileSync(path, 'utf8'))) || 0 : 0;

export class AgentProcess {
  readonly name: string;
  /** Everything that it has printed, over its restarts. */
  readonly lines: string[] = [];
  private readonly options: Options;
  private child: ChildProcess | undefined;

  constructor(options: Options) {
    this.options = options;
    this.name = options.name;
  }

  start(): void {
    const { url, joinToken, state, command, concurrency } = this.options;
    const args = ['--url', url, '--token', joinToken, '--state', state, '--command', command];
    const child = spawn(
      process.execPath,
      [AGENT, ...args, '--capabilities', 'shell', '--concurrency', String(concurrency), '--idempotent'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    // A test that ends early takes its agents with it.
    const onExit = () => child.kill('SIGKILL');
    process.once('exit', onExit);
    child.once('exit', () => process.off('exit', onExit));
    this.child = child;
  }

  /** SIGKILL of the agent alone: what it has started goes on. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** SIGKILL of everything, as when its host loses power. */
  async killHost(): Promise<void> {
    await this.kill();
    const tasks = join(this.options.state, 'tasks');
    for (const name of existsSync(tasks) ? readdirSync(tasks) : []) {
      const folder = join(tasks, name);
      killed(numberIn(join(folder, 'supervisor.json'), (text) => JSON.parse(text).pid));
      killed(-numberIn(join(folder, 'command.pid'), (text) => text));
    }
  }
}
