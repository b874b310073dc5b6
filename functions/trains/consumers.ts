// The consumers of the trains domain, by the detail-types that its manifest subscribes to.
import type { Consumers } from '../_kit/bus/bus-event.ts';
import { SCHEDULING_EVENTS } from './manifest.ts';
import { onTrainScheduled, type TrainEventsDeps } from './on/train-scheduled.ts';

export const consumers: Consumers<TrainEventsDeps> = {
  events: Object.fromEntries(SCHEDULING_EVENTS.map((event) => [event.type, onTrainScheduled])),
};
