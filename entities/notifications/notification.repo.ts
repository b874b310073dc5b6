// The log of notifications as the API reads it, and the write that lets a notifier try one again. Writes are returned, not sent;
// notifiers write the items without ElectroDB (notification.store.ts).
import { itemsOf } from '../_base/table/items.ts';
import { type Page, type PageRequest, readMonths } from '../_base/table/page.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { isoOf, monthsFrom } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { notificationErrors } from './errors.ts';
import { type NotificationItem, notificationDefinition } from './notification.entity.ts';
import { matchesFilter, type NotificationFilter, readNotificationId } from './notification.model.ts';

const DAY_MS = 86_400_000;

export type NotificationRepo = ReturnType<typeof createNotificationRepo>;

export function createNotificationRepo(table: Table) {
  const notifications = itemsOf(table, notificationDefinition);
  const isKept = (now: number) => (item: NotificationItem) => item.expiresAtEpoch * 1000 > now;

  return {
    /** Of one release or webhook, or of the tenant itself, those about the latest events first. `now` is epoch milliseconds. */
    list(
      tenantId: string,
      subjectId: string,
      { limit, cursor, ...filter }: PageRequest & NotificationFilter,
      now: number,
    ): Promise<Page<NotificationItem>> {
      const keep = (one: NotificationItem) => isKept(now)(one) && matchesFilter(one, filter);
      return notifications.page({ tenantId, subjectId }, { limit, cursor }, { newestFirst: true }, keep, filter);
    },

    /** By the id that a list shows. Throws `notification.not_found`. */
    async get(tenantId: string, subjectId: string, id: string, now: number): Promise<NotificationItem> {
      const named = readNotificationId(id);
      const found = named && (await notifications.find({ tenantId, subjectId, ...named }));
      if (!found || !isKept(now)(found)) throw notificationErrors.not_found();
      return found;
    },

    /** Those of the tenant that failed for good, the oldest failure first; what has changed since is left out. */
    listFailed(tenantId: string, page: PageRequest, now: number): Promise<Page<NotificationItem>> {
      const keep = (item: NotificationItem) => isKept(now)(item) && item.status === 'FAILED';
      const months = monthsFrom(isoOf(now - RETENTION_DAYS.delivery * DAY_MS), isoOf(now));
      return readMonths(months, page, (failedMonth, rest) =>
        notifications.page({ tenantId, failedMonth }, rest, { index: 'failed' }, keep),
      );
    },

    /** Takes one off the list of those that failed, for its notifier to try again. */
    retry: (known: NotificationItem, at: string): Write =>
      notifications.change(known, at, { status: 'PENDING', failedMonth: undefined }),
  };
}
