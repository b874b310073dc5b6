// Writes of audit entries, in the transaction of the change; without ElectroDB, as the authorizer writes them too.
import type { Actor } from '../_base/events.ts';
import { idOf, newId, type TenantId } from '../_base/ids.ts';
import { storedItem } from '../_base/table/entity.ts';
import { ABSENT, putItem, type Table, type Write } from '../_base/table/table.ts';
import { expiryOf, isoOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { auditEntryDefinition } from './audit-entry.entity.ts';

export interface AuditRecord {
  readonly tenantId: TenantId;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly action: string;
  readonly actor: Actor;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly correlationId: string;
  /** Values before and after, if useful; the caller redacts secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly ip?: string;
  readonly userAgent?: string;
}

const MINUTE_MS = 60_000;
/** Longer details would make lists expensive, and exports too large for an answer. */
const MOST_DETAILS = 16_000;

function entryWrite(table: Pick<Table, 'name'>, { at, details, ...record }: AuditRecord, entryId: string): Write {
  const isShort = details === undefined || JSON.stringify(details).length <= MOST_DETAILS;
  const shown = isShort ? details : { omitted: `longer than ${MOST_DETAILS} characters`, fields: Object.keys(details) };
  const expiresAtEpoch = expiryOf(at, RETENTION_DAYS.audit);
  const entry = { ...record, ...(shown && { details: shown }), entryId, at: isoOf(at), expiresAtEpoch };
  return putItem(table, storedItem(auditEntryDefinition, entry), ABSENT);
}

/** The write that puts the entry into the transaction of its change. */
export const auditWrite = (table: Pick<Table, 'name'>, record: AuditRecord): Write =>
  entryWrite(table, record, newId(record.at));

/** As `auditWrite`, once for each `key` and minute, which is the entry's time. */
export function auditWriteOnce(table: Pick<Table, 'name'>, record: AuditRecord, key: string): Write {
  const at = Math.floor(record.at / MINUTE_MS) * MINUTE_MS;
  return entryWrite(table, { ...record, at }, idOf(at, key));
}
