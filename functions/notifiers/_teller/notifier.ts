// The dependencies of every notifier: the table, its notifications, and the address of this deployment.
import type * as z from 'zod';
import type { RawTable } from '../../../entities/_base/table/raw-table.ts';
import { createNotificationStore, type NotificationStore } from '../../../entities/notifications/notification.store.ts';
import { connectRawTable } from '../../_kit/raw-table.ts';
import type { notifierEnvironment } from './notifier-manifest.ts';

export interface NotifierDeps {
  readonly table: RawTable;
  readonly notifications: NotificationStore;
  /** Base URL of this deployment for people; empty if unknown. */
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function bindNotifier(environment: z.output<typeof notifierEnvironment>): NotifierDeps {
  const table = connectRawTable(environment.TABLE_NAME);
  return {
    table,
    notifications: createNotificationStore(table),
    publicUrl: environment.PUBLIC_URL,
    now: Date.now,
  };
}
