// A stack on a copy of sample data that each worker makes once: making it takes several times as long as starting on it.
import { cpSync } from 'node:fs';
import { type LocalStack, startStack } from '../../../infra/local/demo/local-stack.ts';
import { temporaryDirectory } from '../scratch/temporary-directory.ts';

/** Ports that no system gives to whoever asks for any: between two stacks the port stays free. */
const PORTS = { first: 20_000, count: 12_000 };

/** At the port, or at another one if a stranger has it: then the integrations are led there. */
const startAt = (data: string, port: number): Promise<LocalStack> =>
  startStack(data, port).catch(() => startStack(data, 0));

async function makeSampleData(): Promise<{ readonly data: string; readonly port: number }> {
  const data = temporaryDirectory('sample');
  const { port, stop } = await startAt(data, PORTS.first + Math.floor(Math.random() * PORTS.count));
  await stop();
  return { data, port };
}

let sample: ReturnType<typeof makeSampleData> | undefined;

/** Starts a stack with brief sample data on `data`, which does not exist yet. The runtime itself has counted nothing yet. */
export async function startSeededStack(data: string): Promise<LocalStack> {
  sample ??= makeSampleData();
  const made = await sample;
  cpSync(made.data, data, { recursive: true });
  return startAt(data, made.port);
}
