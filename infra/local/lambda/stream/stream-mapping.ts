// AWS::Lambda::EventSourceMapping on a table's stream: polls, filters, shares records out to lanes by partition key and
// keeps the checkpoint. Called by runtime.ts. A record is done once the function has succeeded on it, and never before.
import { createHash } from 'node:crypto';
import { compilePattern } from '../../bus/pattern/pattern.ts';
import type { FunctionInvoker, Part, PartContext } from '../../contracts.ts';
import type { DynamoServer } from '../../storage/dynoxide.ts';
import type { StreamMappingModel } from '../../template/model.ts';
import { REGION } from '../../template/resolution/identity.ts';
import { type Checkpoint, type Checkpoints, openCheckpoints } from './checkpoint.ts';
import { type Entry, type GiveUpCondition, Lane } from './lane.ts';
import { createStreamReader, type StreamPosition, type StreamReader, type StreamRecord } from './reader.ts';
import { failureMessage, isAfter, isNoChange, sequenceOf } from './records.ts';

export interface StreamMappingOptions extends PartContext {
  readonly mapping: StreamMappingModel;
  /** Name of the table's partition key attribute. */
  readonly partitionKey: string;
  readonly dynamo: DynamoServer;
  /** The stream's ARN on that server. */
  readonly serverStreamArn: string;
  readonly invoker: FunctionInvoker;
  /** Puts a message on the OnFailure queue. */
  readonly sendMessage: (queueArn: string, body: string) => void;
}

export interface StreamMapping extends Part {
  /** Says that the table was written to: polls at once. */
  wake(): void;
}

const IDLE_POLL_MS = 200;
// Writes come in flocks: one look for all of a moment.
const PACE_MS = 10;
const ERROR_POLL_MS = 500;
const PAGE_SIZE = 1000;
// Records read ahead; the rest waits in the stream.
const MOST_PENDING = 2000;

export function createStreamMapping(options: StreamMappingOptions): StreamMapping {
  return new Poller(options, openCheckpoints(options.db));
}

class Poller implements StreamMapping {
  readonly #options: StreamMappingOptions;
  readonly #checkpoints: Checkpoints;
  readonly #matches: (record: StreamRecord) => boolean;
  readonly #abort = new AbortController();
  #lanes: Lane[] = [];
  /** Newest record read, done or not. */
  #read: StreamPosition | undefined;
  #loop: Promise<void> = Promise.resolve();
  #wakeUp: () => void = () => {};
  #isAwake = false;

  constructor(options: StreamMappingOptions, checkpoints: Checkpoints) {
    this.#options = options;
    this.#checkpoints = checkpoints;
    const patterns = options.mapping.filters.map((filter) => compilePattern(filter));
    this.#matches = (record) => patterns.length === 0 || patterns.some((matches) => matches(record));
  }

  /** A new mapping starts at the oldest record. */
  start(): void {
    const checkpoint = this.#checkpoints.load(this.#options.mapping.logicalId);
    this.#lanes = this.#makeLanes(checkpoint);
    this.#read = checkpoint?.position;
    this.#loop = this.#poll();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#wakeUp();
    await this.#loop;
    await Promise.all(this.#lanes.map((lane) => lane.settled()));
  }

  wake(): void {
    this.#isAwake = true;
    this.#wakeUp();
  }

  async #poll(): Promise<void> {
    const { signal } = this.#abort;
    let reader = this.#reader(this.#read);
    while (!signal.aborted) {
      this.#isAwake = false;
      try {
        const isFull = this.#lanes.reduce((sum, lane) => sum + lane.size, 0) >= MOST_PENDING;
        const found = isFull ? 0 : await this.#take(reader);
        if (found > 0 && found < PAGE_SIZE) await this.#pause(PACE_MS);
        else if (found === 0 && !this.#isAwake) await this.#sleep(IDLE_POLL_MS);
      } catch (error) {
        if (signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.log(`${this.#options.mapping.logicalId}: ${reason}`);
        reader = this.#reader(this.#read);
        await this.#sleep(ERROR_POLL_MS);
      }
    }
  }

  async #take(reader: StreamReader): Promise<number> {
    const { shardId, records } = await reader.read(PAGE_SIZE);
    const arrivedAt = this.#options.now();
    for (const raw of records) {
      const record = this.#asEvent(raw);
      this.#read = { shardId, sequence: record.dynamodb.SequenceNumber, at: false };
      if (isNoChange(record) || !this.#matches(record)) continue;
      const lane = this.#laneOf(record);
      if (!isAfter(record.dynamodb.SequenceNumber, lane.done)) continue;
      lane.add({ shardId, record, arrivedAt });
    }
    if (records.length > 0) this.#save();
    for (const lane of this.#lanes) lane.run();
    return records.length;
  }

  #save(): void {
    const unfinished = this.#lanes.flatMap((lane) => lane.first ?? []);
    const oldest = unfinished.reduce<Entry | undefined>(
      (first, entry) => (first && isAfter(sequenceOf(entry), sequenceOf(first)) ? first : entry),
      undefined,
    );
    const position = oldest ? { shardId: oldest.shardId, sequence: sequenceOf(oldest), at: true } : this.#read;
    if (!position) return;
    const done = Object.fromEntries(
      this.#lanes.flatMap((lane) => (lane.done ? [[this.#laneName(lane), lane.done]] : [])),
    );
    this.#checkpoints.save(this.#options.mapping.logicalId, { position, done });
  }

  #makeLanes(checkpoint: Checkpoint | undefined): Lane[] {
    const { mapping, invoker, now } = this.#options;
    return Array.from({ length: mapping.parallelizationFactor }, (_, index) => {
      const done = checkpoint?.done[`${index}/${mapping.parallelizationFactor}`];
      return new Lane(index, done, {
        mapping,
        invoker,
        now,
        sleep: (ms) => this.#pause(ms),
        stopping: () => this.#abort.signal.aborted,
        onDone: () => this.#save(),
        giveUp: (entries, condition, attempts) => this.#giveUp(entries, condition, attempts),
      });
    });
  }

  /** With another number of lanes keys are shared out differently, and what lanes had done no longer counts. */
  #laneName(lane: Lane): string {
    return `${lane.index}/${this.#options.mapping.parallelizationFactor}`;
  }

  #laneOf({ dynamodb }: StreamRecord): Lane {
    const key = JSON.stringify(dynamodb.Keys[this.#options.partitionKey]);
    const index = createHash('sha1').update(key).digest().readUInt32BE() % this.#lanes.length;
    return this.#lanes[index] as Lane;
  }

  async #giveUp(entries: readonly Entry[], condition: GiveUpCondition, attempts: number): Promise<void> {
    const { mapping, log, now, sendMessage } = this.#options;
    log(`${mapping.logicalId}: ${entries.length} records given up: ${condition}`);
    if (mapping.onFailureQueueArn === undefined) return;
    sendMessage(
      mapping.onFailureQueueArn,
      JSON.stringify(failureMessage(mapping, entries, condition, attempts, now())),
    );
  }

  #asEvent(record: StreamRecord): StreamRecord {
    const event = { ...record, awsRegion: REGION, eventSourceARN: this.#options.mapping.streamArn };
    return event as StreamRecord;
  }

  #reader(position: StreamPosition | undefined): StreamReader {
    return createStreamReader(this.#options.dynamo, this.#options.serverStreamArn, position);
  }

  /** Until `ms` have passed, `wake` or `stop`. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Until `ms` have passed or `stop`. */
  #pause(ms: number): Promise<void> {
    const { signal } = this.#abort;
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    });
  }
}
