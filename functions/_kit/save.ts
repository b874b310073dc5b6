// The only way to change state: writes entities, audit entry, outbox events and idempotency record in one DynamoDB
// transaction, all or none.
import type { Actor, Envelope } from '../../entities/_base/events.ts';
import type { TenantId } from '../../entities/_base/ids.ts';
import { type Table, transact, type Write } from '../../entities/_base/table/table.ts';
import { auditWrite } from '../../entities/audit/audit-entry.store.ts';
import type { CredentialKind, Role } from '../../entities/names.ts';
import { outboxWrite } from '../../entities/outbox/outbox-event.repo.ts';

/** The actor, tenant and time, known before an operation begins. `at` is epoch milliseconds. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly at: number;
  /** The credential of a request and its rights; undefined for consumers and tasks. An agent has no role of people. */
  readonly credential?: { readonly kind: CredentialKind; readonly id: string };
  readonly role?: Role;
  /** Scopes separated by a space, or `*`. */
  readonly scopes?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}

export interface Change {
  readonly writes: readonly Write[];
  readonly events: readonly Envelope[];
  readonly audit: {
    readonly action: string;
    /** PascalCase, as in the names of its events: `Release`, `NotificationSettings`. */
    readonly resourceType: string;
    readonly resourceId: string;
    readonly details?: Readonly<Record<string, unknown>>;
  };
  /** Entries of further resources that the change makes. */
  readonly furtherAudit?: readonly Change['audit'][];
}

export type Save = (caller: Caller, change: Change, ...further: readonly Write[]) => Promise<void>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `further` are writes of the HTTP layer, such as the idempotency record. */
export function createSave(table: Table): Save {
  return ({ role: _, scopes: __, credential: ___, ...caller }, change, ...further) =>
    transact(table, [
      ...change.writes,
      ...[change.audit, ...(change.furtherAudit ?? [])].map((entry) => auditWrite(table, { ...caller, ...entry })),
      ...change.events.map((event) => outboxWrite(table, event)),
      ...further,
    ]);
}

const LOCK_ATTEMPTS = 4;

/** Loads, decides and saves again after a conflicting change. Only for callers that sent no revision. */
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
