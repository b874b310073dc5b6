// Events of release trains. `leg` counts what a train waits for: every departure and every change of its schedule begins another.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

const train = { trainId: z.string(), service: z.string(), name: z.string(), leg: z.number().int() };

const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  defineEvent('trains', type, 1, z.object(shape));

export const TrainCreated = event('TrainCreated', train);
export const TrainUpdated = event('TrainUpdated', { ...train, changed: z.array(z.string()) });
export const TrainDeleted = event('TrainDeleted', train);
/** A departure became a release. */
export const TrainDeparted = event('TrainDeparted', { ...train, departedAt: z.string(), releaseId: z.string() });
/** A departure became no release; the train goes on. */
export const TrainFailed = event('TrainFailed', { ...train, departedAt: z.string(), error: z.string() });
/** There is no departure any more; the train is switched off. */
export const TrainStopped = event('TrainStopped', { ...train, reason: z.string() });
