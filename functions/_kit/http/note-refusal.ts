// Writes the audit entry of a caller whose rights were refused: at most one per caller, operation and minute.
import { sendAlone, type Table } from '../../../entities/_base/table/table.ts';
import { auditWriteOnce } from '../../../entities/audit/audit-entry.store.ts';
import { logger } from '../logger.ts';
import type { Caller } from '../save.ts';
import { createShortMemory } from '../short-memory.ts';

const MINUTE_MS = 60_000;
const MOST_KEPT = 500;

export type NoteRefusal = (caller: Caller, refusal: { operation: string; reason: string }) => Promise<void>;

/** The refusal stands even if its entry cannot be written. */
export function createNoteRefusal(table: Table): NoteRefusal {
  const noted = createShortMemory<true>(MINUTE_MS, MOST_KEPT);
  return async ({ tenantId, actor, at, correlationId, ip, userAgent }, { operation, reason }) => {
    const key = [tenantId, actor.id, operation].join(' ');
    const ofMinute = `${key} ${Math.floor(at / MINUTE_MS)}`;
    if (noted.get(ofMinute, at)) return;
    const what = { action: 'access.refused', resourceType: 'Operation', resourceId: operation, details: { reason } };
    try {
      const from = { ...(ip && { ip }), ...(userAgent && { userAgent }) };
      const entry = { tenantId, actor, at, correlationId, ...from, ...what };
      await sendAlone(table, auditWriteOnce(table, entry, key));
      noted.set(ofMinute, true, at);
    } catch (error) {
      logger.error('a refusal has no audit entry', { tenantId, operation, error: error as Error });
    }
  };
}
