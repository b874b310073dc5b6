// What a notifier needs, and how it is bound to its environment. Free of the SDK: see the handlers.
import type { RawTable } from '../../entities/_base/raw-table.ts';
import { createNotificationStore, type NotificationStore } from '../../entities/notifications/notification.store.ts';
import type { Outbound } from '../_adapters/adapter.ts';
import { createPatientOutbound } from '../_adapters/patient-outbound.ts';
import { readEnvironment } from '../_kit/env.ts';
import { createOutbound } from '../_kit/outbound.ts';
import type { Sealer } from '../_kit/sealer.ts';
import { notifierEnvironment } from './environment.ts';
import type { Defer } from './queue-handler.ts';

export interface NotifierDeps {
  readonly table: RawTable;
  readonly notifications: NotificationStore;
  readonly open: Sealer['open'];
  readonly outbound: Outbound;
  /** Base URL of this deployment for people; empty when unknown. */
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What talks to AWS; each is made with the name that the environment gives it. */
export interface Connections {
  readonly table: (name: string) => RawTable;
  readonly sealer: (keyId: string) => Pick<Sealer, 'open'>;
  readonly defer: Defer;
}

/** What is left of an invocation must do for a message; who asks for more is asked again by the queue. */
const PATIENCE_MS = 5_000;

export function bindDeps(connections: Connections): NotifierDeps {
  const environment = readEnvironment(notifierEnvironment);
  const table = connections.table(environment.TABLE_NAME);
  return {
    table,
    notifications: createNotificationStore(table),
    open: connections.sealer(environment.CREDENTIAL_KEY_ID).open,
    outbound: createPatientOutbound(createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS }), {
      patienceMs: PATIENCE_MS,
    }),
    publicUrl: environment.PUBLIC_URL.replace(/\/+$/, ''),
    now: Date.now,
  };
}
