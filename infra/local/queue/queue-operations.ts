// The operations of SQS's JSON protocol over the message store. Called by queues.ts, which serves them; parameters an
// operation does not know are refused, so nothing is ignored silently.
import { AwsError, type AwsJsonService, type Json, type JsonObject } from '../contracts.ts';
import {
  invalid,
  LARGEST_MESSAGE_BYTES,
  md5,
  md5OfAttributes,
  missing,
  readInteger,
  readMessage,
  sizeOf,
} from './message.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import type { QueueSpec } from './queue-spec.ts';
import { sequenceNumber, toReceived } from './received-message.ts';

interface OperationsContext {
  readonly queues: readonly QueueSpec[];
  readonly store: MessageStore;
  readonly now: () => number;
  /** Receives, waiting up to `waitMs` for a first message. */
  readonly receive: (
    queue: QueueSpec,
    most: number,
    visibilityMs: number,
    waitMs: number,
  ) => Promise<readonly StoredMessage[]>;
  /** Called when messages may have become visible. */
  readonly notify: () => void;
}

type Operation = (input: JsonObject) => Promise<JsonObject> | JsonObject;
type OnQueue = (queue: QueueSpec, input: JsonObject) => Promise<JsonObject> | JsonObject;

const LONGEST_VISIBILITY_SECONDS = 43_200;
const LONGEST_WAIT_SECONDS = 20;
const MOST_MESSAGES = 10;
const BATCH_ENTRY_ID = /^[\w-]{1,80}$/;

/** The operations by name. Errors are AwsErrors with the codes of the SQS API reference. */
export function createOperations(context: OperationsContext): AwsJsonService['operations'] {
  const { store, now, notify } = context;

  const sendMessage: OnQueue = (queue, input) => {
    const message = readMessage(input, queue);
    const { messageId, sequence } = store.send(queue, message, now());
    notify();
    const digest = md5OfAttributes(message.attributes);
    return {
      MessageId: messageId,
      MD5OfMessageBody: md5(message.body),
      ...(digest !== undefined && { MD5OfMessageAttributes: digest }),
      ...(queue.fifo && { SequenceNumber: sequenceNumber(sequence) }),
    };
  };

  const receiveMessage: OnQueue = async (queue, input) => {
    const most = readInteger(input.MaxNumberOfMessages, 'MaxNumberOfMessages', [1, MOST_MESSAGES], 1);
    const visibility = readVisibility(input.VisibilityTimeout, queue.visibilityTimeoutSeconds);
    const wait = readInteger(input.WaitTimeSeconds, 'WaitTimeSeconds', [0, LONGEST_WAIT_SECONDS], 0);
    const systemNames = [...readNames(input.AttributeNames), ...readNames(input.MessageSystemAttributeNames)];
    const messages = await context.receive(queue, most, visibility * 1000, wait * 1000);
    if (messages.length === 0) return {};
    return {
      Messages: messages.map((message) => toReceived(message, systemNames, readNames(input.MessageAttributeNames))),
    };
  };

  const deleteMessage: OnQueue = (queue, input) => {
    store.delete(queue.arn, readReceipt(input));
    notify();
    return {};
  };

  const changeVisibility: OnQueue = (queue, input) => {
    const receipt = readReceipt(input);
    if (input.VisibilityTimeout === undefined) throw missing('VisibilityTimeout');
    const visibleAt = now() + readVisibility(input.VisibilityTimeout, 0) * 1000;
    if (!store.changeVisibility(queue.arn, receipt, visibleAt, now())) {
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.');
    }
    notify();
    return {};
  };

  const getAttributes: OnQueue = (queue, input) => {
    const names = readNames(input.AttributeNames);
    const all = queueAttributes(queue, store.counts(queue.arn, now()));
    const unknown = names.find((name) => name !== 'All' && !Object.hasOwn(all, name) && !OPTIONAL_ATTRIBUTES.has(name));
    if (unknown) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const wanted = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
    return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
  };

  const purge: OnQueue = (queue) => {
    store.purge(queue.arn);
    return {};
  };

  const startMoveTask: Operation = (input) => {
    const byArn = (arn: Json | undefined) => {
      const queue = context.queues.find((each) => each.arn === arn);
      if (!queue)
        throw new AwsError(
          'ResourceNotFoundException',
          'The resource that you specified for the SourceArn parameter does not exist.',
        );
      return queue;
    };
    const source = byArn(input.SourceArn);
    if (!context.queues.some(({ redrive }) => redrive?.deadLetterArn === source.arn)) {
      throw invalid('Source queue must be configured as a Dead Letter Queue.');
    }
    const destination = input.DestinationArn === undefined ? undefined : byArn(input.DestinationArn).arn;
    store.moveAll(source.arn, destination, now());
    notify();
    return { TaskHandle: Buffer.from(`${source.arn}:${now()}`).toString('base64') };
  };

  const onQueue =
    (parameters: readonly string[], operation: OnQueue): Operation =>
    (input) => {
      refuseUnknown(input, ['QueueUrl', ...parameters]);
      return operation(findByUrl(context.queues, input.QueueUrl), input);
    };

  const onBatch = (parameters: readonly string[], operation: OnQueue): Operation =>
    onQueue(['Entries'], async (queue, input) => {
      const Successful: JsonObject[] = [];
      const Failed: JsonObject[] = [];
      for (const { Id = '', ...entry } of readBatch(input)) {
        try {
          refuseUnknown(entry, parameters);
          Successful.push({ Id, ...(await operation(queue, entry)) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Failed.push({ Id, SenderFault: error.status < 500, Code: error.code, Message: error.message });
        }
      }
      return { Successful, Failed };
    });

  const sent = ['MessageBody', 'DelaySeconds', 'MessageAttributes', 'MessageSystemAttributes'];
  const sendParameters = [...sent, 'MessageGroupId', 'MessageDeduplicationId'];
  const receiveParameters = ['MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'];
  const attributeParameters = ['AttributeNames', 'MessageSystemAttributeNames', 'MessageAttributeNames'];
  return {
    SendMessage: onQueue(sendParameters, sendMessage),
    SendMessageBatch: onBatch(sendParameters, sendMessage),
    ReceiveMessage: onQueue([...receiveParameters, ...attributeParameters], receiveMessage),
    DeleteMessage: onQueue(['ReceiptHandle'], deleteMessage),
    DeleteMessageBatch: onBatch(['ReceiptHandle'], deleteMessage),
    ChangeMessageVisibility: onQueue(['ReceiptHandle', 'VisibilityTimeout'], changeVisibility),
    ChangeMessageVisibilityBatch: onBatch(['ReceiptHandle', 'VisibilityTimeout'], changeVisibility),
    GetQueueAttributes: onQueue(['AttributeNames'], getAttributes),
    PurgeQueue: onQueue([], purge),
    GetQueueUrl: (input) => {
      const queue = context.queues.find(({ name }) => name === input.QueueName);
      if (!queue) throw noSuchQueue();
      return { QueueUrl: queue.url };
    },
    ListQueues: (input) => {
      refuseUnknown(input, ['QueueNamePrefix']);
      const prefix = String(input.QueueNamePrefix ?? '');
      return { QueueUrls: context.queues.filter(({ name }) => name.startsWith(prefix)).map(({ url }) => url) };
    },
    StartMessageMoveTask: startMoveTask,
  };
}

export function noSuchQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

// Attributes that only some queues have; asking for them is no mistake.
const OPTIONAL_ATTRIBUTES = new Set(['RedrivePolicy', 'FifoQueue', 'ContentBasedDeduplication']);

function queueAttributes(
  queue: QueueSpec,
  counts: { visible: number; inFlight: number; delayed: number },
): Record<string, string> {
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    DelaySeconds: String(queue.delaySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    MaximumMessageSize: String(LARGEST_MESSAGE_BYTES),
    ReceiveMessageWaitTimeSeconds: '0',
    ...(queue.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queue.redrive.deadLetterArn,
        maxReceiveCount: queue.redrive.maxReceiveCount,
      }),
    }),
    ...(queue.fifo && {
      FifoQueue: 'true',
      ContentBasedDeduplication: String(queue.contentBasedDeduplication !== false),
    }),
  };
}

