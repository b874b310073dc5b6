// The caller of a task, and the audit entry of a change that a task makes.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import { PROMOTION_ACTOR, type PromotionTaskDeps } from '../deps.ts';
import { auditOf, changed, eventOf } from '../news.ts';

interface Given {
  readonly tenantId: string;
  readonly executionId: string;
}

export const callerOf = ({ tenantId, executionId }: Given, deps: Pick<PromotionTaskDeps, 'now'>): Caller => ({
  tenantId: tenantId as TenantId,
  actor: PROMOTION_ACTOR,
  correlationId: executionId,
  at: deps.now(),
});

/** The event and the entry of a change of a promotion by a task. */
export function toldOf(caller: Caller, before: PromotionItem, changes: Changes<PromotionItem>): Omit<Change, 'writes'> {
  const after = changed(before, isoOf(caller.at), changes);
  const did = after.status === before.status ? 'evaluated' : after.status.toLowerCase();
  const { statusCode: code, statusReason: reason, evaluatedAt, round } = after;
  const details = { before: before.status, after: after.status, code, reason, evaluatedAt, round };
  return { events: [eventOf(caller, before, after)], audit: auditOf(before, did, details) };
}
