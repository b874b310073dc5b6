// The command `npm start`: the whole stack on this machine until SIGTERM or SIGINT. Prints `ready http://127.0.0.1:PORT`
// when it takes requests; an error before that is one line on stderr and exit status 1, or 2 for wrong usage.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Runtime, startRuntime } from './runtime.ts';
import { seed } from './seed/seed.ts';
import { ensureAssembly } from './synthesis.ts';

const USAGE = `Usage: npm start -- [options]

  --port PORT   where to listen on 127.0.0.1; 0 picks a free port (4100)
  --data DIR    where everything durable is kept (.windlass)
  --empty       no sample data
  --brief       sample data without releases: a faster first start
  --warm N      the number of functions that stay in memory when idle; fewer need less memory and more CPU time (48)
  --verbose     every request and every line the functions print
  --help        this text`;

const STOP_MS = 10_000;

interface Options {
  readonly port: number;
  readonly data: string;
  readonly empty: boolean;
  readonly brief: boolean;
  readonly warm: number;
  readonly verbose: boolean;
  readonly help: boolean;
}

class UsageError extends Error {}

function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4100' },
        data: { type: 'string', default: '.windlass' },
        empty: { type: 'boolean', default: false },
        brief: { type: 'boolean', default: false },
        warm: { type: 'string', default: '48' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new UsageError(`--port ${values.port} is not a port`);
    if (!/^[1-9]\d{0,2}$/.test(values.warm))
      throw new UsageError(`--warm ${values.warm} is not a number from 1 to 999`);
    return { ...values, port, warm: Number(values.warm), data: resolve(values.data) };
  } catch (error) {
    throw new UsageError(firstLine(error));
  }
}

async function start({ port, data, empty, brief, warm, verbose }: Options): Promise<Runtime> {
  const root = join(import.meta.dirname, '..', '..');
  const log = (line: string) => console.error(line);
  const assembly = await ensureAssembly(root, log);
  const runtime = await startRuntime({ assembly, data, port, warm, verbose, log });
  try {
    const { url, invoker: invoke, outputs, moveClock } = runtime;
    const samples = empty ? 'none' : brief ? 'brief' : 'all';
    await seed({ url, data, samples, invoke, outputs, moveClock, log });
  } catch (error) {
    await runtime.stop();
    throw error;
  }
  return runtime;
}

function stopOnSignals(runtime: () => Runtime | undefined): void {
  let isStopping = false;
  const stop = async () => {
    const running = runtime();
    if (isStopping || !running) process.exit(isStopping ? 1 : 0);
    isStopping = true;
    // Work in hand may wait for a slow service; everything is durable, so the stop need not wait for it.
    setTimeout(() => process.exit(0), STOP_MS).unref();
    await running.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

async function main(args: readonly string[]): Promise<void> {
  // Lambda's clock is UTC; worker threads have the process's.
  process.env.TZ = 'UTC';
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  let runtime: Runtime | undefined;
  stopOnSignals(() => runtime);
  try {
    runtime = await start(options);
    console.log(`ready ${runtime.url}`);
  } catch (error) {
    console.error(options.verbose && error instanceof Error ? error.stack : `windlass: ${(error as Error).message}`);
    process.exit(1);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`windlass: ${firstLine(error)} (--help shows the options)`);
  process.exit(2);
}
