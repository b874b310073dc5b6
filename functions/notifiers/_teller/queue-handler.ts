// The handler of a notifier. A failed message returns to its queue for as long as the service asked, or longer each time;
// its last receive, two hours after the first, moves it to the dead-letter queue. Tenants of a batch are told in parallel,
// the events of one tenant in the order of their times.
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { NOTIFIER_RECEIVES } from '../../../entities/names.ts';
import type { Channel } from '../../../entities/notifications/channel.model.ts';
import { notificationErrors } from '../../../entities/notifications/errors.ts';
import { NotificationRedeliveryRequested } from '../../../entities/notifications/events.ts';
import type { NotificationRef } from '../../../entities/notifications/notification.model.ts';
import { logger } from '../../_kit/logger.ts';
import type { Defer } from './defer.ts';
import type { NotifierDeps } from './notifier.ts';

/** An event of our own, as EventBridge delivers it to a queue. */
export const queuedEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({
    id: z.string(),
    tenantId: z.string(),
    /** The channels for which the event was published. */
    channels: z.array(z.string()).optional(),
    data: z.looseObject({ releaseId: z.string().optional() }),
  }),
});
export type QueuedEvent = z.output<typeof queuedEvent>;

/** One receipt of an event from its queue. */
export interface Receipt {
  /** Milliseconds left of the invocation when read: an attempt may take no longer. */
  readonly leaseMs: number;
  /** True if the queue delivers the message for the last time. */
  readonly isLast: boolean;
}

/** Tells one event. Throws if it could not be told. */
export type Notify = (event: QueuedEvent, receipt: Receipt) => Promise<void>;

/**
 * Early receives mostly end with a wait for a turn or a temporary failure; if the service still fails after them, it is
 * down.
 */
const QUICK = { receives: 10, maxSeconds: 16 };
const MAX_BACKOFF_SECONDS = 300;
/** The longest wait that SQS accepts. */
const MAX_DEFER_SECONDS = 43_200;
/** The time left that a message needs to begin: the time limit of a call to the service, and our own work. */
export const MESSAGE_MS = 12_000;

/** Seconds until a failed message is delivered again. */
export function waitAfter(error: unknown, receives: number, random: number): number {
  const asked = isDomainError(error) ? error.details.retryAfterSeconds : undefined;
  if (asked !== undefined) return Math.min(MAX_DEFER_SECONDS, Math.max(1, Math.ceil(asked)));
  const isQuick = receives <= QUICK.receives;
  const longest = isQuick
    ? Math.min(QUICK.maxSeconds, 2 ** receives)
    : Math.min(MAX_BACKOFF_SECONDS, QUICK.maxSeconds * 2 ** (receives - QUICK.receives));
  return Math.ceil(longest / 2 + (random * longest) / 2);
}

/** Tells one event; for a redelivery, `again` names the requested notification. */
export type Tell = (event: QueuedEvent, receipt: Receipt, again?: NotificationRef) => Promise<void>;

/**
 * Adds redelivery: a request names a notification, which keeps its event, and the notifier of its channel tells that event
 * like one from its queue.
 */
export const withRedelivery =
  (channel: Channel, { notifications }: Pick<NotifierDeps, 'notifications'>, tell: Tell): Notify =>
  async (event, receipt) => {
    if (event['detail-type'] !== NotificationRedeliveryRequested.type) return tell(event, receipt);
    const { tenantId, data } = NotificationRedeliveryRequested.parse(event.detail);
    if (data.channel !== channel) return;
    const ref = { tenantId, ...data };
    const asked = await notifications.find(ref);
    if (asked?.event === undefined) return;
    return tell(queuedEvent.parse(JSON.parse(asked.event)), receipt, ref);
  };

const receivesOf = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount);

/** Most notifiers never need the SQS client, so it is loaded when the first message is put back. */
const deferBySqs: Defer = async (record, seconds) => (await import('./defer.ts')).defer(record, seconds);

export function queueHandler(notify: Notify, defer: Defer = deferBySqs, random: () => number = Math.random) {
  async function putBack(record: SQSRecord, error: unknown): Promise<void> {
    const receives = receivesOf(record);
    const seconds = waitAfter(error, receives, random());
    logger.warn('message put back', { messageId: record.messageId, receives, seconds, error: error as Error });
    // If this fails, the queue delivers the message again after its visibility time-out.
    await defer(record, seconds).catch((failure) => logger.error('not deferred', { error: failure as Error }));
  }

  return async ({ Records }: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    async function take(record: SQSRecord): Promise<void> {
      try {
        const receipt: Receipt = {
          get leaseMs() {
            return context.getRemainingTimeInMillis();
          },
          isLast: receivesOf(record) >= NOTIFIER_RECEIVES,
        };
        if (receipt.leaseMs < MESSAGE_MS) throw notificationErrors.busy({ retryAfterSeconds: 1 });
        await notify(queuedEvent.parse(JSON.parse(record.body)), receipt);
      } catch (error) {
        await putBack(record, error);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    // A slow service delays only the messages of its tenant.
    const oneByOne = async (batch: readonly Queued[]): Promise<void> => {
      for (const { record } of batch) await take(record);
    };
    const inOrder = Records.map(readQueued).toSorted(
      (one, other) => Number(one.at > other.at) - Number(one.at < other.at),
    );
    await Promise.all([...Map.groupBy(inOrder, ({ tenantId }) => tenantId).values()].map(oneByOne));
    return { batchItemFailures };
  };
}

interface Queued {
  readonly record: SQSRecord;
  readonly tenantId: string;
  /** The time of the event and, for events of the same moment, its id: ids grow with time. */
  readonly at: string;
}

const ordering = z.looseObject({
  detail: z.looseObject({ tenantId: z.string(), occurredAt: z.string(), id: z.string() }),
});

/** An unreadable message belongs to no tenant and is handled first. */
function readQueued(record: SQSRecord): Queued {
  try {
    const { tenantId, occurredAt, id } = ordering.parse(JSON.parse(record.body)).detail;
    return { record, tenantId, at: `${occurredAt} ${id}` };
  } catch {
    return { record, tenantId: '', at: '' };
  }
}
