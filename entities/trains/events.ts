// Events of release trains. `leg` counts waits: every departure and every change of the schedule begins another leg.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';

const train = {
  trainId: z.string(),
  service: z.string(),
  name: z.string(),
  leg: z.number().int(),
  /** The chat of its releases, which also gets the messages about the train. */
  communicationIntegrationId: z.string().optional(),
};

const event = domainEvents('trains');

export const TrainCreated = event('TrainCreated', () => train);
export const TrainUpdated = event('TrainUpdated', () => ({ ...train, changed: z.array(z.string()) }));
export const TrainDeleted = event('TrainDeleted', () => train);
/** A departure created a release. */
export const TrainDeparted = event('TrainDeparted', () => ({
  ...train,
  departedAt: z.string(),
  releaseId: z.string(),
}));
/** A departure created no release because of an error; the train continues. */
export const TrainFailed = event('TrainFailed', () => ({
  ...train,
  departedAt: z.string(),
  error: z.string(),
  nextDepartureAt: z.string().optional(),
}));
/** A departure is near; people can still skip it. */
export const TrainDepartureAnnounced = event('TrainDepartureAnnounced', () => ({ ...train, departureAt: z.string() }));
/** A departure was skipped, by people or because nothing was new. The train continues. */
export const TrainDepartureSkipped = event('TrainDepartureSkipped', () => ({
  ...train,
  departureAt: z.string(),
  cause: z.enum(['ASKED', 'UNCHANGED']),
  /** A person's words, or what the base branch had nothing new since. */
  reason: z.string().optional(),
  nextDepartureAt: z.string().optional(),
}));
/** The rule has no further departures; the train is switched off. */
export const TrainEnded = event('TrainEnded', () => ({ ...train, lastDepartureAt: z.string().optional() }));
/** The next departure cannot be computed or waited for; the train is switched off. */
export const TrainStopped = event('TrainStopped', () => ({ ...train, reason: z.string() }));
