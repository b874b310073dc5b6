// A notification: one message to one place, sent once however often its event comes. Pure: what an attempt may do given
// what is known of those before it.
import * as z from 'zod';

export const NOTIFICATION_STATUSES = ['PENDING', 'SENT', 'FAILED'] as const;
export const CHANNELS = ['SLACK', 'JIRA'] as const;

export const notificationSchema = z.object({
  tenantId: z.string(),
  releaseId: z.string(),
  about: z.string(),
  channel: z.enum(CHANNELS),
  /** Which of the messages of one event: a purpose of the chat, or what is done to which ticket. */
  purpose: z.string(),
  status: z.enum(NOTIFICATION_STATUSES),
  attempts: z.number().int(),
  /** True while the last attempt may have reached the service without our knowing. */
  isInDoubt: z.boolean(),
  /** Epoch milliseconds until which the attempt under way may run. */
  leasedUntil: z.number(),
  messageId: z.string().optional(),
  /** Why the last attempt failed; never holds a secret. */
  error: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int(),
  schemaVersion: z.literal(1),
});
export type Notification = z.output<typeof notificationSchema>;
export type NotificationRef = Pick<Notification, 'tenantId' | 'releaseId' | 'about' | 'channel' | 'purpose'>;

/** What an attempt may do: nothing any more, wait, or send (looking first whether an earlier one got through). */
export type Attempt =
  | { readonly verdict: 'ALREADY_SENT'; readonly messageId: string | undefined }
  | { readonly verdict: 'BUSY'; readonly until: number }
  | { readonly verdict: 'SEND'; readonly mayBePosted: boolean; readonly notification: Notification };

const isoOf = (at: number) => new Date(at).toISOString();

export function beginAttempt(
  known: Notification | undefined,
  ref: NotificationRef,
  now: number,
  leaseMs: number,
): Attempt {
  if (known?.status === 'SENT') return { verdict: 'ALREADY_SENT', messageId: known.messageId };
  if (known && known.leasedUntil > now) return { verdict: 'BUSY', until: known.leasedUntil };
  const notification: Notification = {
    ...ref,
    status: 'PENDING',
    attempts: (known?.attempts ?? 0) + 1,
    isInDoubt: true,
    leasedUntil: now + leaseMs,
    createdAt: known?.createdAt ?? isoOf(now),
    updatedAt: isoOf(now),
    revision: (known?.revision ?? 0) + 1,
    schemaVersion: 1,
  };
  return { verdict: 'SEND', mayBePosted: known?.isInDoubt ?? false, notification };
}

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

/** What a failure says about the message: whether it may be there all the same, and whether trying again can help. */
export interface Failure {
  readonly error: string;
  readonly isInDoubt: boolean;
  readonly isFinal: boolean;
}

export const markFailed = (notification: Notification, failure: Failure, now: number): Notification => ({
  ...ended(notification, now),
  status: failure.isFinal ? 'FAILED' : 'PENDING',
  isInDoubt: failure.isInDoubt,
  error: failure.error.slice(0, 1_000),
});

/** Errors of a service that surely did not take the message. */
const NOT_TAKEN = ['rate_limited', 'unauthorized', 'expired', 'refused', 'address_refused', 'reference_invalid'];
/** Errors that another attempt may not meet. Anything unknown is one of them. */
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
