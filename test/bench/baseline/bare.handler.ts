// The least that a function on DynamoDB can be: one client and the requests it is given, one after the other. The functions of
// Windlass are compared with it; it is bundled like them.
import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

const COMMANDS = {
  BatchGetItem: BatchGetItemCommand,
  GetItem: GetItemCommand,
  PutItem: PutItemCommand,
  Query: QueryCommand,
  TransactWriteItems: TransactWriteItemsCommand,
};

interface Request {
  readonly operation: string;
  readonly body: unknown;
}

/** Answers what DynamoDB answered, as it is. */
export async function handler(requests: readonly Request[]): Promise<unknown> {
  const answers: unknown[] = [];
  for (const { operation, body } of requests) {
    const Command = COMMANDS[operation as keyof typeof COMMANDS] as typeof QueryCommand;
    answers.push(await client.send(new Command(body as never)));
  }
  return answers;
}
