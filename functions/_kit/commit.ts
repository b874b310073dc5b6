// The one way state changes: entity writes, audit entry, outbox events and the idempotency record in one DynamoDB
// transaction. Either all of them are written or none.
import { randomUUID } from 'node:crypto';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { Actor, Envelope } from '../../entities/_base/events.ts';
import type { TenantId } from '../../entities/_base/ids.ts';
import { MAX_TRANSACTION_ITEMS, type Table, type Write } from '../../entities/_base/table/table.ts';
import { createAuditRepo } from '../../entities/audit/audit-entry.repo.ts';
import type { Role } from '../../entities/names.ts';
import { createOutboxRepo } from '../../entities/outbox/outbox-event.repo.ts';

/** The actor, the source and the time: known before an operation begins. `at` is epoch milliseconds. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly at: number;
  /** Of the credential; undefined when no request is behind it. */
  readonly role?: Role;
  readonly ip?: string;
  readonly userAgent?: string;
}

export interface Change {
  readonly writes: readonly Write[];
  readonly events: readonly Envelope[];
  readonly audit: {
    readonly action: string;
    readonly resourceType: string;
    readonly resourceId: string;
    readonly details?: Readonly<Record<string, unknown>>;
  };
}

export type Commit = (caller: Caller, change: Change, ...further: readonly Write[]) => Promise<void>;

const CONFLICT_ATTEMPTS = 6;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface CancellationReason {
  readonly Code?: string;
}

const reasonsOf = (error: unknown): readonly CancellationReason[] | undefined =>
  (error as { name?: string }).name === 'TransactionCanceledException'
    ? (error as { CancellationReasons?: CancellationReason[] }).CancellationReasons
    : undefined;

/** Reasons that pass without a change (API reference, TransactWriteItems, Errors). */
const PASSING: readonly string[] = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** True when the same request may succeed in a moment: others were at it, or our own first attempt still is. */
const isContended = (error: unknown, reasons: readonly CancellationReason[] | undefined): boolean =>
  (error as { name?: string }).name === 'TransactionInProgressException' ||
  reasons?.some(({ Code = '' }) => PASSING.includes(Code)) === true;

/** Throws the `otherwise` of the first write whose condition failed. Contention is retried. */
async function transact(table: Table, writes: readonly Write[]): Promise<void> {
  if (writes.length > MAX_TRANSACTION_ITEMS) throw new Error(`a transaction of ${writes.length} items is too large`);
  const token = randomUUID();
  for (let attempt = 1; ; attempt++) {
    try {
      await table.client.send(
        new TransactWriteCommand({ TransactItems: writes.map((write) => write.item), ClientRequestToken: token }),
      );
      return;
    } catch (error) {
      const reasons = reasonsOf(error);
      const refused = reasons?.findIndex((reason) => reason.Code === 'ConditionalCheckFailed') ?? -1;
      if (refused >= 0) throw writes[refused]?.otherwise ?? baseErrors.conflict();
      if (!isContended(error, reasons)) throw error;
      if (attempt === CONFLICT_ATTEMPTS) throw baseErrors.conflict();
      await pause(2 ** attempt * 5 * (0.5 + Math.random()));
    }
  }
}

/** `further` are writes of the HTTP layer, such as the idempotency record. */
export function createCommit(table: Table): Commit {
  const audit = createAuditRepo(table);
  const outbox = createOutboxRepo(table);
  return ({ role: _, ...caller }, change, ...further) =>
    transact(table, [
      ...change.writes,
      audit.append({ ...caller, ...change.audit }),
      ...change.events.map((event) => outbox.add(event)),
      ...further,
    ]);
}

const LOCK_ATTEMPTS = 4;

/** Loads, decides and commits again when somebody else was faster: for callers that named no revision. */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== 'request.conflict' || attempt === LOCK_ATTEMPTS) throw error;
      await pause(attempt * 10 * Math.random());
    }
  }
}
