// The `events` function of a domain: takes messages from its queues, each with one event, and calls the event's consumer.
// Only messages that fail return to the queue; they end in the dead-letter queue.
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { CI_SOURCE_PREFIX, CONSUMER_RECEIVES } from '../../../entities/names.ts';
import { createTenantPresence, type IsTenantThere } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import { type Binding, bind, measured } from '../binding.ts';
import { logger } from '../logger.ts';
import type { Manifest, Subscription } from '../manifest.ts';

/** An event as EventBridge delivers it to a queue. */
export const busEventSchema = z.object({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type BusEvent = z.output<typeof busEventSchema>;

/** A queue delivers a failed message again after this time: a service that states a longer one is not asked before it. */
export const REDELIVERY_SECONDS = 180;

/** One delivery of an event by its queue. */
export interface Delivery {
  /** True if the queue delivers the message for the last time: a failure moves it to the dead-letter queue. */
  readonly isLast: boolean;
}

/** A consumer is called at least once per event and must be idempotent, by the event's id or by state. */
export type Consumer<Deps> = (event: BusEvent, deps: Deps, delivery?: Delivery) => Promise<void>;

export interface Consumers<Deps> {
  /** Consumers of our own events, by detail-type. */
  readonly events: Readonly<Record<string, Consumer<Deps>>>;
  /** The consumer of all events whose source begins with `ci.`. */
  readonly ci?: Consumer<Deps>;
}

/** The Lambda handler. Ignores events of a deleted tenant, unless the subscription lists them in `evenIfDeleted`. */
export function eventHandler<Deps>(
  subscriptions: Manifest['subscriptions'],
  { events, ci }: Consumers<Deps>,
  deps: Deps,
  isThere: IsTenantThere,
) {
  const ofDetailType = new Map(Object.entries(events));
  const evenIfDeleted = new Set(
    Object.values<Subscription>(subscriptions).flatMap(({ source, evenIfDeleted: types = [] }) =>
      source.flatMap((one) => types.map((type) => `${one} ${type}`)),
    ),
  );
  const isHeard = async ({ source, detail, 'detail-type': type }: BusEvent): Promise<boolean> =>
    evenIfDeleted.has(`${source} ${type}`) || typeof detail.tenantId !== 'string' || isThere(detail.tenantId);
  const processor = new BatchProcessor(EventType.SQS);
  const consume = async (record: SQSRecord): Promise<void> => {
    const event = busEventSchema.parse(JSON.parse(record.body));
    const consumer = event.source.startsWith(CI_SOURCE_PREFIX) ? ci : ofDetailType.get(event['detail-type']);
    if (!consumer) throw new Error(`no consumer for ${event.source} ${event['detail-type']}`);
    try {
      const delivery = { isLast: Number(record.attributes.ApproximateReceiveCount) >= CONSUMER_RECEIVES };
      if (await isHeard(event)) await consumer(event, deps, delivery);
    } catch (error) {
      logger.error('consumer failed', { detailType: event['detail-type'], eventId: event.id, error: error as Error });
      throw error;
    }
  };
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, consume, processor, { context, throwOnFullBatchFailure: false });
}

/** The handler of a domain's `events` function, bound to its deployment. */
export function eventsOf<M extends Manifest, Deps>(
  manifest: M,
  consumers: Consumers<Deps>,
  depsOf: (binding: Binding<M, 'events'>) => NoInfer<Deps>,
) {
  const binding = bind(manifest, 'events');
  const isThere = createTenantPresence(binding.table);
  return measured(eventHandler(manifest.subscriptions, consumers, depsOf(binding), isThere));
}
