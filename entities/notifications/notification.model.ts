// A notification: one message to one address, sent once even if its event comes several times. Pure: decides about attempts
// by the stored state, and about redeliveries.
import * as z from 'zod';
import { pageQuery } from '../_base/list.ts';
import { cutTo } from '../_base/text.ts';
import { isoOf } from '../_base/time/iso.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { CHANNELS, NOTIFICATION_STATUSES } from './channel.model.ts';
import { notificationErrors } from './errors.ts';
import type { NotificationItem } from './notification.entity.ts';

export type Notification = Omit<NotificationItem, 'expiresAtEpoch' | 'failedMonth'>;
export type NotificationRef = Pick<Notification, 'tenantId' | 'subjectId' | 'about' | 'channel' | 'purpose'>;

/** The event that is told, and its address. */
export type Told = Pick<Notification, 'eventType'> & { readonly event: string; readonly address?: string };

/** The decision about an attempt: do nothing, wait, or send (after a look for an earlier attempt's message). */
export type Attempt =
  | { readonly verdict: 'ALREADY_SENT'; readonly messageId: string | undefined }
  | { readonly verdict: 'BUSY'; readonly until: number }
  | { readonly verdict: 'SEND'; readonly mayBePosted: boolean; readonly notification: Notification };

const MAX_ERROR = 1_000;

/** The next version of a stored notification, or a new one without an attempt. */
function following(known: Notification | undefined, ref: NotificationRef, told: Told, now: number): Notification {
  return {
    ...{ isInDoubt: false, attempts: 0, createdAt: isoOf(now) },
    ...known,
    ...ref,
    ...told,
    status: 'PENDING',
    leasedUntil: 0,
    updatedAt: isoOf(now),
    revision: (known?.revision ?? 0) + 1,
    schemaVersion: 1,
  };
}

export function beginAttempt(
  known: Notification | undefined,
  ref: NotificationRef,
  told: Told,
  now: number,
  leaseMs: number,
): Attempt {
  if (known?.status === 'SENT') return { verdict: 'ALREADY_SENT', messageId: known.messageId };
  if (known && known.leasedUntil > now) return { verdict: 'BUSY', until: known.leasedUntil };
  const { slotAt: _used, error: _past, ...next } = following(known, ref, told, now);
  const notification = { ...next, attempts: next.attempts + 1, isInDoubt: true, leasedUntil: now + leaseMs };
  return { verdict: 'SEND', mayBePosted: known?.isInDoubt ?? false, notification };
}

/** The notification waits for its slot; that is not an attempt. */
export const markWaiting = (
  known: Notification | undefined,
  ref: NotificationRef,
  told: Told,
  slotAt: number,
  now: number,
): Notification => ({ ...following(known, ref, told, now), slotAt });

export const markGivenUp = (
  known: Notification | undefined,
  ref: NotificationRef,
  told: Told,
  now: number,
  error: string,
): Notification => ({ ...following(known, ref, told, now), status: 'FAILED', error: cutTo(error, MAX_ERROR) });

const ended = (notification: Notification, now: number): Notification => ({
  ...notification,
  leasedUntil: 0,
  updatedAt: isoOf(now),
  revision: notification.revision + 1,
});

export const markSent = (notification: Notification, messageId: string | undefined, now: number): Notification => ({
  ...ended(notification, now),
  status: 'SENT',
  isInDoubt: false,
  ...(messageId === undefined ? {} : { messageId }),
});

/** Tells of a failed attempt whether the message may have been sent, and whether a retry can help. */
export interface Failure {
  readonly error: string;
  readonly isInDoubt: boolean;
  readonly isFinal: boolean;
}

export const markFailed = (notification: Notification, failure: Failure, now: number): Notification => ({
  ...ended(notification, now),
  status: failure.isFinal ? 'FAILED' : 'PENDING',
  isInDoubt: failure.isInDoubt,
  error: cutTo(failure.error, MAX_ERROR),
});

/** Errors of a service that certainly did not accept the message. */
const NOT_TAKEN = ['rate_limited', 'unauthorized', 'expired', 'refused', 'address_refused', 'reference_invalid'];
/** Temporary errors; unknown errors count as temporary. */
const PASSING = ['rate_limited', 'unavailable', 'reply_invalid'];

