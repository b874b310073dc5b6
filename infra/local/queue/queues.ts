// SQS of the local runtime: the template's queues, their event source mappings, and the JSON protocol over them. Called
// by the gateway (service), the bus (send) and runtime.ts. Messages survive the process; a receiver may see one twice.
import type { AwsJsonService, FunctionInvoker, Part, PartContext } from '../contracts.ts';
import type { QueueMappingModel, QueueModel } from '../template/model.ts';
import { DueTimer } from './due-timer.ts';
import { EventSource } from './event-source.ts';
import { readMessage, textAttributes } from './message.ts';
import { MessageStore, type StoredMessage } from './message-store.ts';
import { createOperations, noSuchQueue } from './queue-operations.ts';

export interface QueuesOptions extends PartContext {
  readonly queues: readonly QueueModel[];
  readonly mappings: readonly QueueMappingModel[];
  readonly invoker: FunctionInvoker;
}

export interface Queues extends Part {
  readonly service: AwsJsonService;
  /**
   * Sends a message with String attributes; resolved means recorded.
   * @throws AwsError as SendMessage does
   */
  send(queueArn: string, body: string, attributes?: Record<string, string>): Promise<void>;
  /** Does what is due now, until no batch is in hand, without the timer. For tests. */
  runDue(): Promise<void>;
}

/** A ReceiveMessage that waits for a first message. */
interface LongPoll {
  readonly until: number;
  readonly receive: () => readonly StoredMessage[];
  readonly answer: (messages: readonly StoredMessage[]) => void;
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
  readonly #polls = new Set<LongPoll>();
  readonly #timer: DueTimer;
  #isRunning = false;

  constructor(options: QueuesOptions) {
    this.#options = options;
    this.#store = new MessageStore(options.db);
    this.#timer = new DueTimer(options.now, () => this.#wake());
    this.#sources = options.mappings.map(
      (mapping) =>
        new EventSource({
          ...options,
          mapping,
          queue: this.#find(mapping.queueArn),
          store: this.#store,
          onChange: () => this.#notify(),
        }),
    );
    this.service = {
      targetPrefix: 'AmazonSQS',
      operations: createOperations({
        queues: options.queues,
        store: this.#store,
        now: options.now,
        receive: (queue, most, visibilityMs, waitMs) => this.#receive(queue, most, visibilityMs, waitMs),
        notify: () => this.#notify(),
      }),
    };
  }

  async send(queueArn: string, body: string, attributes: Record<string, string> = {}): Promise<void> {
    const queue = this.#find(queueArn);
    const message = { ...readMessage({ MessageBody: body }, queue), attributes: textAttributes(attributes) };
    this.#store.send(queue, message, this.#options.now());
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
    for (const poll of this.#polls) this.#answer(poll, []);
    await Promise.allSettled(this.#batchesInHand());
  }

  async runDue(): Promise<void> {
    for (this.#work(); this.#batchesInHand().length > 0; this.#work()) await Promise.race(this.#batchesInHand());
  }

  #find(queueArn: string): QueueModel {
    const queue = this.#options.queues.find(({ arn }) => arn === queueArn);
    if (!queue) throw noSuchQueue();
    return queue;
  }

  async #receive(queue: QueueModel, most: number, visibilityMs: number, waitMs: number) {
    const now = this.#options.now;
    const receive = () => {
      const { messages, hasRedriven } = this.#store.receive(queue, most, visibilityMs, 'client', now());
      if (hasRedriven) this.#notify();
      return messages;
    };
    const messages = receive();
    if (messages.length > 0 || waitMs === 0) return messages;
    return new Promise<readonly StoredMessage[]>((answer) => {
      this.#polls.add({ until: now() + waitMs, receive, answer });
      this.#notify();
    });
  }

  /** Looks for due work soon, once for all changes of this turn. */
  #notify(): void {
    if (this.#isRunning) this.#timer.set(this.#options.now());
  }

  #wake(): void {
    if (!this.#isRunning) return;
    this.#work();
    const now = this.#options.now();
    const times = [
      this.#store.nextVisibleAfter(now),
      ...this.#sources.map((source) => source.windowEndsAt),
      ...[...this.#polls].map((poll) => poll.until),
    ].filter((at): at is number => at !== undefined && at > now);
    this.#timer.set(times.length > 0 ? Math.min(...times) : undefined);
  }

  #work(): void {
    // A second look when messages went to a dead-letter queue, which may have a mapping too.
    while (this.#sources.map((source) => source.fill()).includes(true));
    for (const poll of this.#polls) {
      const messages = poll.receive();
      if (messages.length > 0 || poll.until <= this.#options.now()) this.#answer(poll, messages);
    }
  }

  #answer(poll: LongPoll, messages: readonly StoredMessage[]): void {
    this.#polls.delete(poll);
    poll.answer(messages);
  }

  #batchesInHand(): readonly Promise<void>[] {
    return this.#sources.flatMap((source) => [...source.inHand]);
  }
}
