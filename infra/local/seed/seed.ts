// Fills a fresh data directory. Called by start.ts once the runtime takes requests.
import type { FunctionInvoker } from '../contracts.ts';

export interface SeedOptions {
  readonly url: string;
  readonly data: string;
  readonly empty: boolean;
  readonly invoke: FunctionInvoker;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** Placeholder: seeds nothing. */
export async function seed({ log }: SeedOptions): Promise<void> {
  log('nothing is seeded yet');
}
