// A table stream in memory and a mapping over it, for tests of event source mappings.
import { DatabaseSync } from 'node:sqlite';
import type { InvocationResult, Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import { createStreamMapping, type StreamMapping } from '../../../../../../infra/local/lambda/stream/stream-mapping.ts';
import type { DynamoServer } from '../../../../../../infra/local/storage/dynoxide.ts';
import type { StreamMappingModel } from '../../../../../../infra/local/template/model.ts';

export const NOW = Date.UTC(2026, 0, 1);
const STREAM = 'arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/local';

export interface Change {
  readonly pk: string;
  readonly eventName?: string;
  readonly image?: JsonObject;
  readonly oldImage?: JsonObject;
  readonly at?: number;
}

export interface FakeStream {
  readonly server: DynamoServer;
  write(...changes: Change[]): void;
  /** Ends the newest shard and opens another. */
  split(): void;
}

/** A stream that answers as DynamoDB's API does; sequence numbers are 1, 2, 3 … */
export function createFakeStream(): FakeStream {
  const shards: JsonObject[][] = [[]];
  let written = 0;
  const read = (iterator: string, limit: number): JsonObject => {
    const [shard = 0, offset = 0] = iterator.split(':').map(Number);
    const records = (shards[shard] ?? []).slice(offset, offset + limit);
    const next = offset + records.length;
    const isClosed = shard < shards.length - 1 && next >= (shards[shard]?.length ?? 0);
    return { Records: records, ...(isClosed ? {} : { NextShardIterator: `${shard}:${next}` }) };
  };
  const iteratorAt = ({ ShardId, ShardIteratorType, SequenceNumber }: JsonObject): string => {
    const shard = Number(ShardId);
    if (ShardIteratorType === 'TRIM_HORIZON') return `${shard}:0`;
    const numbers = (shards[shard] ?? []).map((record) => (record.dynamodb as JsonObject).SequenceNumber);
    return `${shard}:${numbers.indexOf(SequenceNumber ?? '') + (ShardIteratorType === 'AFTER_SEQUENCE_NUMBER' ? 1 : 0)}`;
  };
  return {
    server: {
      endpoint: '',
      call: async () => ({}),
      callStreams: async (operation, input) => {
        if (operation === 'DescribeStream') {
          return { StreamDescription: { Shards: shards.map((_, index) => ({ ShardId: String(index) })) } };
        }
        if (operation === 'GetShardIterator') return { ShardIterator: iteratorAt(input) };
        return read(String(input.ShardIterator), Number(input.Limit));
      },
      stop: async () => {},
    },
    write(...changes) {
      for (const { pk, eventName = 'INSERT', image = { pk: { S: pk } }, oldImage, at = NOW } of changes) {
        written++;
        shards.at(-1)?.push({
          eventID: String(written),
          eventName,
          awsRegion: 'elsewhere',
          dynamodb: {
            Keys: { pk: { S: pk }, sk: { S: String(written) } },
            NewImage: image,
            ...(oldImage ? { OldImage: oldImage } : {}),
            SequenceNumber: String(written),
            ApproximateCreationDateTime: at / 1000,
          },
        });
      }
    },
    split() {
      shards.push([]);
    },
  };
}

export type Answer = (sequences: string[], records: JsonObject[]) => Json | InvocationResult | Promise<Json>;

/** One mapping over `stream`; `batches` are the sequence numbers of every invocation. */
export function createFakeMapping(
  stream: FakeStream,
  fields: Partial<StreamMappingModel>,
  answer: Answer,
  db = new DatabaseSync(':memory:'),
) {
  const batches: string[][] = [];
  const given: JsonObject[] = [];
  const letters: JsonObject[] = [];
  const mapping: StreamMapping = createStreamMapping({
    db,
    now: () => NOW,
    log: () => {},
    partitionKey: 'pk',
    dynamo: stream.server,
    serverStreamArn: 'stream',
    mapping: {
      logicalId: 'Mapping',
      tableName: 'things',
      streamArn: STREAM,
      functionArn: 'fn',
      batchSize: 100,
      maximumBatchingWindowSeconds: 0,
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: -1,
      maximumRecordAgeSeconds: -1,
      parallelizationFactor: 1,
      reportBatchItemFailures: false,
      filters: [],
      ...fields,
    },
    invoker: {
      async invoke(_name, payload) {
        const records = (payload as JsonObject).Records as JsonObject[];
        const sequences = records.map((record) => String((record.dynamodb as JsonObject).SequenceNumber));
        batches.push(sequences);
        given.push(...records);
        const result = await answer(sequences, records);
        const isResult = typeof result === 'object' && result !== null && 'ok' in result;
        return isResult ? (result as InvocationResult) : { ok: true, payload: result as Json };
      },
    },
    sendMessage: async (_queue, body) => {
      letters.push(JSON.parse(body) as JsonObject);
    },
  });
  return { mapping, batches, given, letters, db };
}

export const FAILED: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'no' };
