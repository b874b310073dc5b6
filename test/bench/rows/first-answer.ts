// The time from the start of a process to the first answer of its function, as a multiple of the bare handler's with the same
// requests: CPU time of the whole process, with Node's own start and everything that is loaded. Functions take turns, so that
// the machine's noise meets all of them. Each round compares a function with the bare handler that runs next to it, and the
// median of the rounds counts, so that a busy machine slows both sides. Without a compile cache. The bare handler repeats a
// transaction with its token, which DynamoDB answers as the first time. With a JWT the authorizer also reads the keys of its issuer,
// which the bare handler does not.
import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startWorld } from '../../support/release-world.ts';
import { startIssuer } from '../../support/sign-ins/issuer.ts';
import { BUDGETS } from '../budgets.ts';
import { type BundledFunction, functionEnvironment } from '../bundles.ts';
import { firstEvents, firstPost, storedAuthorizations } from '../first-events.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import type { WireRequest } from '../tables/recorded-table.ts';
import { startRecordingProxy } from '../tables/recording-proxy.ts';
import { endpointOf } from '../tables/table-endpoint.ts';

const ROUNDS = 15;
const QUICK_ROUNDS = 7;
/** They answer documents that they hold; the bare handler then only starts. */
const WITHOUT_REQUESTS: readonly string[] = ['openapi-api', 'console-page-api'];

/** Prints the microseconds of CPU until the handler has answered. */
const script = (file: string, event: unknown): string => `
  const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
  const answer = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 30000 });
  const { user, system } = process.cpuUsage();
  console.log(\`\\ntook \${user + system}\`);
  if (answer?.isAuthorized) console.log('authorized');
  process.exit();`;

/** Milliseconds of CPU from the start of the process to the first answer, and whether it authorizes. */
async function answerOnce({ file }: BundledFunction, event: unknown, endpoint: string) {
  const env = { ...functionEnvironment(endpoint), NODE_DISABLE_COMPILE_CACHE: '1' };
  const args = ['--input-type=module', '-e', script(file, event)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 });
  return { took: Number(/^took (\d+)$/m.exec(stdout)?.[1]) / 1000, isAuthorized: /^authorized$/m.test(stdout) };
}

interface Compared {
  readonly what: string;
  readonly one: BundledFunction;
  readonly event: () => Promise<unknown>;
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
    const kit = await world.integrationKit();
    const { id } = await world.release(kit);
    const events = await firstEvents(id);
    const issuer = await startIssuer();
    ending(() => void issuer.stop());
    const authorizations = await storedAuthorizations(world, issuer);
    const compared: Compared[] = [];
    async function compare(what: string, one: BundledFunction, event: Compared['event'], last?: string) {
      proxy.take();
      const { isAuthorized } = await answerOnce(one, await event(), proxy.url);
      if (what.includes(' with ') && !isAuthorized) throw new Error(`the ${what} of ${one.name} refuses`);
      const requests = proxy.take();
      const isSilent = requests.length === 0 && !WITHOUT_REQUESTS.includes(one.name);
      if (isSilent) throw new Error(`the ${what} of ${one.name} makes no request`);
      if (last && requests.at(-1)?.operation !== last) throw new Error(`the ${what} of ${one.name} makes no ${last}`);
      compared.push({ what: `${what} of ${one.name}`, one, event, requests, took: [] });
    }
    for (const one of functions.filter(({ kind }) => kind !== 'other')) {
      const event = events[one.name];
      if (event === undefined) throw new Error(`first-events.ts has no event for ${one.name}`);
      await compare('first answer', one, async () => event);
      if (one.name === 'releases-api') {
        await compare('first POST', one, () => firstPost(world.bodyOf(kit)), 'TransactWriteItems');
      }
      if (one.name !== 'access-authorizer') continue;
      for (const [credential, stored] of Object.entries(authorizations)) {
        await compare(`first answer with ${credential}`, one, stored);
      }
    }
    for (let round = 0; round < (isQuick ? QUICK_ROUNDS : ROUNDS); round++) {
      for (const { one, event, requests, took } of compared) {
        const { took: own } = await answerOnce(one, await event(), proxy.url);
        took.push({ own, bare: (await answerOnce(bare, requests, proxy.url)).took });
      }
    }
    await world.stop();
    proxy.stop();
    await issuer.stop();
    return compared.flatMap(({ what, one, took }): Row[] => [
      {
        what: `${what} over bare`,
        measured: median(took.map(({ own, bare }) => own / bare)),
        unit: 'times',
        ...(one.kind !== 'other' && { allowed: BUDGETS[one.kind].firstAnswer }),
      },
      { what: `CPU until the ${what}`, measured: median(took.map(({ own }) => own)), unit: 'ms' },
    ]);
  },
};
