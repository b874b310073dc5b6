// Events of release trains. `leg` counts what a train waits for: every departure and every change of its schedule begins another.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

const train = {
  trainId: z.string(),
  service: z.string(),
  name: z.string(),
  leg: z.number().int(),
  /** The chat of its releases, in which it is told of the train, too. */
  communicationIntegrationId: z.string().optional(),
};

const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: () => Shape) =>
  defineEvent('trains', type, 1, () => z.object(shape()));

export const TrainCreated = event('TrainCreated', () => train);
export const TrainUpdated = event('TrainUpdated', () => ({ ...train, changed: z.array(z.string()) }));
export const TrainDeleted = event('TrainDeleted', () => train);
/** A departure became a release. */
export const TrainDeparted = event('TrainDeparted', () => ({
  ...train,
  departedAt: z.string(),
  releaseId: z.string(),
}));
/** A departure became no release; the train goes on. */
export const TrainFailed = event('TrainFailed', () => ({
  ...train,
  departedAt: z.string(),
  error: z.string(),
  nextDepartureAt: z.string().optional(),
}));
/** A departure is near; people may still leave it out. */
export const TrainDepartureAnnounced = event('TrainDepartureAnnounced', () => ({ ...train, departureAt: z.string() }));
/** A departure became no release on purpose: people left it out, or nothing was new. The train goes on. */
export const TrainDepartureSkipped = event('TrainDepartureSkipped', () => ({
  ...train,
  departureAt: z.string(),
  cause: z.enum(['ASKED', 'UNCHANGED']),
  /** A person's words, or what the base branch had nothing new since. */
  reason: z.string().optional(),
  nextDepartureAt: z.string().optional(),
}));
/** It had its last departure, as its rule said; the train is switched off. */
export const TrainEnded = event('TrainEnded', () => ({ ...train, lastDepartureAt: z.string().optional() }));
/** Its schedule cannot be followed any more; the train is switched off. */
export const TrainStopped = event('TrainStopped', () => ({ ...train, reason: z.string() }));
