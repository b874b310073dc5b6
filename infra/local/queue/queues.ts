// SQS of the local runtime: the template's queues, their event source mappings, and the JSON protocol over them. Called
// by the gateway (service), the bus (send) and runtime.ts. Messages survive the process; a receiver may see one twice.
import type { AwsJsonService, FunctionInvoker, Part, PartContext } from '../contracts.ts';
import { DueTimer } from '../due-timer.ts';
import type { QueueMappingModel, QueueModel } from '../template/model.ts';
import { EventSource } from './event-source.ts';
import { checkedBody } from './message.ts';
import { MessageStore } from './message-store.ts';
import { createOperations, noSuchQueue } from './queue-operations.ts';

export interface QueuesOptions extends PartContext {
  readonly queues: readonly QueueModel[];
  readonly mappings: readonly QueueMappingModel[];
  readonly invoker: FunctionInvoker;
}

export interface Queues extends Part {
  readonly service: AwsJsonService;
  /**
   * Records a message, in the transaction of the caller if it has one.
   * @throws AwsError as SendMessage does
   */
  send(queueArn: string, body: string): void;
  /** Does what is due now, until no batch is in hand, without the timer. For tests. */
  runDue(): Promise<void>;
}

/** Creates the queues and their tables. Functions are not invoked before `start`. */
export function createQueues(options: QueuesOptions): Queues {
  return new LocalQueues(options);
}

class LocalQueues implements Queues {
  readonly service: AwsJsonService;
  readonly #options: QueuesOptions;
  readonly #store: MessageStore;
  readonly #sources: readonly EventSource[];
  readonly #timer: DueTimer;
  #isRunning = false;

  constructor(options: QueuesOptions) {
    this.#options = options;
    this.#store = new MessageStore(options.db);
    this.#timer = new DueTimer(options.now, () => this.#wake());
    const notify = () => this.#notify();
    this.#sources = options.mappings.map(
      (mapping) =>
        new EventSource({
          ...options,
          mapping,
          queue: this.#find(mapping.queueArn),
          store: this.#store,
          onChange: notify,
        }),
    );
    const operations = createOperations({ queues: options.queues, store: this.#store, now: options.now, notify });
    this.service = { targetPrefix: 'AmazonSQS', operations };
  }

  send(queueArn: string, body: string): void {
    this.#store.send(this.#find(queueArn), checkedBody(body), this.#options.now());
    this.#notify();
  }

  start(): void {
    this.#store.reclaim(this.#options.now());
    this.#isRunning = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#timer.set(undefined);
    await Promise.allSettled(this.#batchesInHand());
  }

  async runDue(): Promise<void> {
    const { now } = this.#options;
    for (this.#work(now()); this.#batchesInHand().length > 0; this.#work(now())) {
      await Promise.race(this.#batchesInHand());
    }
  }

  #find(queueArn: string): QueueModel {
    const queue = this.#options.queues.find(({ arn }) => arn === queueArn);
    if (!queue) throw noSuchQueue();
    return queue;
  }

  /** Looks for due work soon, once for all changes of this turn. */
  #notify(): void {
    if (this.#isRunning) this.#timer.set(this.#options.now());
  }

  #wake(): void {
    if (!this.#isRunning) return;
    // One reading of the clock: what comes due after it is in the future for the timer too.
    const now = this.#options.now();
    this.#work(now);
    const times = [this.#store.nextVisibleAfter(now), ...this.#sources.map((source) => source.windowEndsAt)].filter(
      (at): at is number => at !== undefined && at > now,
    );
    this.#timer.set(times.length > 0 ? Math.min(...times) : undefined);
  }

  #work(now: number): void {
    // A second look when messages went to a dead-letter queue, which may have a mapping too.
    while (this.#sources.map((source) => source.fill(now)).includes(true));
  }

  #batchesInHand(): readonly Promise<void>[] {
    return this.#sources.flatMap((source) => [...source.inHand]);
  }
}
