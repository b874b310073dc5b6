// The log of notifications for the API, and the write that requests a redelivery. Writes are returned for a transaction;
// notifiers write the items without ElectroDB (notification.store.ts).
import { itemsOf } from '../_base/table/items.ts';
import { type Page, type PageRequest, readParts } from '../_base/table/page.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { isoOf, monthsFrom } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { notificationErrors } from './errors.ts';
import { type NotificationItem, notificationDefinition } from './notification.entity.ts';
import { matchesFilter, type NotificationFilter, readNotificationId } from './notification.model.ts';

const DAY_MS = 86_400_000;

/** The pages that are read at most to show one failure. */
const MOST_READS = 5;

export type NotificationRepo = ReturnType<typeof createNotificationRepo>;

export function createNotificationRepo(table: Table) {
  const notifications = itemsOf(table, notificationDefinition);
  const isKept = (now: number) => (item: NotificationItem) => item.expiresAtEpoch * 1000 > now;
  const isFailure = (now: number) => (item: NotificationItem) => isKept(now)(item) && item.status === 'FAILED';
  const failureMonths = (now: number) => monthsFrom(isoOf(now - RETENTION_DAYS.delivery * DAY_MS), isoOf(now));

  return {
    /** Notifications of one release, webhook, or the tenant itself, latest event first. `now` is epoch milliseconds. */
    list(
      tenantId: string,
      subjectId: string,
      { limit, cursor, ...filter }: PageRequest & NotificationFilter,
      now: number,
    ): Promise<Page<NotificationItem>> {
      const keep = (one: NotificationItem) => isKept(now)(one) && matchesFilter(one, filter);
      return notifications.page({ tenantId, subjectId }, { limit, cursor }, { newestFirst: true }, keep, filter);
    },

    /** Finds a notification by the id from a list. Throws `notification.not_found`. */
    async get(tenantId: string, subjectId: string, id: string, now: number): Promise<NotificationItem> {
      const named = readNotificationId(id);
      const found = named && (await notifications.find({ tenantId, subjectId, ...named }));
      if (!found || !isKept(now)(found)) throw notificationErrors.not_found();
      return found;
    },

    /** Final failures about releases and the tenant, latest first. A page may be short, as those of webhooks are left out. */
    async listUnsent(tenantId: string, page: PageRequest, now: number): Promise<Page<NotificationItem>> {
      const months = failureMonths(now).toReversed();
      const keep = (item: NotificationItem) => isFailure(now)(item) && item.channel !== 'WEBHOOK';
      const read = (from: PageRequest) =>
        readParts(months, from, (failedMonth, rest) =>
          notifications.page({ tenantId, failedMonth }, rest, { index: 'failed', newestFirst: true }, keep),
        );
      let found = await read(page);
      for (let reads = 1; reads < MOST_READS && found.items.length === 0 && found.nextCursor !== null; reads++) {
        found = await read({ ...page, cursor: found.nextCursor });
      }
      return found;
    },

    /** Final failures of the tenant, oldest first, without those that have changed since. */
    listFailed(tenantId: string, page: PageRequest, now: number): Promise<Page<NotificationItem>> {
      return readParts(failureMonths(now), page, (failedMonth, rest) =>
        notifications.page({ tenantId, failedMonth }, rest, { index: 'failed' }, isFailure(now)),
      );
    },

    /** Removes a notification from the list of failures, so that its notifier can send it again. */
    retry: (known: NotificationItem, at: string): Write =>
      notifications.change(known, at, { status: 'PENDING', failedMonth: undefined }),
  };
}
