// The peak memory of `npm run demo` with all its processes: what belongs to one of them alone, and its share of what several map.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUDGETS } from '../budgets.ts';
import type { Measurement } from '../measurement.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const LOOK_MS = 200;

/** Undefined when the process ended meanwhile. */
function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** `root` and everything that it started. */
function treeOf(root: number): number[] {
  const children = Map.groupBy(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
    // The name of the program stands in parentheses and may hold spaces; the parent follows after the state.
    (pid) => Number(/^.*\) \S (\d+)/s.exec(read(pid, 'stat') ?? '')?.[1]),
  );
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return below(root);
}

const kilobytesOf = (pid: number): number => Number(/^Pss:\s+(\d+)/m.exec(read(pid, 'smaps_rollup') ?? '')?.[1] ?? 0);

export const demoMemory: Measurement = {
  name: 'demo-memory',
  about: 'peak memory of the demo, all processes',
  async measure({ ending, say }) {
    if (!existsSync('/proc/self/smaps_rollup')) {
      say('demo-memory: needs Linux');
      return [];
    }
    const started = performance.now();
    const child = spawn('npm', ['run', '--silent', 'demo'], { cwd: ROOT, stdio: 'ignore', detached: true });
    const { pid = 0 } = child;
    ending(() => {
      if (child.exitCode === null) process.kill(-pid, 'SIGKILL');
    });
    let peak = 0;
    const looks = setInterval(() => {
      peak = Math.max(
        peak,
        treeOf(pid)
          .map(kilobytesOf)
          .reduce((sum, part) => sum + part, 0),
      );
    }, LOOK_MS);
    const [status] = await once(child, 'exit');
    clearInterval(looks);
    if (status !== 0) throw new Error(`the demo ended with ${status}`);
    return [
      { what: 'demo, peak memory', measured: Math.ceil(peak / 1024), allowed: BUDGETS.demoMegabytes, unit: 'MB' },
      { what: 'demo, wall time', measured: performance.now() - started, unit: 'ms' },
    ];
  },
};
