// A message as SQS takes it: its limits, digests and identifiers. Called by queue-operations.ts and queues.ts; pure.
import { createHash } from 'node:crypto';
import { AwsError, type Json, type JsonObject } from '../contracts.ts';
import type { QueueModel } from '../template/model.ts';

/** A message attribute as the JSON protocol carries it; binary values are base64. */
interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A checked message to send. */
export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly delaySeconds: number;
}

/** SQS's limit of a message with its attributes. */
const LARGEST_MESSAGE_BYTES = 1_048_576;

const MOST_ATTRIBUTES = 10;
const LONGEST_DELAY_SECONDS = 900;
// The characters that XML 1.0 allows, which SQS still holds to; a lone surrogate is half a character.
const ALLOWED_TEXT = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

/**
 * Reads and checks the parameters of SendMessage.
 * @throws AwsError `MissingParameter`, `InvalidParameterValue` or `InvalidMessageContents`
 */
export function readMessage(parameters: JsonObject, queue: QueueModel): NewMessage {
  const body = parameters.MessageBody;
  if (typeof body !== 'string' || body === '') throw missing('MessageBody');
  if (!ALLOWED_TEXT.test(body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  const attributes = readAttributes(parameters.MessageAttributes);
  if (sizeOf(body, attributes) > LARGEST_MESSAGE_BYTES) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${LARGEST_MESSAGE_BYTES} bytes.`,
    );
  }
  return {
    body,
    attributes,
    delaySeconds: readInteger(parameters.DelaySeconds, 'DelaySeconds', [0, LONGEST_DELAY_SECONDS], queue.delaySeconds),
  };
}

function sizeOf(body: string, attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (bytes, [name, { DataType, StringValue, BinaryValue }]) =>
      bytes + Buffer.byteLength(name + DataType + (StringValue ?? '')) + Buffer.byteLength(BinaryValue ?? '', 'base64'),
    Buffer.byteLength(body),
  );
}

export function md5(data: string | Buffer): string {
  return createHash('md5').update(data).digest('hex');
}

/**
 * SQS's digest of message attributes, or undefined without any: by name, each part with its length before it.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue } = attributes[name] ?? { DataType: '' };
    const isBinary = BinaryValue !== undefined;
    const value = isBinary ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue ?? '');
    return [
      withLength(Buffer.from(name)),
      withLength(Buffer.from(DataType)),
      Buffer.of(isBinary ? 2 : 1),
      withLength(value),
    ];
  });
  return md5(Buffer.concat(parts));
}

/** Message attributes of the String type, as EventBridge puts them on its dead letters. */
export function textAttributes(texts: Readonly<Record<string, string>>): MessageAttributes {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
  );
}

export function missing(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
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

function readAttributes(value: Json | undefined): MessageAttributes {
  if (value === undefined || value === null) return {};
  const attributes = value as unknown as Record<string, MessageAttribute>;
  if (Object.keys(attributes).length > MOST_ATTRIBUTES) {
    throw invalid(
      `Number of message attributes [${Object.keys(attributes).length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  }
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    const kind = /^(String|Number|Binary)(\.|$)/.exec(DataType ?? '')?.[1];
    if (!kind)
      throw invalid(
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    if (!(kind === 'Binary' ? BinaryValue : StringValue)) {
      throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`);
    }
  }
  return attributes;
}

function withLength(data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, data]);
}
