// Stream records: whether a record changes anything, the order of records, and the message about records that were given up.
// Called by stream-mapping.ts.
import type { JsonObject } from '../../contracts.ts';
import type { StreamMappingModel } from '../../template/model.ts';
import type { Entry, GiveUpCondition } from './lane.ts';
import type { StreamRecord } from './reader.ts';

/** DynamoDB writes no record when a put changes nothing; not every local server knows. */
export function isNoChange({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage, OldImage } = dynamodb;
  return eventName === 'MODIFY' && NewImage !== undefined && sorted(NewImage) === sorted(OldImage);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A record's sequence number. */
export function sequenceOf({ record }: Entry): string {
  return record.dynamodb.SequenceNumber;
}

/** Sequence numbers are decimal text of any length. */
export function isAfter(sequence: string, other: string | undefined): boolean {
  return other === undefined || BigInt(sequence) > BigInt(other);
}

/** As Lambda tells an OnFailure destination: where the records were, not what they were. */
export function failureMessage(
  mapping: StreamMappingModel,
  entries: readonly Entry[],
  condition: GiveUpCondition,
  attempts: number,
  now: number,
): JsonObject {
  const [first, last] = [entries[0], entries.at(-1)] as [Entry, Entry];
  const arrival = ({ record }: Entry) =>
    new Date(Number(record.dynamodb.ApproximateCreationDateTime) * 1000).toISOString();
  return {
    requestContext: { functionArn: `${mapping.functionArn}:$LATEST`, condition, approximateInvokeCount: attempts },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: first.shardId,
      startSequenceNumber: sequenceOf(first),
      endSequenceNumber: sequenceOf(last),
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: entries.length,
      streamArn: mapping.streamArn,
    },
  };
}
