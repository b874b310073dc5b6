// The least that a function on DynamoDB can be: one client, the two reads of getRelease, nothing else. The functions of
// Windlass are compared with it; it is bundled like them.
import { BatchGetItemCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

interface Reads {
  readonly query: ConstructorParameters<typeof QueryCommand>[0];
  readonly batchGet: ConstructorParameters<typeof BatchGetItemCommand>[0];
}

/** Answers what DynamoDB answered, as it is. */
export async function handler({ query, batchGet }: Reads): Promise<unknown> {
  const items = await client.send(new QueryCommand(query));
  return [items, await client.send(new BatchGetItemCommand(batchGet))];
}
