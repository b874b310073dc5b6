// A notification, the pace of its channel, the thread of a release, and a tenant's switches. Notifiers write the first
// three without ElectroDB (the stores in this folder).
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
  /** The owner of its log: a release, a webhook, or the tenant. */
  subjectId: text,
  about: text,
  channel: oneOf(CHANNELS),
  /**
   * Distinguishes the messages of one event: a purpose of the chat (and the chat, for the tenant's own), or the action on a
   * ticket.
   */
  purpose: text,
  eventType: text,
  /** The event from the queue as JSON, for a redelivery. */
  event: optional(text),
  status: oneOf(NOTIFICATION_STATUSES),
  attempts: number,
  /** True while it is unknown whether the last attempt reached the service. */
  isInDoubt: boolean,
  /** Epoch milliseconds until which the running attempt may last. */
  leasedUntil: number,
  /** The slot in its channel, in epoch milliseconds. */
  slotAt: optional(number),
  /** Its address, such as a channel's id. */
  address: optional(text),
  messageId: optional(text),
  /** The reason of the last failure; never contains a secret. */
  error: optional(text),
  /** Only for a final failure: the month of `updatedAt`, for the list of failures. */
  failedMonth: optional(text),
  ...expiring,
});
export type NotificationItem = ItemOf<typeof notificationDefinition>;

export const paceDefinition = defineRecord('channelPace', paceKeys, {
  integrationId: text,
  address: text,
  /** The first slot that is not claimed. */
  nextAt: number,
  /** The service accepts no message before this time. */
  openAt: number,
  /** A message is being sent, at most until then. */
  heldUntil: number,
  revision: number,
  ...expiring,
});

export const threadDefinition = defineRecord('thread', threadKeys, {
  releaseId: text,
  integrationId: text,
  /** The fingerprint of the shown content. */
  shown: optional(text),
  leasedUntil: number,
  revision: number,
  ...expiring,
});

/** One item per tenant; without it everything is on. */
export const notificationSettingsDefinition = defineEntity('notificationSettings', notificationSettingsKeys, {
  /** Switches by channel and purpose; see `notificationSettingsBody`. */
  switches: json,
});
export type NotificationSettingsItem = ItemOf<typeof notificationSettingsDefinition>;
