// The webhook, its sealed secrets, and the number of webhooks of a tenant.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  list,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { webhookCountKeys, webhookKeys, webhookSecretKeys } from './webhook.keys.ts';
import { DISABLED_REASONS } from './webhook.model.ts';

export const webhookDefinition = defineEntity('webhook', webhookKeys, {
  webhookId: text,
  url: text,
  events: list(text),
  description: optional(text),
  isActive: boolean,
  disabledReason: optional(oneOf(DISABLED_REASONS)),
});

export const webhookSecretDefinition = defineRecord('webhookSecret', webhookSecretKeys, {
  webhookId: text,
  /** Base64 of the KMS ciphertext of `webhookSecrets`; see functions/_kit/sealer.ts. */
  sealed: text,
});

export const webhookCountDefinition = defineRecord('webhookCount', webhookCountKeys, { webhookCount: number });

export type WebhookItem = ItemOf<typeof webhookDefinition>;
