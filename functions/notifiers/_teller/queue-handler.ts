// The event bundle of a notifier: one message of its queue, one event. A message that fails is put back for as long as the
// service asked, or longer each time; after its last receive, two hours after the first, it is in the dead-letter queue. The
// messages of a batch are told tenant by tenant side by side, those of one tenant one after the other.
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { NOTIFIER_RECEIVES } from '../../../entities/names.ts';
import { notificationErrors } from '../../../entities/notifications/errors.ts';
import { logger } from '../../_kit/logger.ts';
import type { Defer } from './defer.ts';

/** An event as EventBridge delivers it to a queue, and whose detail is one of ours. */
export const queuedEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({
    id: z.string(),
    tenantId: z.string(),
    data: z.looseObject({ releaseId: z.string().optional() }),
  }),
});
export type QueuedEvent = z.output<typeof queuedEvent>;

/** One delivery of an event by its queue. */
export interface Delivery {
  /** Milliseconds that are left of the invocation whenever it is read: what an attempt may take. */
  readonly leaseMs: number;
  /** The queue will not bring it again. */
  readonly isLast: boolean;
}

/** Tells one event. Throws what keeps it from being told. */
export type Notify = (event: QueuedEvent, delivery: Delivery) => Promise<void>;

/** Most of the first receives end with a wait for a turn or a failure that passes; who is still failing then is down. */
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
        const delivery: Delivery = {
          get leaseMs() {
            return context.getRemainingTimeInMillis();
          },
          isLast: receivesOf(record) >= NOTIFIER_RECEIVES,
        };
        if (delivery.leaseMs < MESSAGE_MS) throw notificationErrors.busy({ retryAfterSeconds: 1 });
        await notify(queuedEvent.parse(JSON.parse(record.body)), delivery);
      } catch (error) {
        await putBack(record, error);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    // A tenant's service that answers slowly takes the time of that tenant's messages alone.
    const inTurn = async (records: readonly SQSRecord[]): Promise<void> => {
      for (const record of records) await take(record);
    };
    const tenants = Object.values(Object.groupBy(Records, tenantOf)) as SQSRecord[][];
    await Promise.all(tenants.map(inTurn));
    return { batchItemFailures };
  };
}

/** Of a message that cannot be read: nobody. */
function tenantOf({ body }: SQSRecord): string {
  try {
    return String((JSON.parse(body) as { detail?: { tenantId?: unknown } } | null)?.detail?.tenantId);
  } catch {
    return '';
  }
}
