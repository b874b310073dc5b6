// Seals the audit entries that the table's stream brings: adds them to the chain of their tenant and signs its new head, all in
// one transaction. Records may come twice, late and in any order: an entry gets one place in the chain, and the chain has no fork.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { readItem } from '../../../entities/_base/table/entity.ts';
import { type Table, transact } from '../../../entities/_base/table/table.ts';
import { isoOf, monthOf } from '../../../entities/_base/time/iso.ts';
import { type AuditEntryItem, auditEntryDefinition } from '../../../entities/audit/audit-entry.entity.ts';
import type { AuditLogRepo } from '../../../entities/audit/audit-log.repo.ts';
import { chained, contentOf } from '../../../entities/audit/chain.model.ts';
import type { SetAside } from '../../_kit/dead-letters.ts';
import { logger } from '../../_kit/logger.ts';
import type { Signer } from './signer.ts';

export interface SealerDeps {
  readonly table: Table;
  readonly log: AuditLogRepo;
  readonly signer: Pick<Signer, 'sign'>;
  readonly setAside: SetAside;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Each entry is three items, and the head is one more: DynamoDB takes 100 items, and 4 MB, in a transaction. */
const MOST_ENTRIES = 33;
const MOST_BYTES = 1_000_000;
/** Every lost race means that another sealer advanced the chain. */
const ATTEMPTS = 10;

interface Arrival {
  readonly sequenceNumber: string;
  readonly entry: AuditEntryItem;
}

function readRecord({ dynamodb }: DynamoDBRecord): Arrival | undefined {
  const entry = readItem(auditEntryDefinition, unmarshall((dynamodb?.NewImage ?? {}) as never));
  const { tenantId, entryId, actor, at } = entry;
  if (!tenantId || !entryId || !actor?.id || !at) return undefined;
  return { sequenceNumber: dynamodb?.SequenceNumber ?? '', entry };
}

/** Entries of one tenant that fit in a transaction each, oldest first. */
function parts(arrivals: readonly Arrival[]): Arrival[][] {
  const found: Arrival[][] = [];
  let bytes = 0;
  for (const arrival of arrivals.toSorted((one, other) => (one.entry.entryId < other.entry.entryId ? -1 : 1))) {
    const size = JSON.stringify(arrival.entry).length;
    const part = found.at(-1);
    if (part && part.length < MOST_ENTRIES && bytes + size <= MOST_BYTES) {
      part.push(arrival);
      bytes += size;
    } else {
      found.push([arrival]);
      bytes = size;
    }
  }
  return found;
}

async function sealPart(tenantId: TenantId, part: readonly Arrival[], deps: SealerDeps): Promise<void> {
  const { log, table, signer, now } = deps;
  let entries = [...new Map(part.map(({ entry }) => [entry.entryId, entry])).values()];
  for (let attempt = 1; entries.length > 0; attempt++) {
    const last = await log.newestHead(tenantId);
    const links = chained(tenantId, last, entries.map(contentOf));
    const { seq, hash } = links.at(-1) as (typeof links)[number];
    const at = [isoOf(now()), last?.at ?? ''].toSorted().at(-1) as string;
    const since = [...entries.map((entry) => monthOf(entry.at)), last?.since ?? '9'].toSorted()[0] as string;
    const head = await signer.sign(tenantId, { seq, hash, at });
    try {
      return await transact(table, log.seal(tenantId, links, { ...head, since }));
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'request.conflict' || attempt === ATTEMPTS) throw error;
      const sealed = await log.sealedIds(entries);
      entries = entries.filter(({ entryId }) => !sealed.has(entryId));
    }
  }
}

/** The records that must come again. */
async function sealTenant(tenantId: TenantId, arrivals: readonly Arrival[], deps: SealerDeps): Promise<Arrival[]> {
  const left: Arrival[] = [];
  for (const part of parts(arrivals)) {
    try {
      await sealPart(tenantId, part, deps);
    } catch (error) {
      logger.error('audit entries wait for their seal', { tenantId, count: part.length, error: error as Error });
      left.push(...part);
    }
  }
  return left;
}

/** False if the dead letters did not take the record: it comes again, so that nothing is lost. */
async function setAside({ dynamodb }: DynamoDBRecord, deps: SealerDeps): Promise<boolean> {
  const letter = { sequenceNumber: dynamodb?.SequenceNumber, reason: 'not an audit entry', keys: dynamodb?.Keys };
  logger.error('poison in the stream', letter);
  return deps.setAside(letter).then(
    () => true,
    () => false,
  );
}

/** Answers the first record that must come again: the stream repeats it and all after it. */
export async function sealRecords({ Records }: DynamoDBStreamEvent, deps: SealerDeps): Promise<DynamoDBBatchResponse> {
  const arrivals = Records.map((record) => ({ record, arrival: readRecord(record) }));
  const known = arrivals.flatMap(({ arrival }) => arrival ?? []);
  const ofTenants = Map.groupBy(known, ({ entry }) => entry.tenantId);
  const left = await Promise.all([...ofTenants].map(([tenant, some]) => sealTenant(tenant as TenantId, some, deps)));
  const failed = new Set(left.flat());
  for (const { record, arrival } of arrivals) {
    if (arrival ? !failed.has(arrival) : await setAside(record, deps)) continue;
    return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
  }
  return { batchItemFailures: [] };
}
