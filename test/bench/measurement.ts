// The input and output of a measurement. Each measurement is a file; it registers everything that it starts or creates with `ending` at
// once, and bench.ts always ends that.
import type { Bundles } from './bundles.ts';
import type { Row } from './row.ts';

export interface Bench {
  /** A directory of this run alone, removed at its end. */
  readonly directory: string;
  /** Fewer items in the table, fewer repetitions. */
  readonly isQuick: boolean;
  /** 100,000 items of every list, which takes about an hour. */
  readonly isFull: boolean;
  /** Every function as it is deployed, and the bare handler; built once. */
  readonly bundles: () => Promise<Bundles>;
  /** One line about what is going on, to stderr. */
  readonly say: (line: string) => void;
  /** Calls `end` when the bench ends, also by a failure or a signal; it must work at once. */
  readonly ending: (end: () => void) => void;
}

export interface Measurement {
  /** As the command line names it. */
  readonly name: string;
  readonly about: string;
  measure(bench: Bench): Promise<readonly Row[]>;
}