/** Judges an error by its code, e.g. `integration.refused`. */
export function failureOf(error: unknown): Failure {
  const { code = '', message } = error as { code?: string; message: string };
  const [, name = ''] = code.split('.');
  return {
    error: code === '' ? 'unexpected error' : message,
    isInDoubt: !NOT_TAKEN.includes(name),
    isFinal: NOT_TAKEN.includes(name) && !PASSING.includes(name),
  };
}

/** Throws unless the notification can be redelivered: it finally failed, and its event is stored. */
export function assertMayRedeliver({ status, event }: Notification): void {
  if (status === 'FAILED' && event !== undefined) return;
  const detail = {
    SENT: 'It was sent.',
    PENDING: 'It is still being sent.',
    FAILED: 'Its event was not stored.',
  }[status];
  throw notificationErrors.not_redeliverable({ detail, legal: [] });
}

const SEPARATOR = '~';

/** The id of a notification within its log. */
export const notificationIdOf = ({ about, channel, purpose }: NotificationRef): string =>
  [about, channel, purpose].join(SEPARATOR);

/** Reads an id that `notificationIdOf` made; undefined for anything else. */
export function readNotificationId(id: string): Pick<NotificationRef, 'about' | 'channel' | 'purpose'> | undefined {
  const [about, word, ...rest] = id.split(SEPARATOR);
  const channel = CHANNELS.find((known) => known === word);
  const purpose = rest.join(SEPARATOR);
  return about && channel && purpose ? { about, channel, purpose } : undefined;
}

/** The same operation in each log. */
const NOTIFICATION_ACTIONS = [
  'redeliverNotification',
  'redeliverTenantNotification',
  'redeliverWebhookDelivery',
] as const;

export const notificationView = z
  .lazy(() =>
    z.strictObject({
      id: z.string(),
      status: z.enum(NOTIFICATION_STATUSES),
      channel: z.enum(CHANNELS),
      purpose: z.string(),
      eventType: z.string(),
      attempts: z.number().int(),
      error: z.string().nullable().describe('The reason of the last failure'),
      address: z.string().nullable().describe('Its address, for example the id of a Slack channel'),
      messageId: z.string().nullable().describe("The service's own id of the message"),
      createdAt: z.iso.datetime(),
      at: z.iso.datetime().describe('When its status last changed'),
      actions: actionsView(NOTIFICATION_ACTIONS),
    }),
  )
  .meta({ id: 'Notification' });
export type NotificationView = z.output<typeof notificationView>;

/** In a list of all logs: with the subject of its log. */
export const unsentView = z
  .lazy(() =>
    notificationView.unwrap().extend({
      release: z.strictObject({ id: z.string(), key: z.string() }).nullable().describe('null: it is about no release'),
    }),
  )
  .meta({ id: 'UnsentNotification' });

export const viewNotification = (known: Notification, actions: NotificationView['actions']): NotificationView => ({
  id: notificationIdOf(known),
  status: known.status,
  channel: known.channel,
  purpose: known.purpose,
  eventType: known.eventType,
  attempts: known.attempts,
  error: known.error ?? null,
  address: known.address ?? null,
  messageId: known.messageId ?? null,
  createdAt: known.createdAt,
  at: known.updatedAt,
  actions,
});

export const listNotificationsQuery = z.strictObject({
  status: z.enum(NOTIFICATION_STATUSES).optional(),
  channel: z.enum(CHANNELS).optional(),
  ...pageQuery,
});

/** The filters of a list. */
export interface NotificationFilter {
  readonly status?: Notification['status'] | undefined;
  readonly channel?: Notification['channel'] | undefined;
}

export const matchesFilter = (one: Notification, { status, channel }: NotificationFilter): boolean =>
  (status === undefined || one.status === status) && (channel === undefined || one.channel === channel);

/** Each needs two of the hundred items of a transaction. */
const MOST_AT_ONCE = 40;

export const redeliverFailedBody = z.lazy(() =>
  z
    .strictObject({
      limit: z.number().int().min(1).max(MOST_AT_ONCE).default(MOST_AT_ONCE),
      cursor: z.string().min(1).max(2048).optional().describe('nextCursor of the previous answer'),
    })
    .prefault({}),
);

export const redeliverFailedView = z
  .strictObject({
    items: z.array(
      z.strictObject({ id: z.string(), subjectId: z.string().describe('The release, the webhook, or the tenant') }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'RedeliveredNotifications' });
