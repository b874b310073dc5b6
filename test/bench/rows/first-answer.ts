// The time from the start of a process to the first answer of its function, as a multiple of the bare handler's with the same
// requests: CPU time of the whole process, with Node's own start and everything that is loaded. Functions take turns, so that
// the machine's noise meets all of them. Each round compares a function with the bare handler that runs next to it, and the
// median of the rounds counts, so that a busy machine slows both sides. Without a compile cache.
import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startWorld } from '../../support/release-world.ts';
import { BUDGETS } from '../budgets.ts';
import { type BundledFunction, functionEnvironment } from '../bundles.ts';
import { firstEvents } from '../first-events.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import type { WireRequest } from '../tables/recorded-table.ts';
import { startRecordingProxy } from '../tables/recording-proxy.ts';
import { endpointOf } from '../tables/table-endpoint.ts';

const ROUNDS = 15;
const QUICK_ROUNDS = 7;

/** Prints the microseconds of CPU until the handler has answered. */
const script = (file: string, event: unknown): string => `
  const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
  await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 30000 });
  const { user, system } = process.cpuUsage();
  console.log(\`\\ntook \${user + system}\`);
  process.exit();`;

/** Milliseconds of CPU from the start of the process to the first answer. */
async function answerOnce({ file }: BundledFunction, event: unknown, endpoint: string): Promise<number> {
  const env = { ...functionEnvironment(endpoint), NODE_DISABLE_COMPILE_CACHE: '1' };
  const args = ['--input-type=module', '-e', script(file, event)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 });
  return Number(/^took (\d+)$/m.exec(stdout)?.[1]) / 1000;
}

interface Compared {
  readonly one: BundledFunction;
  readonly event: unknown;
  /** The requests of its first answer. */
  readonly requests: readonly WireRequest[];
  readonly took: { readonly own: number; readonly bare: number }[];
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] as number;

export const firstAnswer: Measurement = {
  name: 'first-answer',
  about: 'from the start of the process to the first answer, over that of a bare DynamoDB handler',
  async measure({ bundles, isQuick, ending }) {
    const { functions, bare } = await bundles();
    const world = await startWorld();
    ending(() => world.stop());
    const proxy = await startRecordingProxy(await endpointOf(world.table));
    ending(() => proxy.stop());
    const { id } = await world.release(await world.integrationKit());
    const events = await firstEvents(id);
    const compared: Compared[] = [];
    for (const one of functions.filter(({ kind }) => kind !== 'other')) {
      const event = events[one.name];
      if (event === undefined) throw new Error(`first-events.ts has no event for ${one.name}`);
      proxy.take();
      await answerOnce(one, event, proxy.url);
      const requests = proxy.take();
      if (requests.length === 0) throw new Error(`the first answer of ${one.name} makes no request`);
      compared.push({ one, event, requests, took: [] });
    }
    for (let round = 0; round < (isQuick ? QUICK_ROUNDS : ROUNDS); round++) {
      for (const { one, event, requests, took } of compared) {
        const own = await answerOnce(one, event, proxy.url);
        took.push({ own, bare: await answerOnce(bare, requests, proxy.url) });
      }
    }
    await world.stop();
    proxy.stop();
    return compared.flatMap(({ one, took }): Row[] => [
      {
        what: `first answer of ${one.name} over bare`,
        measured: median(took.map(({ own, bare }) => own / bare)),
        unit: 'times',
        ...(one.kind !== 'other' && { allowed: BUDGETS[one.kind].firstAnswer }),
      },
      { what: `CPU until the first answer of ${one.name}`, measured: median(took.map(({ own }) => own)), unit: 'ms' },
    ]);
  },
};
