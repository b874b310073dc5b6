// Posts an event to every webhook of its tenant that wants it, until the webhook answers 2xx; retries have the same id
// (Standard Webhooks). If a webhook answers 410 Gone, an event reports it, and the webhooks domain switches it off.
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import type { Item } from '../../../entities/_base/table/raw-table.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { purposeOf } from '../../../entities/notifications/messages.ts';
import { notificationSettingsKeys } from '../../../entities/notifications/notification.keys.ts';
import { isOn, switchesOf } from '../../../entities/notifications/settings/notification-settings.model.ts';
import { sayRaw } from '../../../entities/outbox/outbox-event.store.ts';
import { EVENT_TYPES } from '../../../entities/webhooks/event-types.ts';
import { WebhookEndpointRemoved } from '../../../entities/webhooks/events.ts';
import { wantsEvent } from '../../../entities/webhooks/wanted-events.ts';
import { webhookKeys, webhookSecretKeys } from '../../../entities/webhooks/webhook.keys.ts';
import type { WebhookFacts } from '../../../entities/webhooks/webhook.model.ts';
import { secretsAt, type WebhookSecrets, webhookSecrets } from '../../../entities/webhooks/webhook-secret.model.ts';
import { signWebhook } from '../../_adapters/standard-webhook.ts';
import { statedWait } from '../../_kit/outbound/stated-wait.ts';
import { type Notify, type QueuedEvent, type Receipt, type Tell, withRedelivery } from '../_teller/queue-handler.ts';
import { toldOf } from '../_teller/release-news.ts';
import { eachOnItsOwn, sendOnce } from '../_teller/send-once.ts';
import type { ServiceNotifierDeps } from '../_teller/service-notifier.ts';

const TIMEOUT_MS = 10_000;
const GONE = 410;
const TOO_MANY = 429;

type Webhook = Pick<WebhookFacts, 'webhookId' | 'url' | 'events' | 'isActive'>;

/** Events about a webhook are not posted to it: otherwise its failures would cause events without end. */
const isAbout = ({ detail }: QueuedEvent, { webhookId }: Webhook) => detail.data.webhookId === webhookId;

/** The payload: type, timestamp and data as Standard Webhooks recommends, and ours: tenant, actor, ids. */
export function payloadOf({ 'detail-type': type, detail }: QueuedEvent): string {
  const { id, tenantId, occurredAt, actor, correlationId, data } = detail;
  return JSON.stringify({ type, timestamp: occurredAt, data, id, tenantId, actor, correlationId });
}

interface Signed {
  readonly id: string;
  /** Epoch seconds of this attempt. */
  readonly timestamp: number;
  readonly body: string;
}

/** The webhooks to post to, with their sealed secrets. */
async function receiversOf(event: QueuedEvent, again: string | undefined, deps: ServiceNotifierDeps) {
  const { tenantId } = event.detail;
  const type = event['detail-type'];
  const known = (await deps.table.query({ pk: keyOf(webhookKeys, { tenantId, webhookId: '' }).pk })) as unknown[];
  const isWanted = (webhook: Webhook) =>
    again === undefined ? wantsEvent(webhook, type) && !isAbout(event, webhook) : webhook.webhookId === again;
  const webhooks = (known as Webhook[]).filter(isWanted);
  if (webhooks.length === 0) return [];
  const settingsKey = keyOf(notificationSettingsKeys, { tenantId });
  const secretKeys = webhooks.map(({ webhookId }) => keyOf(webhookSecretKeys, { tenantId, webhookId }));
  const items = await deps.table.getMany([settingsKey, ...secretKeys]);
  const purpose = purposeOf(type);
  const switches = switchesOf(items.find(({ pk }) => pk === settingsKey.pk));
  if (purpose !== undefined && !isOn(switches, 'WEBHOOK', purpose, type)) return [];
  const sealedOf = ({ webhookId }: Webhook): Item['sealed'] => items.find(({ sk }) => sk === webhookId)?.sealed;
  return webhooks.map((webhook) => ({ webhook, sealed: String(sealedOf(webhook)) }));
}

/** Signs with every secret that is valid now, so that receivers can change to a new secret without losing an event. */
export const signedHeaders = (secrets: WebhookSecrets, signed: Signed): Record<string, string> => ({
  'webhook-id': signed.id,
  'webhook-timestamp': String(signed.timestamp),
  'webhook-signature': secretsAt(secrets, signed.timestamp * 1000)
    .map((secret) => signWebhook(secret, signed))
    .join(' '),
});

async function post(event: QueuedEvent, webhook: Webhook, sealed: string, deps: ServiceNotifierDeps): Promise<void> {
  const { id, tenantId } = event.detail;
  const { webhookId, url } = webhook;
  const body = payloadOf(event);
  const secrets = webhookSecrets.parse(await deps.open(tenantId, webhookId, sealed));
  const headers = {
    'content-type': 'application/json',
    ...signedHeaders(secrets, { id, timestamp: Math.floor(deps.now() / 1000), body }),
  };
  // The message is for this address only, so a redirect is a failed attempt.
  const asked = { method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS, followsNothing: true } as const;
  const reply = await deps.outboundOnce.request(asked);
  if (reply.status >= 200 && reply.status < 300) return;
  const detail = `The receiver answered ${reply.status}`;
  if (reply.status === GONE) {
    const occasion = {
      tenantId: tenantId as TenantId,
      actor: systemActor('webhooks'),
      correlationId: id,
      at: deps.now(),
    };
    await sayRaw(deps.table, WebhookEndpointRemoved.create(occasion, webhookId, { webhookId }));
    throw integrationErrors.refused({ detail });
  }
  const seconds = statedWait(reply, deps.now());
  const reason = reply.status === TOO_MANY ? integrationErrors.rate_limited : integrationErrors.unavailable;
  throw reason(seconds === undefined ? { detail } : { detail, retryAfterSeconds: seconds });
}

const tellWebhooks =
  (deps: ServiceNotifierDeps): Tell =>
  async (event, receipt: Receipt, again) => {
    if (!EVENT_TYPES.includes(event['detail-type'])) return;
    const receivers = await receiversOf(event, again?.subjectId, deps);
    await eachOnItsOwn(receivers, ({ webhook, sealed }) => {
      const { tenantId, id: about } = event.detail;
      const ref = { tenantId, subjectId: webhook.webhookId, about, channel: 'WEBHOOK', purpose: 'event' } as const;
      return sendOnce(ref, toldOf(event), receipt, deps, async () => {
        await post(event, webhook, sealed, deps);
        return undefined;
      });
    });
  };

export const notifyWebhooks = (deps: ServiceNotifierDeps): Notify =>
  withRedelivery('WEBHOOK', deps, tellWebhooks(deps));
