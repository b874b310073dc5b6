// Puts a message of a notifier's queue back for a while. Loaded only when the first message is put back.
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';

/** Hides a message from receivers for `seconds` (SQS ChangeMessageVisibility). */
export type Defer = (record: Pick<SQSRecord, 'receiptHandle' | 'eventSourceARN'>, seconds: number) => Promise<void>;

const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

/** The URL of the queue with this ARN. It only names the queue: the client's endpoint decides where the request goes. */
const queueUrlOf = (arn: string): string => {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
};

export const defer: Defer = async ({ receiptHandle, eventSourceARN }, seconds) => {
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrlOf(eventSourceARN),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
};
