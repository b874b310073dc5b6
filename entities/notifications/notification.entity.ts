// A notification, the pace of its channel, the thread of a release, and a tenant's switches. Notifiers write the first three
// without ElectroDB (the stores of this folder).
import {
  boolean,
  defineEntity,
  defineRecord,
  expiring,
  type ItemOf,
  json,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { CHANNELS, NOTIFICATION_STATUSES } from './channel.model.ts';
import { notificationKeys, notificationSettingsKeys, paceKeys, threadKeys } from './notification.keys.ts';

export const notificationDefinition = defineEntity('notification', notificationKeys, {
  /** In whose log it is: a release's, a webhook's, or the tenant's own. */
  subjectId: text,
  about: text,
  channel: oneOf(CHANNELS),
  /** Which of the messages of one event: a purpose of the chat (and which chat, of the tenant's), or what is done to which ticket. */
  purpose: text,
  eventType: text,
  /** The event as its queue brought it, as JSON, to send it again. */
  event: optional(text),
  status: oneOf(NOTIFICATION_STATUSES),
  attempts: number,
  /** True while the last attempt may have reached the service without our knowing. */
  isInDoubt: boolean,
  /** Epoch milliseconds until which the attempt under way may run. */
  leasedUntil: number,
  /** Epoch milliseconds at which its channel expects it. */
  slotAt: optional(number),
  /** Where it went: a channel's id. */
  address: optional(text),
  messageId: optional(text),
  /** Why the last attempt failed; never holds a secret. */
  error: optional(text),
  /** Of one that failed for good: the month of `updatedAt`, by which it is listed. */
  failedMonth: optional(text),
  ...expiring,
});
export type NotificationItem = ItemOf<typeof notificationDefinition>;

export const paceDefinition = defineRecord('channelPace', paceKeys, {
  integrationId: text,
  address: text,
  /** Nobody has claimed it or what is after it. */
  nextAt: number,
  /** The service takes nothing before it. */
  openAt: number,
  /** Somebody sends, at most until then. */
  heldUntil: number,
  revision: number,
  ...expiring,
});

export const threadDefinition = defineRecord('thread', threadKeys, {
  releaseId: text,
  integrationId: text,
  /** The fingerprint of what it shows. */
  shown: optional(text),
  leasedUntil: number,
  revision: number,
  ...expiring,
});

/** One item; without it everything is on. */
export const notificationSettingsDefinition = defineEntity('notificationSettings', notificationSettingsKeys, {
  /** By channel and purpose, as `notificationSettingsBody` says. */
  switches: json,
});
export type NotificationSettingsItem = ItemOf<typeof notificationSettingsDefinition>;
