// The operations of SQS that functions, machines and operators use, over the message store. Served by queues.ts; unknown
// parameters are refused.
import { AwsError, type AwsJsonService, type Json, type JsonObject } from '../contracts.ts';
import type { QueueModel } from '../template/model.ts';
import { md5, md5OfAttributes, missing, readInteger, readMessage } from './message.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import { toReceived } from './received-message.ts';

interface OperationsContext {
  readonly queues: readonly QueueModel[];
  readonly store: MessageStore;
  readonly now: () => number;
  /** Receives, waiting up to `waitMs` for a first message. */
  readonly receive: (
    queue: QueueModel,
    most: number,
    visibilityMs: number,
    waitMs: number,
  ) => Promise<readonly StoredMessage[]>;
  /** Called when messages may have become visible. */
  readonly notify: () => void;
}

type Operation = (input: JsonObject) => Promise<JsonObject> | JsonObject;
type OnQueue = (queue: QueueModel, input: JsonObject) => Promise<JsonObject> | JsonObject;

const LONGEST_VISIBILITY_SECONDS = 43_200;
const LONGEST_WAIT_SECONDS = 20;
const MOST_MESSAGES = 10;

/** The operations by name. Errors are AwsErrors with the codes of the SQS API reference. */
export function createOperations(context: OperationsContext): AwsJsonService['operations'] {
  const { store, now, notify } = context;

  const sendMessage: OnQueue = (queue, input) => {
    const message = readMessage(input, queue);
    const messageId = store.send(queue, message, now());
    notify();
    const digest = md5OfAttributes(message.attributes);
    return {
      MessageId: messageId,
      MD5OfMessageBody: md5(message.body),
      ...(digest !== undefined && { MD5OfMessageAttributes: digest }),
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

  const onQueue =
    (parameters: readonly string[], operation: OnQueue): Operation =>
    (input) => {
      refuseUnknown(input, ['QueueUrl', ...parameters]);
      return operation(findByUrl(context.queues, input.QueueUrl), input);
    };

  const sendParameters = ['MessageBody', 'DelaySeconds', 'MessageAttributes'];
  const receiveParameters = ['MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'];
  const attributeParameters = ['AttributeNames', 'MessageSystemAttributeNames', 'MessageAttributeNames'];
  return {
    SendMessage: onQueue(sendParameters, sendMessage),
    ReceiveMessage: onQueue([...receiveParameters, ...attributeParameters], receiveMessage),
    DeleteMessage: onQueue(['ReceiptHandle'], deleteMessage),
    ChangeMessageVisibility: onQueue(['ReceiptHandle', 'VisibilityTimeout'], changeVisibility),
  };
}

export function noSuchQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** By the URL given out, or any URL that ends in the queue's name: hosts and ports differ between a machine's runs. */
function findByUrl(queues: readonly QueueModel[], url: Json | undefined): QueueModel {
  if (typeof url !== 'string') throw missing('QueueUrl');
  const queue = queues.find((each) => each.url === url) ?? queues.find(({ name }) => name === url.split('/').at(-1));
  if (!queue) throw noSuchQueue();
  return queue;
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
