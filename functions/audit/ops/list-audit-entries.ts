// Lists the sealed audit entries that fit a filter, newest first. The filter selects one Query, whose cost does not grow.
import { viewEntry } from '../../../entities/audit/audit-log.model.ts';
import type { Ops } from '../deps.ts';

export const listAuditEntries: Ops['listAuditEntries'] = async ({ caller, query }, { log }) => {
  const { tenantId, at: now } = caller;
  const { limit, cursor, total: isCounted, ...filter } = query;
  const page = await log.list(tenantId, filter, { limit, cursor }, now);
  const counted = isCounted && (await log.count(tenantId, filter, now));
  return {
    body: {
      items: page.items.map(viewEntry),
      nextCursor: page.nextCursor,
      ...(counted && { total: counted.total, totalIsExact: counted.isExact }),
    },
  };
};
