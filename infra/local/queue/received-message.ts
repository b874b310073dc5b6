// A received message in the two shapes that consumers see: ReceiveMessage's and a Lambda event's record. Called by
// queue-operations.ts and event-source.ts; pure.
import type { JsonObject } from '../contracts.ts';
import { md5, md5OfAttributes } from './message.ts';
import type { StoredMessage } from './message-store.ts';

// SQS names the sender of the message; the runtime has one principal.
const SENDER_ID = 'local';

/** All system attributes by name. */
function systemAttributes(message: StoredMessage): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: SENDER_ID,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.sourceArn !== undefined && { DeadLetterQueueSourceArn: message.sourceArn }),
  };
}

/**
 * One message of a ReceiveMessage answer.
 * @param systemNames names of system attributes asked for; `All` is all
 * @param names names of message attributes asked for; `All` is all and `foo.*` those that begin so
 */
export function toReceived(
  message: StoredMessage,
  systemNames: readonly string[],
  names: readonly string[],
): JsonObject {
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => systemNames.includes('All') || systemNames.includes(name),
  );
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => names.some((wanted) => isWanted(name, wanted))),
  );
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(digest !== undefined && {
      MessageAttributes: attributes as unknown as JsonObject,
      MD5OfMessageAttributes: digest,
    }),
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function toLambdaRecord(message: StoredMessage, queueArn: string): JsonObject {
  return {
    messageId: message.messageId,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

function isWanted(name: string, wanted: string): boolean {
  if (wanted === 'All' || wanted === name) return true;
  return wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1));
}
