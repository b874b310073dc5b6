// The `events` function of the trains domain.
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { createStart } from '../_kit/workflow/executions.ts';
import { manifest, SCHEDULING_EVENTS } from './manifest.ts';
import { onTrainScheduled, type TrainEventsDeps } from './on/train-scheduled.ts';

export const consumers: Consumers<TrainEventsDeps> = {
  events: Object.fromEntries(SCHEDULING_EVENTS.map((event) => [event.type, onTrainScheduled])),
};

export const handler = eventsOf(manifest, consumers, ({ table }) => ({
  trains: createTrainRepo(table),
  start: createStart(manifest.lambdas.events),
}));
