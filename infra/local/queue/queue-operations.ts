// The operations of SQS that functions and operators use, over the message store. Served by queues.ts; unknown parameters
// are refused.
import { AwsError, type AwsJsonService, type Json, type JsonObject } from '../contracts.ts';
import type { QueueModel } from '../template/model.ts';
import { checkedBody, md5, missing, readInteger, systemAttributes } from './message.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';

interface OperationsContext {
  readonly queues: readonly QueueModel[];
  readonly store: MessageStore;
  readonly now: () => number;
  /** Called when messages may have become visible. */
  readonly notify: () => void;
}

type Operation = (input: JsonObject) => JsonObject;
type OnQueue = (queue: QueueModel, input: JsonObject) => JsonObject;

const LONGEST_VISIBILITY_SECONDS = 43_200;
const MOST_MESSAGES = 10;

/** The operations by name. Errors are AwsErrors with the codes of the SQS API reference. */
export function createOperations({ queues, store, now, notify }: OperationsContext): AwsJsonService['operations'] {
  const sendMessage: OnQueue = (queue, input) => {
    const body = checkedBody(input.MessageBody);
    const messageId = store.send(queue, body, now());
    notify();
    return { MessageId: messageId, MD5OfMessageBody: md5(body) };
  };

  const receiveMessage: OnQueue = (queue, input) => {
    const most = readInteger(input.MaxNumberOfMessages, 'MaxNumberOfMessages', [1, MOST_MESSAGES], 1);
    const visibility = readVisibility(input.VisibilityTimeout, queue.visibilityTimeoutSeconds);
    const names = [...readNames(input.AttributeNames), ...readNames(input.MessageSystemAttributeNames)];
    const { messages, hasRedriven } = store.receive(queue, most, visibility * 1000, 'client', now());
    if (hasRedriven) notify();
    return messages.length === 0 ? {} : { Messages: messages.map((message) => received(message, names)) };
  };

  const deleteMessage: OnQueue = (queue, input) => {
    store.delete(queue.arn, readReceipt(input));
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
      return operation(findByUrl(queues, input.QueueUrl), input);
    };

  const receiveParameters = ['MaxNumberOfMessages', 'VisibilityTimeout', 'AttributeNames'];
  return {
    SendMessage: onQueue(['MessageBody'], sendMessage),
    ReceiveMessage: onQueue([...receiveParameters, 'MessageSystemAttributeNames'], receiveMessage),
    DeleteMessage: onQueue(['ReceiptHandle'], deleteMessage),
    ChangeMessageVisibility: onQueue(['ReceiptHandle', 'VisibilityTimeout'], changeVisibility),
  };
}

export function noSuchQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** One message of a ReceiveMessage answer. `names` are those of the system attributes that are asked for; `All` is all. */
function received(message: StoredMessage, names: readonly string[]): JsonObject {
  const attributes = Object.entries(systemAttributes(message)).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
  };
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
