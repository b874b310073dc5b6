// Reads one table's stream from a position on, shard after shard. Called by stream-mapping.ts.
// Source: Amazon DynamoDB Streams API Reference (DescribeStream, GetShardIterator, GetRecords).
import type { JsonObject } from '../../contracts.ts';
import type { DynamoServer } from '../../storage/dynoxide.ts';

/** A change of one item as the stream and Lambda's event tell it. */
export interface StreamRecord extends JsonObject {
  eventName: string;
  dynamodb: JsonObject & { Keys: JsonObject; SequenceNumber: string };
}

/** Where to go on. `at` includes the record of that number, otherwise the next one is the first. */
export interface StreamPosition {
  readonly shardId: string;
  readonly sequence: string;
  readonly at: boolean;
}

export interface StreamPage {
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
}

export interface StreamReader {
  /** The next records, oldest first; an empty page when there are none yet. */
  read(limit: number): Promise<StreamPage>;
}

/** Reads from `position` on, or from the oldest record when there is none. */
export function createStreamReader(
  dynamo: DynamoServer,
  streamArn: string,
  position: StreamPosition | undefined,
): StreamReader {
  let shardId = position?.shardId;
  let iterator: string | undefined;
  const shards = async (): Promise<string[]> => {
    const { StreamDescription } = await dynamo.callStreams('DescribeStream', { StreamArn: streamArn });
    return ((StreamDescription as JsonObject).Shards as JsonObject[]).map(({ ShardId }) => String(ShardId));
  };
  const iteratorOf = async (input: JsonObject): Promise<string> => {
    const found = await dynamo.callStreams('GetShardIterator', { StreamArn: streamArn, ...input });
    return String(found.ShardIterator);
  };
  const open = async (): Promise<string | undefined> => {
    const known = await shards();
    if (position && known.includes(position.shardId)) {
      const from = position.at ? 'AT_SEQUENCE_NUMBER' : 'AFTER_SEQUENCE_NUMBER';
      const at = { ShardId: position.shardId, ShardIteratorType: from, SequenceNumber: position.sequence };
      return iteratorOf(at);
    }
    return follow(known[0]);
  };
  /** Begins a shard at its oldest record. */
  const follow = async (shard: string | undefined): Promise<string | undefined> => {
    shardId = shard;
    return shard === undefined ? undefined : iteratorOf({ ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' });
  };
  return {
    async read(limit) {
      iterator ??= await open();
      if (iterator === undefined || shardId === undefined) return { shardId: '', records: [] };
      const from = shardId;
      // An iterator that is too old is an error as any other: the caller reads anew from its position.
      const page = await dynamo.callStreams('GetRecords', { ShardIterator: iterator, Limit: limit });
      iterator = typeof page.NextShardIterator === 'string' ? page.NextShardIterator : undefined;
      if (iterator === undefined) {
        const known = await shards();
        iterator = await follow(known[known.indexOf(from) + 1]);
      }
      return { shardId: from, records: page.Records as StreamRecord[] };
    },
  };
}
