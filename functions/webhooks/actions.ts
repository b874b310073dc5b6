// Webhooks and their deliveries as operations answer them: with the actions that the caller may do now. Pure.
import { assertMayRedeliver, viewNotification } from '../../entities/notifications/notification.model.ts';
import { viewWebhook, type WebhookAction, type WebhookFacts } from '../../entities/webhooks/webhook.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

export const showWebhook = (caller: Caller, item: WebhookFacts) => ({
  ...viewWebhook(item),
  actions: actionsOf<WebhookAction>(caller, manifest, {
    updateWebhook: always,
    rotateWebhookSecret: always,
    deleteWebhook: always,
  }),
});

export const showDelivery = (caller: Caller, one: Parameters<typeof viewNotification>[0]) =>
  viewNotification(one, actionsOf(caller, manifest, { redeliverWebhookDelivery: () => assertMayRedeliver(one) }));
