// The dependencies of a notifier that calls a service over HTTP with a credential, bound to its environment.
import { KMSClient } from '@aws-sdk/client-kms';
import type * as z from 'zod';
import { type ChannelPace, createChannelPace } from '../../../entities/notifications/threads/channel-pace.store.ts';
import { createThreadStore, type ThreadStore } from '../../../entities/notifications/threads/thread.store.ts';
import { createPatientOutbound } from '../../_adapters/_client/patient-outbound.ts';
import type { Outbound } from '../../_adapters/adapter.ts';
import { createOutbound } from '../../_kit/outbound/outbound.ts';
import { createSealer, type Sealer } from '../../_kit/sealer.ts';
import { bindNotifier, type NotifierDeps } from './notifier.ts';
import type { serviceNotifierEnvironment } from './notifier-manifest.ts';
import type { Receipt } from './queue-handler.ts';

export interface ServiceNotifierDeps extends NotifierDeps {
  readonly pace: ChannelPace;
  readonly threads: ThreadStore;
  readonly open: Sealer['open'];
  /** HTTP with retries, within the time left of the invocation. */
  readonly outboundFor: (receipt: Receipt) => Outbound;
  /** HTTP without retries: for messages that are sent in turn or must not be sent twice. */
  readonly outboundOnce: Outbound;
  readonly pause: (ms: number) => Promise<void>;
}

/** If a service needs longer, the queue retries, and the function handles other messages meanwhile. */
const PATIENCE_MS = 10_000;
/** Time to store the outcome after the service's answer. */
const NOTING_MS = 2_000;

export function bindServiceNotifier(environment: z.output<typeof serviceNotifierEnvironment>): ServiceNotifierDeps {
  const teller = bindNotifier(environment);
  const outboundOnce = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  return {
    ...teller,
    pace: createChannelPace(teller.table),
    threads: createThreadStore(teller.table),
    open: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }).open,
    outboundFor: (receipt) =>
      createPatientOutbound(outboundOnce, { patienceMs: PATIENCE_MS, leftMs: () => receipt.leaseMs - NOTING_MS }),
    outboundOnce,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}
