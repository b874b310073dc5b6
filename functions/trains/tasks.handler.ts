// The `tasks` function of the trains domain: tasks of the release-train state machine.
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler } from '../_kit/task.ts';
import { manifest } from './manifest.ts';
import { tasks } from './tasks.ts';

const table = connectTable(readEnvironment(manifest.lambdas.tasks.environment).TABLE_NAME);

export const handler = taskHandler(tasks, {
  trains: createTrainRepo(table),
  commit: createCommit(table),
  now: Date.now,
});
