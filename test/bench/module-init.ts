// How long each function's module takes to load, as a multiple of the bare handler's: CPU time of the importing thread
// in a fresh process, every function in turn so that the machine's noise meets all of them, and the least of many, as
// noise only adds. No compile cache. Modules loaded beside or after the start are in the rows "until the first answer".
import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { BUDGETS } from './budgets.ts';
import { type BundledFunction, functionEnvironment } from './bundles.ts';
import type { Measurement } from './measurement.ts';
import type { Row } from './row.ts';

const ROUNDS = 15;
const QUICK_ROUNDS = 7;
/** A request that no route takes and a batch of nothing: both are answered without AWS. */
const EMPTY_EVENT = JSON.stringify({
  version: '2.0',
  rawPath: '/none',
  headers: {},
  requestContext: { requestId: 'bench', http: { method: 'GET', path: '/none' } },
  Records: [],
});

/** Prints the microseconds until the module is loaded, and until its handler has answered an event of nothing. */
const script = ({ file, kind }: BundledFunction): string => `
  const before = process.threadCpuUsage();
  const since = () => { const { user, system } = process.threadCpuUsage(before); return user + system; };
  const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
  const start = since();
  if (${kind !== 'other'}) await handler(${EMPTY_EVENT}, {});
  console.log(\`\\ntook \${start} \${since()}\`);
  process.exit();`;

interface Start {
  /** Milliseconds of CPU until the module was loaded. */
  readonly init: number;
  readonly answer: number;
}

async function startOnce(one: BundledFunction): Promise<Start> {
  const env = { ...functionEnvironment('http://127.0.0.1:1'), NODE_DISABLE_COMPILE_CACHE: '1' };
  const args = ['--input-type=module', '-e', script(one)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 });
  const [, init, answer] = /^took (\d+) (\d+)$/m.exec(stdout) ?? [];
  return { init: Number(init) / 1000, answer: Number(answer) / 1000 };
}

export const moduleInit: Measurement = {
  name: 'module-init',
  about: 'time to load every function, over that of a bare DynamoDB handler',
  async measure({ bundles, isQuick }) {
    const { functions, bare } = await bundles();
    const all = [bare, ...functions];
    const starts = new Map<BundledFunction, Start[]>(all.map((one) => [one, []]));
    for (let round = 0; round < (isQuick ? QUICK_ROUNDS : ROUNDS); round++) {
      for (const one of all) starts.get(one)?.push(await startOnce(one));
    }
    const least = (one: BundledFunction, part: keyof Start) =>
      Math.min(...(starts.get(one) ?? []).map((start) => start[part]));
    const init = (one: BundledFunction): Row => ({
      what: `init of ${one.name} over bare`,
      measured: least(one, 'init') / least(bare, 'init'),
      unit: 'times',
      ...(one.kind !== 'other' && { allowed: BUDGETS[one.kind].init }),
    });
    const answer = (one: BundledFunction): Row => ({
      what: `until the first answer of ${one.name} over bare`,
      measured: least(one, 'answer') / least(bare, 'init'),
      unit: 'times',
    });
    return [
      ...functions.map(init),
      ...functions.filter(({ kind }) => kind !== 'other').map(answer),
      { what: 'init of bare', measured: least(bare, 'init'), unit: 'ms' },
    ];
  },
};
