// Outbox items of a test's table as the events that they become on the bus.
import { readStoredEvent, type StoredEvent } from '../../entities/outbox/outbox-event.model.ts';
import type { BusEvent } from '../../functions/_kit/bus/bus-event.ts';

/** Throws for an item that is no outbox event. */
export function busEventOf(item: Readonly<Record<string, unknown>>): BusEvent {
  const event = readStoredEvent(item as unknown as StoredEvent);
  if (!event) throw new Error(`no outbox event: ${item.pk}`);
  const { eventId, source, detailType, detail } = event;
  return { id: eventId, source, 'detail-type': detailType, time: '', detail: JSON.parse(detail) };
}
