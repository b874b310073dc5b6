// The tasks of the trains domain, by the names that the state machine calls them.
import type { Task } from '../_kit/workflow/task.ts';
import type { TrainTaskDeps } from './deps.ts';
import type { manifest } from './manifest.ts';
import { planDeparture } from './tasks/plan-departure.ts';
import { recordDeparture } from './tasks/record-departure.ts';

export const tasks: Readonly<Record<keyof typeof manifest.tasks, Task<TrainTaskDeps>>> = {
  planDeparture,
  recordDeparture,
};
