// Whether the audit log costs the same however many entries there are: read units of a page by every combination of filters, with
// 200 and with 100,000 sealed entries; of verifying a part of them; and the write units of sealing one.
import { encodeCursor } from '../../../../entities/_base/table/page.ts';
import { putItem } from '../../../../entities/_base/table/table.ts';
import { createAuditLogRepo } from '../../../../entities/audit/audit-log.repo.ts';
import { chained, contentOf, genesisOf } from '../../../../entities/audit/chain.model.ts';
import { httpHandler } from '../../../../functions/_kit/http/http-handler.ts';
import { withMark } from '../../../../functions/_kit/http/list-cursor.ts';
import { operations } from '../../../../functions/audit/api.handler.ts';
import { manifest } from '../../../../functions/audit/manifest.ts';
import { apiCaller, strictKit, TENANT_ID } from '../../../support/http.ts';
import { meteredTable } from '../../../support/metered-table.ts';
import { auditItem, startSealing } from '../../../support/services/audit-sealing.ts';
import { startTable } from '../../../support/table.ts';
import { BUDGETS } from '../../budgets.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { storeItems } from '../../tables/stored-items.ts';
import { endpointOf } from '../../tables/table-endpoint.ts';

const FEW = 200;
const MANY = 100_000;
const QUICK_MANY = 2_000;
const NOW = Date.parse('2026-03-20T12:00:00.000Z');

/** Half of the entries have each value. */
const VALUES = [
  'user=user-0',
  'action=action.0',
  'resourceType=Type0',
  'resourceId=resource-0',
  'start=2026-03-01T00:00:00Z&end=2026-03-21T00:00:00Z',
];
/** Every combination of them. */
const FILTERS = Array.from({ length: 2 ** VALUES.length }, (_, bits) =>
  VALUES.filter((_value, index) => (bits >> index) % 2 === 1).join('&'),
);
/** The entries that one request verifies. */
const PART = 1000;

export const audit: Measurement = {
  name: 'audit',
  about: 'read units of the audit log with 100 and with 100,000 entries',
  async measure({ isQuick, ending, say }) {
    const store = await startTable();
    ending(() => store.stop());
    const now = () => NOW;
    const { signer } = startSealing(store, now);
    const log = createAuditLogRepo(store.table);
    const { meter } = meteredTable(store.table);
    const handler = httpHandler(manifest, operations, strictKit(store.table, now), { log, signer });
    const call = apiCaller(manifest, handler);
    const many = isQuick ? QUICK_MANY : MANY;
    const written = Array.from({ length: many }, (_, index) => {
      const half = index % 2;
      const actor = { type: 'USER', id: `user-${half}`, name: 'Somebody' } as const;
      const of = { resourceType: `Type${half}`, resourceId: `resource-${half}`, details: { version: '1.0.0' } };
      return auditItem(store, NOW - 60_000_000 + index, { actor, action: `action.${half}`, ...of });
    });
    // Numbers of the same length, whatever their count.
    const start = { seq: 900_000, hash: genesisOf(TENANT_ID) };
    const links = chained(
      TENANT_ID,
      start,
      written.map((item) => contentOf(item as never)),
    );
    const head = await signer.sign(TENANT_ID as never, {
      seq: 900_000 + many,
      hash: links.at(-1)?.hash ?? '',
      at: new Date(NOW).toISOString(),
    });
    const endpoint = await endpointOf(store.table);
    const fill = (from: number, to: number) =>
      storeItems(endpoint, store.table.name, from, to, (index) =>
        log
          .seal(TENANT_ID as never, links.slice(index, index + 1), { ...head, since: '2026-03' })
          .slice(0, index === 0 ? 4 : 3),
      );
    const unitsOf = async (filter: string): Promise<number> => {
      const { result, readUnits } = await meter(() =>
        call({ role: 'LEAD', method: 'GET', path: `/audit?limit=50&${filter}` }),
      );
      if (result.status !== 200 || result.body.items.length < 25)
        throw new Error(`${filter}: ${result.text.slice(0, 200)}`);
      return readUnits;
    };

    await fill(0, FEW);
    const few = new Map<string, number>();
    for (const filter of FILTERS) few.set(filter, await unitsOf(filter));
    const started = performance.now();
    await fill(FEW, many);
    say(`audit: ${many.toLocaleString('en')} entries stored in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const rows: Row[] = [];
    for (const [filter, units] of few) {
      const what = `audit of 50${filter && ` by ${filter.replace(/start=.*/, 'time')}`}`;
      const measured = await unitsOf(filter);
      rows.push({ what, measured, allowed: BUDGETS.listOf50.once, unit: 'units' });
      rows.push({
        what: `${what}: units with ${many} over ${units} with ${FEW}`,
        measured: measured / units,
        allowed: BUDGETS.listReadUnits,
        unit: 'times',
      });
    }
    // A part in the middle of the chain, whose entries are also stored as they were written.
    const middle = many / 2;
    const part = (index: number) => [putItem(store.table, written[index] as never)];
    await storeItems(endpoint, store.table.name, middle, middle + PART, part);
    const { seq, hash } = links[middle - 1] ?? start;
    const inner = encodeCursor(`audit chain of ${TENANT_ID}`, { seq, hash });
    const { verifyAudit } = manifest.routes;
    const cursor = withMark({ name: 'verifyAudit', route: verifyAudit }, {}, { nextCursor: inner }).nextCursor;
    const verified = await meter(() => call({ role: 'LEAD', method: 'GET', path: `/audit/verify?cursor=${cursor}` }));
    const { isIntact, first, last } = verified.result.body;
    if (!isIntact || last - first + 1 !== PART) throw new Error(`not verified: ${verified.result.text}`);
    rows.push({ what: `audit: verifying ${PART} entries of ${many}`, measured: verified.readUnits, unit: 'units' });
    const counted = await meter(() => call({ role: 'LEAD', method: 'GET', path: '/audit?limit=1&total=true' }));
    rows.push({
      what: `audit: counting ${counted.result.body.total} entries`,
      measured: counted.readUnits,
      unit: 'units',
    });
    const fresh = startSealing(store, now);
    const items = Array.from({ length: 10 }, (_, index) => auditItem(store, NOW + index, { tenantId: OTHER as never }));
    const sealed = await meter(() => fresh.deliver(items));
    rows.push({ what: 'audit: sealing one entry of ten', measured: sealed.writeUnits / items.length, unit: 'units' });
    await store.stop();
    return rows;
  },
};

const OTHER = '0192f000-0000-7000-8000-000000000002';
