// The dependencies of every notifier, of whatever type: the table, its notifications, and where people find a release.
import type { RawTable } from '../../../entities/_base/table/raw-table.ts';
import { createNotificationStore, type NotificationStore } from '../../../entities/notifications/notification.store.ts';
import type { Defer } from './queue-handler.ts';

export interface TellerDeps {
  readonly table: RawTable;
  readonly notifications: NotificationStore;
  /** Base URL of this deployment for people; empty when unknown. */
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The clients of AWS; each is made with the name that the environment gives it. */
export interface Connections {
  readonly table: (name: string) => RawTable;
  readonly defer: Defer;
}

interface Environment {
  readonly TABLE_NAME: string;
  readonly PUBLIC_URL: string;
}

export function bindTeller(connections: Connections, environment: Environment): TellerDeps {
  const table = connections.table(environment.TABLE_NAME);
  return {
    table,
    notifications: createNotificationStore(table),
    publicUrl: environment.PUBLIC_URL.replace(/\/+$/, ''),
    now: Date.now,
  };
}