/** By the URL given out, or any URL that ends in the queue's name: hosts and ports differ between a machine's runs. */
function findByUrl(queues: readonly QueueSpec[], url: Json | undefined): QueueSpec {
  if (typeof url !== 'string') throw missing('QueueUrl');
  const queue = queues.find((each) => each.url === url) ?? queues.find(({ name }) => name === url.split('/').at(-1));
  if (!queue) throw noSuchQueue();
  return queue;
}

function readBatch(input: JsonObject): readonly JsonObject[] {
  const entries = (input.Entries ?? []) as JsonObject[];
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MOST_MESSAGES) {
    throw new AwsError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${MOST_MESSAGES}.`);
  }
  const ids = entries.map(({ Id }) => Id);
  if (!ids.every((id) => typeof id === 'string' && BATCH_ENTRY_ID.test(id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  if (new Set(ids).size < ids.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same id.');
  const size = entries.reduce((bytes, { MessageBody }) => bytes + sizeOf(String(MessageBody ?? ''), {}), 0);
  if (size > LARGEST_MESSAGE_BYTES) {
    throw new AwsError('BatchRequestTooLong', `Batch requests cannot be longer than ${LARGEST_MESSAGE_BYTES} bytes.`);
  }
  return entries;
}

function readReceipt({ ReceiptHandle }: JsonObject): string {
  if (ReceiptHandle === undefined || ReceiptHandle === '') throw missing('ReceiptHandle');
  const isReceipt = /^\d+:/.test(Buffer.from(String(ReceiptHandle), 'base64url').toString());
  if (!isReceipt)
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${String(ReceiptHandle)}" is not a valid receipt handle.`,
    );
  return String(ReceiptHandle);
}

function readVisibility(value: Json | undefined, fallback: number): number {
  return readInteger(value, 'VisibilityTimeout', [0, LONGEST_VISIBILITY_SECONDS], fallback);
}

function readNames(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function refuseUnknown(input: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !known.includes(name));
  if (unknown) throw new AwsError('UnsupportedOperation', `${unknown} is not supported by the local runtime.`);
}
