// How long each function's module takes to load, as a multiple of the bare handler's: CPU time of the importing thread in a
// fresh process, every function in turn so that the machine's noise meets all of them. No compile cache.
import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { BUDGETS } from './budgets.ts';
import { type BundledFunction, functionEnvironment } from './bundles.ts';
import type { Measurement } from './measurement.ts';
import { median, type Row } from './row.ts';

const ROUNDS = 15;
const QUICK_ROUNDS = 7;

const script = (file: string): string => `
  const before = process.threadCpuUsage();
  await import(${JSON.stringify(pathToFileURL(file).href)});
  const { user, system } = process.threadCpuUsage(before);
  console.log('took ' + (user + system));
  process.exit();`;

/** Milliseconds of CPU that one import takes. */
async function importOnce({ file }: BundledFunction): Promise<number> {
  const env = { ...functionEnvironment('http://127.0.0.1:1'), NODE_DISABLE_COMPILE_CACHE: '1' };
  const args = ['--input-type=module', '-e', script(file)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 });
  return Number(/^took (\d+)$/m.exec(stdout)?.[1]) / 1000;
}

export const moduleInit: Measurement = {
  name: 'module-init',
  about: 'time to load every function, over that of a bare DynamoDB handler',
  async measure({ bundles, isQuick }) {
    const { functions, bare } = await bundles();
    const all = [bare, ...functions];
    const times = new Map<BundledFunction, number[]>(all.map((one) => [one, []]));
    for (let round = 0; round < (isQuick ? QUICK_ROUNDS : ROUNDS); round++) {
      for (const one of all) times.get(one)?.push(await importOnce(one));
    }
    const typical = (one: BundledFunction) => median(times.get(one) ?? []);
    const rows = functions.map(
      (one): Row => ({
        what: `init of ${one.name} over bare`,
        measured: typical(one) / typical(bare),
        unit: 'times',
        ...(one.kind !== 'other' && { allowed: BUDGETS[one.kind].init }),
      }),
    );
    return [...rows, { what: 'init of bare', measured: typical(bare), unit: 'ms' }];
  },
};
