// One lane of a stream mapping: hands its records to the function in order, batch by batch. Called by stream-mapping.ts.
// Source: Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", error handling and batch item failures.
import { type FunctionInvoker, type InvocationResult, isObject, type Json, type JsonObject } from '../../contracts.ts';
import type { StreamMappingModel } from '../../template/model.ts';
import type { StreamRecord } from './reader.ts';

/** A record with the shard it came from. */
export interface Entry {
  readonly shardId: string;
  readonly record: StreamRecord;
  /** Epoch milliseconds (UTC) at which this lane got it. */
  readonly arrivedAt: number;
}

export interface LaneOptions {
  readonly mapping: StreamMappingModel;
  readonly invoker: FunctionInvoker;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly stopping: () => boolean;
  /** Called after records were done (or given up), in order, before the next ones are tried. */
  readonly onDone: () => void;
  /** Sets aside records that will not be tried again. */
  readonly giveUp: (entries: readonly Entry[], condition: GiveUpCondition, attempts: number) => Promise<void>;
}

export type GiveUpCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 5000;

export class Lane {
  readonly index: number;
  readonly #options: LaneOptions;
  readonly #pending: Entry[] = [];
  #isRunning = false;
  #settled: Promise<void> = Promise.resolve();
  /** Sequence number of the newest record done. */
  done: string | undefined;

  constructor(index: number, done: string | undefined, options: LaneOptions) {
    this.index = index;
    this.done = done;
    this.#options = options;
  }

  /** The oldest record that is not done. */
  get first(): Entry | undefined {
    return this.#pending[0];
  }

  get size(): number {
    return this.#pending.length;
  }

  add(entry: Entry): void {
    this.#pending.push(entry);
  }

  /** Starts work on what was added, unless it is going on already. */
  run(): void {
    if (this.#isRunning || this.#pending.length === 0) return;
    this.#isRunning = true;
    this.#settled = this.#run();
  }

  /** Resolves when no invocation runs. */
  settled(): Promise<void> {
    return this.#settled;
  }

  async #run(): Promise<void> {
    const { mapping, now, sleep, stopping } = this.#options;
    while (this.#pending.length > 0 && !stopping()) {
      const oldest = this.#pending[0] as Entry;
      const window = oldest.arrivedAt + mapping.maximumBatchingWindowSeconds * 1000 - now();
      if (this.#pending.length < mapping.batchSize && window > 0) await sleep(window);
      else await this.#handle(this.#pending.slice(0, mapping.batchSize));
    }
    // In one go with the look at what is pending: a record added later finds the lane idle.
    this.#isRunning = false;
  }

  /** Tries a batch until every record is done or given up; false when stopped before. */
  async #handle(batch: readonly Entry[]): Promise<boolean> {
    const { mapping, invoker, sleep, stopping } = this.#options;
    let rest = batch;
    for (let attempt = 1; rest.length > 0; attempt++) {
      if (stopping()) return false;
      const result = await invoker.invoke(mapping.functionArn, { Records: rest.map(({ record }) => record) });
      const failed = firstFailure(result, rest, mapping.reportBatchItemFailures) ?? rest.length;
      if (failed > 0) {
        rest = this.#finish(rest, failed);
        attempt = 0;
        continue;
      }
      rest = await this.#abandon(rest, attempt);
      if (rest.length === 0) return true;
      await sleep(Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS));
      if (mapping.bisectBatchOnFunctionError && !result.ok && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        return (await this.#handle(rest.slice(0, middle))) && this.#handle(rest.slice(middle));
      }
    }
    return true;
  }

  /** Gives up what is too old or was tried often enough, and answers what is left to retry. */
  async #abandon(batch: readonly Entry[], attempts: number): Promise<readonly Entry[]> {
    const { mapping, now, giveUp } = this.#options;
    const expired = this.#expired(batch, now());
    if (expired > 0) {
      await giveUp(batch.slice(0, expired), 'RecordAgeExceeded', attempts);
      return this.#finish(batch, expired);
    }
    const isBisected = mapping.bisectBatchOnFunctionError && batch.length > 1;
    if (isBisected || mapping.maximumRetryAttempts < 0 || attempts <= mapping.maximumRetryAttempts) return batch;
    await giveUp(batch, 'RetryAttemptsExhausted', attempts);
    return this.#finish(batch, batch.length);
  }

  /** The first `count` records are done; answers the others. */
  #finish(batch: readonly Entry[], count: number): readonly Entry[] {
    this.#pending.splice(0, count);
    this.done = batch[count - 1]?.record.dynamodb.SequenceNumber ?? this.done;
    this.#options.onDone();
    return batch.slice(count);
  }

  /** How many of the first records are too old. */
  #expired(batch: readonly Entry[], now: number): number {
    const { maximumRecordAgeSeconds } = this.#options.mapping;
    if (maximumRecordAgeSeconds < 0) return 0;
    const oldest = now / 1000 - maximumRecordAgeSeconds;
    const young = batch.findIndex(({ record }) => Number(record.dynamodb.ApproximateCreationDateTime) >= oldest);
    return young < 0 ? batch.length : young;
  }
}

/** Index of the first record that failed; undefined when none did. */
function firstFailure(result: InvocationResult, batch: readonly Entry[], reports: boolean): number | undefined {
  if (!result.ok) return 0;
  const failures = reports ? itemFailures(result.payload) : [];
  if (failures.length === 0) return undefined;
  const numbers = batch.map(({ record }) => record.dynamodb.SequenceNumber);
  // A name that is not in the batch fails all of it, as in Lambda.
  return Math.min(...failures.map((name) => Math.max(0, numbers.indexOf(name))));
}

function itemFailures(payload: Json): string[] {
  const failures = isObject(payload) ? payload.batchItemFailures : undefined;
  if (!Array.isArray(failures)) return [];
  return failures.map((failure) => String((failure as JsonObject | null)?.itemIdentifier ?? ''));
}
