// Records of the table stream as Lambda delivers them, and a stream that delivers them again from where it was told.
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { OUTBOX_ENTITY } from '../../../../entities/names.ts';

export interface OutboxFields {
  readonly subjectId: string;
  readonly eventId: string;
  readonly pk?: string;
  readonly detail?: string;
  readonly entity?: string;
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** As it was stored in the first version. */
  readonly isOld?: boolean;
}

export const TENANT = '0192f000-0000-7000-8000-000000000001';

export function outboxRecord(position: number, fields: OutboxFields): DynamoDBRecord {
  const { subjectId, eventId, entity = OUTBOX_ENTITY, eventName = 'INSERT', isOld = false } = fields;
  const whole = { id: eventId, tenantId: TENANT, version: 1 };
  const detail = fields.detail ?? JSON.stringify(isOld ? whole : { version: 1 });
  const image = marshall({
    pk: fields.pk ?? `T#${TENANT}#OUTBOX#${subjectId}`,
    sk: eventId,
    __edb_e__: entity,
    source: 'windlass.releases',
    detailType: 'ReleaseStarted',
    ...(isOld ? { tenantId: TENANT, subjectId, eventId } : { schemaVersion: 2 }),
    detail,
  });
  return {
    eventName,
    dynamodb: { SequenceNumber: sequenceNumber(position), NewImage: image as never },
  };
}

export const sequenceNumber = (position: number): string => `4000000000000000${String(position).padStart(8, '0')}`;

type Invoke = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** Delivers like an event source with partial batch responses: goes on after a success, again from a reported failure. */
export async function drain(records: readonly DynamoDBRecord[], batchSize: number, invoke: Invoke): Promise<number> {
  let invocations = 0;
  for (let next = 0; next < records.length; invocations++) {
    const batch = records.slice(next, next + batchSize);
    const { batchItemFailures } = await invoke({ Records: batch });
    const failed = batchItemFailures.map(({ itemIdentifier }) =>
      batch.findIndex((record) => record.dynamodb?.SequenceNumber === itemIdentifier),
    );
    next += failed.length === 0 ? batch.length : Math.min(...failed);
    if (invocations > records.length) throw new Error('the stream does not move on');
  }
  return invocations;
}
