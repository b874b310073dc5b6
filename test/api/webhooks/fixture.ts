// The webhooks API and consumer on a real table, with a fixed clock and its own KMS.
import { createRawTable } from '../../../entities/_base/table/raw-table.ts';
import { createNotificationRepo } from '../../../entities/notifications/notification.repo.ts';
import { createNotificationStore } from '../../../entities/notifications/notification.store.ts';
import { createWebhookRepo } from '../../../entities/webhooks/webhook.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createAssertEncrypted } from '../../../functions/_kit/outbound/plain-http.ts';
import { createSave } from '../../../functions/_kit/save.ts';
import { createSealer } from '../../../functions/_kit/sealer.ts';
import { operations } from '../../../functions/webhooks/api.handler.ts';
import { manifest } from '../../../functions/webhooks/manifest.ts';
import { onWebhookEndpointRemoved } from '../../../functions/webhooks/on/webhook-endpoint-removed.ts';
import { apiCaller, OTHER_TENANT_ID, strictKit, TENANT_ID } from '../../support/http.ts';
import { createFakeKms } from '../../support/services/fake-kms.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const NOW_ISO = '2026-03-01T12:00:00.000Z';
export const MISSING_ID = '0192f000-0000-7000-8000-00000000dead';
export const BODY = { url: 'https://hooks.acme.test/windlass', events: ['ReleaseReleased'] };
export const inOtherTenant = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };

/** `allowedHosts` of a deployment that wants TLS of all others; without it every address may be stored. */
export async function startWebhooks(allowedHosts?: readonly string[]) {
  const { table, items, stop } = await startTable();
  const raw = createRawTable(table.client, table.name);
  const store = createNotificationStore(raw);
  const webhooks = createWebhookRepo(table);
  const sealer = createSealer({ keyId: 'alias/test', kms: createFakeKms() });
  const kit = strictKit(table, () => NOW);
  const deps = {
    ...{ webhooks, notifications: createNotificationRepo(table), sealer },
    ...(allowedHosts && { assertEncrypted: createAssertEncrypted(allowedHosts) }),
  };
  const call = apiCaller(manifest, httpHandler(manifest, operations, kit, deps));
  const asLead = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call({ role: 'LEAD', method, path, headers, ...(body === undefined ? {} : { body }) });

  return {
    items,
    stop,
    call,
    asLead,

    create: async (over: object = {}, headers = {}) =>
      (await asLead('POST', '/webhooks', { ...BODY, ...over }, headers)).body,

    /** The sealed value of a webhook. */
    async opened(webhookId: string): Promise<unknown> {
      return sealer.open(TENANT_ID, webhookId, await webhooks.getSealed(TENANT_ID as never, webhookId));
    },

    /** A delivery that failed for good. */
    async addFailed(webhookId: string, about = 'event-1'): Promise<void> {
      const ref = { tenantId: TENANT_ID, subjectId: webhookId, about, channel: 'WEBHOOK', purpose: 'event' } as const;
      const attempt = await store.begin(ref, { eventType: 'ReleaseReleased', event: '{}' }, NOW - 1_000, 0);
      if (attempt.verdict !== 'SEND') throw new Error(attempt.verdict);
      const failure = { error: 'The receiver answered 410', isInDoubt: false, isFinal: true };
      await store.failed(attempt.notification, failure, NOW - 1_000);
    },

    /** The event that a receiver no longer exists, as the bus brings it. */
    receiverIsGone: (webhookId: string, occurredAt = '2026-03-01T12:00:01.000Z') =>
      onWebhookEndpointRemoved(
        {
          ...{ id: 'bus-1', source: 'windlass.webhooks', time: occurredAt },
          'detail-type': 'WebhookEndpointRemoved',
          detail: {
            ...{ id: 'e1', version: 1, tenantId: TENANT_ID, occurredAt, correlationId: 'c1' },
            actor: { type: 'SYSTEM', id: 'webhooks', name: 'webhooks' },
            data: { webhookId },
          },
        },
        { webhooks, save: createSave(table), now: () => NOW + 2_000 },
      ),

    /** Types of the outbox events about a webhook, oldest first. */
    eventsOf: async (webhookId: string) =>
      (await items())
        .filter(({ pk }) => pk === `T#${TENANT_ID}#OUTBOX#${webhookId}`)
        .sort((one, other) => String(one.sk).localeCompare(String(other.sk)))
        .map(({ detailType }) => detailType),

    auditOf: async (webhookId: string) =>
      (await items())
        .filter(({ pk }) => pk === `T#${TENANT_ID}#AUDIT#Webhook#${webhookId}`)
        .sort((one, other) => String(one.sk).localeCompare(String(other.sk)))
        .map(({ action }) => action),
  };
}
export type Fixture = Awaited<ReturnType<typeof startWebhooks>>;
