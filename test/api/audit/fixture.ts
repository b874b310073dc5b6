// The audit API on a real table with a fixed clock; entries are stored as changes store them and sealed by the sealer.
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/audit/api.handler.ts';
import { manifest } from '../../../functions/audit/manifest.ts';
import { apiCaller, strictKit } from '../../support/http.ts';
import { meteredTable } from '../../support/metered-table.ts';
import { startSealing } from '../../support/services/audit-sealing.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const MONTH_MS = 30 * 86_400_000;

export async function startAudit(clock: () => number = () => NOW) {
  const store = await startTable();
  const sealing = startSealing(store, clock);
  const { meter } = meteredTable(store.table);
  const kit = strictKit(store.table, clock);
  const deps = { log: sealing.log, signer: sealing.signer };
  const call = apiCaller(manifest, httpHandler(manifest, operations, kit, deps));
  return { ...store, ...sealing, meter, call, get: (path: string) => call({ role: 'LEAD', method: 'GET', path }) };
}
