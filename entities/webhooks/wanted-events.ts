// Decides whether a webhook wants an event. Imports nothing: the publisher calls it for every event.

export const ANY_EVENT = '*';

interface Wish {
  readonly isActive: boolean;
  /** Types of events, or `*`. */
  readonly events: readonly string[];
}

export const wantsEvent = ({ isActive, events }: Wish, eventType: string): boolean =>
  isActive && (events.includes(ANY_EVENT) || events.includes(eventType));
