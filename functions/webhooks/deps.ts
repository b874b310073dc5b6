// The dependencies of the webhooks domain, made once at cold start by its handlers and replaced in tests, and its audit entries.
import type { NotificationRepo } from '../../entities/notifications/notification.repo.ts';
import type { WebhookItem } from '../../entities/webhooks/webhook.entity.ts';
import type { WebhookRepo } from '../../entities/webhooks/webhook.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { AssertEncrypted } from '../_kit/outbound/plain-http.ts';
import type { Change, Save } from '../_kit/save.ts';
import type { Sealer } from '../_kit/sealer.ts';
import type { manifest } from './manifest.ts';

export interface WebhooksDeps {
  readonly webhooks: WebhookRepo;
  readonly notifications: NotificationRepo;
  readonly sealer: Sealer;
  /** Refuses addresses without TLS; undefined if every address may be stored. */
  readonly assertEncrypted?: AssertEncrypted;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, WebhooksDeps>;

export interface WebhookEventsDeps {
  readonly webhooks: WebhookRepo;
  readonly save: Save;
  readonly now: () => number;
}

export const auditOf = (
  { webhookId }: Pick<WebhookItem, 'webhookId'>,
  action: string,
  details?: Readonly<Record<string, unknown>>,
): Change['audit'] => ({ action, resourceType: 'Webhook', resourceId: webhookId, ...(details && { details }) });
