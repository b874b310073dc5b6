// What a notifier needs, and how it is bound to its environment. Loaded with the first message.
import { KMSClient } from '@aws-sdk/client-kms';
import type { RawTable } from '../../entities/_base/raw-table.ts';
import { type ChannelPace, createChannelPace } from '../../entities/notifications/channel-pace.store.ts';
import { createNotificationStore, type NotificationStore } from '../../entities/notifications/notification.store.ts';
import { createThreadStore, type ThreadStore } from '../../entities/notifications/thread.store.ts';
import type { Outbound } from '../_adapters/adapter.ts';
import { createPatientOutbound } from '../_adapters/patient-outbound.ts';
import { readEnvironment } from '../_kit/env.ts';
import { createOutbound } from '../_kit/outbound.ts';
import { createSealer, type Sealer } from '../_kit/sealer.ts';
import { notifierEnvironment } from './environment.ts';
import type { Defer } from './queue-handler.ts';

export interface NotifierDeps {
  readonly table: RawTable;
  readonly notifications: NotificationStore;
  readonly pace: ChannelPace;
  readonly threads: ThreadStore;
  readonly open: Sealer['open'];
  /** Asks a failing service again, for a while. */
  readonly outbound: Outbound;
  /** Asks once: for what goes out in turn, or must not be sent twice. */
  readonly outboundOnce: Outbound;
  /** Base URL of this deployment for people; empty when unknown. */
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** What talks to AWS; each is made with the name that the environment gives it. */
export interface Connections {
  readonly table: (name: string) => RawTable;
  readonly defer: Defer;
}

/** What is left of an invocation must do for a message; who asks for more is asked again by the queue. */
const PATIENCE_MS = 5_000;

export function bindDeps(connections: Connections): NotifierDeps {
  const environment = readEnvironment(notifierEnvironment);
  const table = connections.table(environment.TABLE_NAME);
  const outboundOnce = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  return {
    table,
    notifications: createNotificationStore(table),
    pace: createChannelPace(table),
    threads: createThreadStore(table),
    open: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }).open,
    outbound: createPatientOutbound(outboundOnce, { patienceMs: PATIENCE_MS }),
    outboundOnce,
    publicUrl: environment.PUBLIC_URL.replace(/\/+$/, ''),
    now: Date.now,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}
