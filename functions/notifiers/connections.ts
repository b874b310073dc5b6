// The connections of a notifier, made when its function starts: the one file of the notifiers that holds the SDK.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createRawTable } from '../../entities/_base/raw-table.dynamo.ts';
import { createSealer } from '../_kit/sealer.ts';
import type { Connections } from './deps.ts';

/** The URL of the queue that `arn` names. The client's endpoint decides where it goes; this only names the queue. */
const queueUrlOf = (arn: string): string => {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
};

export function connect(): Connections {
  const dynamo = new DynamoDBClient({});
  const kms = new KMSClient({});
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  return {
    table: (name) => createRawTable(dynamo, name),
    sealer: (keyId) => createSealer({ keyId, kms }),
    defer: async ({ receiptHandle, eventSourceARN }, seconds) => {
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrlOf(eventSourceARN),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}
