// Trains as operations answer them: with the actions that the caller may do now. Pure.
import type { TrainItem } from '../../entities/trains/train.entity.ts';
import { type TrainAction, viewTrain } from '../../entities/trains/train.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';
import { departureToSkip } from './upcoming.ts';

export const showTrain = (caller: Caller, train: TrainItem) => ({
  ...viewTrain(train),
  actions: actionsOf<TrainAction>(caller, manifest, {
    updateTrain: always,
    skipDeparture: () => departureToSkip(train, undefined, caller.at),
    deleteTrain: always,
  }),
});
