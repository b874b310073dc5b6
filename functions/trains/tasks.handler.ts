// The `tasks` function of the trains domain: tasks of the release-train state machine.
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import type { TrainTaskDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { planDeparture, STOP } from './tasks/plan-departure.ts';
import { recordDeparture } from './tasks/record-departure.ts';

export const tasks: Tasks<typeof manifest, TrainTaskDeps> = { planDeparture, recordDeparture };

export const handler = tasksOf(
  manifest,
  tasks,
  ({ table, save, now }) => ({ trains: createTrainRepo(table), save, now }),
  { answer: async () => STOP },
);
