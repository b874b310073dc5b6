// Agents as processes of their own, as `npm run agent` starts them: each joins with a token of its own. The hosts are files: the command of
// a task writes the digest to the file of its host.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEAN } from '../local-stack.ts';
import type { Scene } from '../scene.ts';

const AGENT = join(import.meta.dirname, '..', '..', '..', 'tools', 'agent.ts');
const COMMAND = [
  'host="$HOSTS/$WINDLASS_TARGET"',
  'if [ -n "$WINDLASS_DIGEST" ]; then printf %s "$WINDLASS_DIGEST" > "$host"; else rm -f "$host"; fi',
  'echo "$WINDLASS_STEP of $WINDLASS_COMPONENT on $WINDLASS_TARGET"',
].join('\n');
const CAPACITY = '2';

export interface Crew {
  /** Creates an agent for each name, and starts it. */
  start(scene: Scene, names: readonly string[]): Promise<void>;
  /** The digest on a host; undefined if nothing runs there. */
  digestOn(host: string): string | undefined;
  /** The agents end with the tasks that they have; answers their exit statuses. */
  drain(): Promise<readonly (number | null)[]>;
  /** Ends those that live, at once. */
  kill(): void;
}

const exitOf = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }
  return child.exitCode;
};

/** Fills the cache of compiled modules: agents that start after it are smaller. */
const compile = (): Promise<unknown> =>
  exitOf(spawn(process.execPath, [AGENT, '--help'], { stdio: 'ignore', env: { ...process.env, ...LEAN } }));

/** Agents with their files and hosts in `folder`. */
export function createCrew(folder: string): Crew {
  const compiled = compile();
  const hosts = join(folder, 'hosts');
  mkdirSync(hosts, { recursive: true });
  const children: ChildProcess[] = [];
  const end = (signal: NodeJS.Signals) => {
    for (const child of children) child.kill(signal);
  };
  process.once('exit', () => end('SIGKILL'));

  async function startOne({ lead, url }: Scene, name: string): Promise<void> {
    await compiled;
    const { joinToken } = await lead.must('POST /agents', { body: { name } });
    const options = ['--url', url, '--capabilities', 'shell', '--concurrency', CAPACITY, '--command', COMMAND];
    const child = spawn(process.execPath, [AGENT, ...options, '--state', join(folder, name)], {
      stdio: 'ignore',
      env: { ...process.env, ...LEAN, WINDLASS_JOIN_TOKEN: joinToken ?? '', HOSTS: hosts },
    });
    children.push(child);
  }

  return {
    async start(scene, names) {
      await Promise.all(names.map((name) => startOne(scene, name)));
    },
    digestOn(host) {
      const file = join(hosts, host);
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
    async drain() {
      end('SIGTERM');
      return Promise.all(children.map(exitOf));
    },
    kill: () => end('SIGKILL'),
  };
}
