// A message as SQS takes it and as a Lambda event shows it. Called by the files of this folder; pure.
import { createHash } from 'node:crypto';
import { AwsError, type Json, type JsonObject } from '../contracts.ts';
import type { StoredMessage } from './message-store.ts';

/** SQS's limit of a message. */
const LARGEST_MESSAGE_BYTES = 1_048_576;
// The characters that XML 1.0 allows, which SQS still holds to; a lone surrogate is half a character.
const ALLOWED_TEXT = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;
// SQS names the sender of the message; the runtime has one principal.
const SENDER_ID = 'local';

/**
 * Checks the body of a message to send.
 * @throws AwsError `MissingParameter`, `InvalidParameterValue` or `InvalidMessageContents`
 */
export function checkedBody(body: Json | undefined): string {
  if (typeof body !== 'string' || body === '') throw missing('MessageBody');
  if (!ALLOWED_TEXT.test(body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  if (Buffer.byteLength(body) > LARGEST_MESSAGE_BYTES) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${LARGEST_MESSAGE_BYTES} bytes.`,
    );
  }
  return body;
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** All system attributes by name. */
export function systemAttributes(message: StoredMessage): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: SENDER_ID,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.sourceArn !== undefined && { DeadLetterQueueSourceArn: message.sourceArn }),
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function toLambdaRecord(message: StoredMessage, queueArn: string): JsonObject {
  return {
    messageId: message.messageId,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: {},
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

export function missing(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

/** An integer parameter within its range, or `fallback` where it is absent. */
export function readInteger(
  value: Json | undefined,
  name: string,
  [least, most]: readonly [number, number],
  fallback: number,
): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(
    `Value ${JSON.stringify(value)} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}.`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
