// One event source mapping: takes batches of a queue to its function. Called by queues.ts whenever
// messages may have come. A message is deleted after its function has handled it; otherwise it becomes visible again.
import { type FunctionInvoker, type InvocationResult, isObject, type Json, type PartContext } from '../contracts.ts';
import type { QueueMappingModel, QueueModel } from '../template/model.ts';
import { toLambdaRecord } from './message.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';

// Lambda begins with five concurrent batches and scales from there; a laptop need not.
const CONCURRENCY = 5;

interface EventSourceOptions extends Pick<PartContext, 'log'> {
  readonly mapping: QueueMappingModel;
  readonly queue: QueueModel;
  readonly store: MessageStore;
  readonly invoker: FunctionInvoker;
  /** Called when a batch is done: there may be room or dead letters. */
  readonly onChange: () => void;
}

export class EventSource {
  readonly #options: EventSourceOptions;
  readonly #inHand = new Set<Promise<void>>();
  /** When the first message of the batch being gathered was seen. */
  #gatheringSince: number | undefined;

  constructor(options: EventSourceOptions) {
    this.#options = options;
  }

  get inHand(): ReadonlySet<Promise<void>> {
    return this.#inHand;
  }

  /** When the batch being gathered is due although it is not full, or undefined. */
  get windowEndsAt(): number | undefined {
    if (this.#gatheringSince === undefined) return undefined;
    return this.#gatheringSince + this.#options.mapping.maximumBatchingWindowSeconds * 1000;
  }

  /** Begins as many batches as are due at `now`; answers whether messages went to the dead-letter queue. */
  fill(now: number): boolean {
    const { mapping, queue, store } = this.#options;
    let hasRedriven = false;
    while (this.#inHand.size < (mapping.maximumConcurrency ?? CONCURRENCY) && this.#isBatchDue(now)) {
      const taken = store.receive(queue, mapping.batchSize, queue.visibilityTimeoutSeconds * 1000, 'mapping', now);
      hasRedriven ||= taken.hasRedriven;
      this.#gatheringSince = undefined;
      if (taken.messages.length === 0) break;
      const work: Promise<void> = this.#process(taken.messages).finally(() => {
        this.#inHand.delete(work);
        this.#options.onChange();
      });
      this.#inHand.add(work);
    }
    return hasRedriven;
  }

  #isBatchDue(now: number): boolean {
    const { mapping, queue, store } = this.#options;
    if (mapping.maximumBatchingWindowSeconds === 0) return true;
    const visible = store.visible(queue.arn, now);
    if (visible === 0) this.#gatheringSince = undefined;
    else this.#gatheringSince ??= now;
    return visible >= mapping.batchSize || now >= (this.windowEndsAt ?? Number.POSITIVE_INFINITY);
  }

  async #process(messages: readonly StoredMessage[]): Promise<void> {
    const { mapping, queue, store, invoker, log } = this.#options;
    const result = await invoker.invoke(mapping.functionName, {
      Records: messages.map((message) => toLambdaRecord(message, queue.arn)),
    });
    const failed = failedIds(result, messages, mapping.reportBatchItemFailures);
    if (!result.ok) log(`queue: ${queue.name}: ${mapping.functionName} failed: ${result.errorType}`);
    for (const { messageId, receipt } of messages) {
      if (failed.has(messageId)) store.release(queue.arn, receipt);
      else store.delete(queue.arn, receipt);
    }
  }
}

/** Lambda's reading of a batch's outcome: an answer that names something other than its messages fails all of them. */
function failedIds(
  result: InvocationResult,
  messages: readonly StoredMessage[],
  isPartial: boolean,
): ReadonlySet<string> {
  const all = new Set(messages.map(({ messageId }) => messageId));
  if (!result.ok) return all;
  if (!isPartial || result.payload === null) return new Set();
  if (!isObject(result.payload)) return all;
  const failures: Json = result.payload.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return all;
  const named = failures.map((failure) => String((isObject(failure) && failure.itemIdentifier) || ''));
  return named.every((id) => all.has(id)) ? new Set(named) : all;
}
