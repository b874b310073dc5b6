// Notifiers on a real table and a real HTTP service: a release with its integrations, events as their queue brings them, and
// a queue that notes what is put back.
import type { SQSRecord } from 'aws-lambda';
import { keyOf } from '../../../../entities/_base/table/keys.ts';
import { createRawTable } from '../../../../entities/_base/table/raw-table.ts';
import { integrationKeys, integrationSecretKeys } from '../../../../entities/integrations/integration.keys.ts';
import { INTEGRATION_TYPES, type IntegrationType } from '../../../../entities/integrations/types/integration-types.ts';
import { notificationSettingsKeys } from '../../../../entities/notifications/notification.keys.ts';
import { createNotificationStore } from '../../../../entities/notifications/notification.store.ts';
import {
  ALL_ON,
  type NotificationSwitches,
} from '../../../../entities/notifications/settings/notification-settings.model.ts';
import { createChannelPace } from '../../../../entities/notifications/threads/channel-pace.store.ts';
import { createThreadStore } from '../../../../entities/notifications/threads/thread.store.ts';
import { uniqueUserKeys, userKeys } from '../../../../entities/people/user.keys.ts';
import { integrationUseKeys, releaseKeys } from '../../../../entities/releases/release.keys.ts';
import { tenantKeys } from '../../../../entities/tenants/tenant.keys.ts';
import { type Notify, queueHandler } from '../../../../functions/notifiers/_teller/queue-handler.ts';
import type { ServiceNotifierDeps } from '../../../../functions/notifiers/_teller/service-notifier.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { localOutbound } from '../../../support/services/http-service.ts';
import { startTable } from '../../../support/table.ts';

export const RELEASE_ID = '0192f000-0000-7000-8000-000000000e01';
export const OCCURRED_AT = '2026-03-01T12:00:00.000Z';
const START = Date.parse(OCCURRED_AT);

export const FACTS = { releaseId: RELEASE_ID, releaseKey: 'payments-api@1.5.0', version: '1.5.0' };

/** The body of a queue's message: an event of ours as EventBridge delivers it. */
export const busEvent = (detailType: string, data: object = {}, id = `event-${detailType}`) => ({
  source: 'windlass.releases',
  'detail-type': detailType,
  detail: {
    id,
    version: 1,
    tenantId: TENANT_ID,
    occurredAt: OCCURRED_AT,
    actor: { type: 'USER', id: 'user-1', name: 'Ada Lovelace' },
    correlationId: 'correlation-1',
    data: { ...FACTS, ...data },
  },
});

export const sqsRecord = (event: unknown, receives = 1): SQSRecord =>
  ({
    messageId: `message-${receives}`,
    receiptHandle: `receipt-${receives}`,
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:notifier',
    attributes: { ApproximateReceiveCount: String(receives) },
    body: JSON.stringify(event),
  }) as unknown as SQSRecord;

export async function startNotifier(build: (deps: ServiceNotifierDeps) => Notify) {
  const { table: document, items, stop } = await startTable();
  const table = createRawTable(document.client, document.name);
  let now = START;
  const deferred: number[] = [];
  const deps: ServiceNotifierDeps = {
    table,
    notifications: createNotificationStore(table),
    pace: createChannelPace(table),
    threads: createThreadStore(table),
    open: async (_tenantId, _integrationId, sealed) => JSON.parse(sealed),
    outboundFor: () => localOutbound,
    outboundOnce: localOutbound,
    publicUrl: 'https://windlass.example.com',
    now: () => now,
    pause: async (ms) => {
      now += ms;
    },
  };

  await table.put({ ...keyOf(tenantKeys, { tenantId: TENANT_ID }), tenantId: TENANT_ID, slug: 'acme' });

  return {
    stop,
    deferred,
    deps,
    items,
    now: () => now,
    /** Lets time pass, in seconds. */
    wait: (seconds: number) => {
      now += seconds * 1000;
    },

    async addMember(userId: string, email: string, isActive: boolean): Promise<void> {
      const known = { tenantId: TENANT_ID, userId, field: 'email', value: email };
      await table.put({ ...keyOf(uniqueUserKeys, known), ...known });
      await table.put({ ...keyOf(userKeys, known), userId, email, role: 'VIEWER', isEmailConfirmed: true, isActive });
    },

    addRelease: (attributes: object) =>
      table.put({
        ...keyOf(releaseKeys, { tenantId: TENANT_ID, releaseId: RELEASE_ID }),
        ...FACTS,
        status: 'STARTED',
        ...attributes,
      }),

    /** Another release that uses an integration, as it is recorded. */
    async addUse(integrationId: string, releaseId: string, release: object = {}) {
      const key = { tenantId: TENANT_ID, releaseId };
      const facts = { releaseId, releaseKey: `app@${releaseId}`, status: 'STARTED', ...release };
      await table.put({ ...keyOf(releaseKeys, key), ...facts });
      await table.put({ ...keyOf(integrationUseKeys, { ...key, integrationId }), ...facts });
    },

    /** Switches of the tenant: those that are told, the others on. */
    switches: (changed: Partial<NotificationSwitches>) =>
      table.put({
        ...keyOf(notificationSettingsKeys, { tenantId: TENANT_ID }),
        switches: { ...ALL_ON, ...changed },
      }),

    async addIntegration(
      integrationId: string,
      type: IntegrationType,
      config: object,
      opened: object,
      isActive = true,
      more: object = {},
    ) {
      const { kind } = INTEGRATION_TYPES[type];
      const name = `the ${type} integration`;
      const key = keyOf(integrationKeys, { tenantId: TENANT_ID, kind, integrationId });
      await table.put({ ...key, tenantId: TENANT_ID, integrationId, kind, type, name, config, isActive, ...more });
      const secretKey = keyOf(integrationSecretKeys, { tenantId: TENANT_ID, integrationId });
      await table.put({ ...secretKey, integrationId, sealed: JSON.stringify(opened) });
    },

    /** The notifications about `about`, by purpose. */
    async notifications(about: string) {
      const found = (await items()).filter((item) => item.about === about);
      return Object.fromEntries(found.map((item) => [item.purpose, item]));
    },

    /**
     * Receives one message; answers whether it stays in the queue. `broken` replaces parts of the dependencies, `timeLeft`
     * is what is left of the invocation.
     */
    async receive(
      event: unknown,
      receives = 1,
      broken: Partial<ServiceNotifierDeps> = {},
      timeLeft: () => number = () => 20_000,
    ): Promise<'DONE' | 'PUT_BACK'> {
      const defer = async (_record: unknown, seconds: number) => {
        deferred.push(seconds);
      };
      const handler = queueHandler(build({ ...deps, ...broken }), defer, () => 1);
      const context = { getRemainingTimeInMillis: timeLeft };
      const { batchItemFailures } = await handler({ Records: [sqsRecord(event, receives)] }, context);
      return batchItemFailures.length === 0 ? 'DONE' : 'PUT_BACK';
    },

    /** A notifier that is killed when it has noted `notes` messages as sent and sent one more. */
    killedAfter(notes = 0): Partial<ServiceNotifierDeps> {
      let left = notes;
      const killed = async () => {
        throw new Error('killed');
      };
      const sent: ServiceNotifierDeps['notifications']['sent'] = (...noted) =>
        left-- > 0 ? deps.notifications.sent(...noted) : killed();
      return { notifications: { ...deps.notifications, sent, failed: killed } };
    },
  };
}

export type Notifier = Awaited<ReturnType<typeof startNotifier>>;
