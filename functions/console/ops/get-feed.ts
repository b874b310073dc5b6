// Answers the changes of the tenant after a number of its chain, or the present number.
import { type Feed, MOST_CHANGES } from '../../../entities/audit/feed.model.ts';
import type { Ops } from '../deps.ts';

export const getFeed: Ops['getFeed'] = async ({ caller: { tenantId }, query: { after } }, { log }) => {
  const found = after === undefined ? [] : await log.chainBetween(tenantId, after + 1, after + MOST_CHANGES + 1);
  const isPartial = found.length > MOST_CHANGES;
  const seen = found.at(-1)?.seq;
  const latest = after === undefined || isPartial ? ((await log.newestHead(tenantId))?.seq ?? 0) : (seen ?? after);
  const changes = found
    .slice(0, MOST_CHANGES)
    .map(({ resourceType, resourceId, action, at }) => ({ resourceType, resourceId, action, at }));
  return { body: { latest, changes, isPartial } satisfies Feed };
};
