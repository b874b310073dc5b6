// The handler of a notifier: one message of its queue, one event. A message that fails is put back for as long as the service
// asked, or longer each time; after its last receive, two hours after the first, it is in the dead-letter queue. Tenants of a
// batch are told side by side, the events of one tenant in the order of their times.
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

/** An event as EventBridge delivers it to a queue, and whose detail is one of ours. */
export const queuedEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({
    id: z.string(),
    tenantId: z.string(),
    /** The channels that it was published for. */
    channels: z.array(z.string()).optional(),
    data: z.looseObject({ releaseId: z.string().optional() }),
  }),
});
export type QueuedEvent = z.output<typeof queuedEvent>;

/** One receipt of an event from its queue. */
export interface Receipt {
  /** Milliseconds that are left of the invocation at the moment of reading: an attempt may take no longer. */
  readonly leaseMs: number;
  /** The queue will not bring it again. */
  readonly isLast: boolean;
}

/** Tells one event. Throws the reason when it could not. */
export type Notify = (event: QueuedEvent, receipt: Receipt) => Promise<void>;

/** The first receives mostly end with a wait for a turn or a failure that passes; a service that fails after them is down. */
const QUICK = { receives: 10, maxSeconds: 16 };
const MAX_BACKOFF_SECONDS = 300;
/** The longest wait that SQS takes. */
const MAX_DEFER_SECONDS = 43_200;
/** The time that a message needs to begin: an exchange with the service at its time limit, and our own. */
export const MESSAGE_MS = 12_000;

/** Seconds until a message that failed comes again. */
export function waitAfter(error: unknown, receives: number, random: number): number {
  const asked = isDomainError(error) ? error.details.retryAfterSeconds : undefined;
  if (asked !== undefined) return Math.min(MAX_DEFER_SECONDS, Math.max(1, Math.ceil(asked)));
  const isQuick = receives <= QUICK.receives;
  const longest = isQuick
    ? Math.min(QUICK.maxSeconds, 2 ** receives)
    : Math.min(MAX_BACKOFF_SECONDS, QUICK.maxSeconds * 2 ** (receives - QUICK.receives));
  return Math.ceil(longest / 2 + (random * longest) / 2);
}

/** Tells one event; when it is told again, `again` names the notification that was asked for. */
export type Tell = (event: QueuedEvent, receipt: Receipt, again?: NotificationRef) => Promise<void>;

/**
 * Adds what people ask to be sent again: the request names a notification, which keeps its event, and the notifier of its
 * channel tells that event as if its queue had brought it.
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

/** Most notifiers never need the client of SQS: it is loaded when the first message is put back. */
const deferBySqs: Defer = async (record, seconds) => (await import('./defer.ts')).defer(record, seconds);

export function queueHandler(notify: Notify, defer: Defer = deferBySqs, random: () => number = Math.random) {
  async function putBack(record: SQSRecord, error: unknown): Promise<void> {
    const receives = receivesOf(record);
    const seconds = waitAfter(error, receives, random());
    logger.warn('message put back', { messageId: record.messageId, receives, seconds, error: error as Error });
    // Without this it comes again after the queue's visibility timeout: later, but it comes.
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
    // A tenant's service that answers slowly takes the time of that tenant's messages alone.
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
  /** The time of the event, and its id where several happened at once: ids grow with time. */
  readonly at: string;
}

const ordering = z.looseObject({
  detail: z.looseObject({ tenantId: z.string(), occurredAt: z.string(), id: z.string() }),
});

/** A message that cannot be read is nobody's, and comes first. */
function readQueued(record: SQSRecord): Queued {
  try {
    const { tenantId, occurredAt, id } = ordering.parse(JSON.parse(record.body)).detail;
    return { record, tenantId, at: `${occurredAt} ${id}` };
  } catch {
    return { record, tenantId: '', at: '' };
  }
}
