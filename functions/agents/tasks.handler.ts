// The `tasks` function of the agents domain: tasks of the deployment-wave state machine. For a deleted tenant a wait ends at once.
import * as z from 'zod';
import { createTaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import { createDeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { type IfDeleted, type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import type { TaskDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { cancelTasks } from './tasks/cancel-tasks.ts';
import { endTask } from './tasks/end-task.ts';
import { followTask } from './tasks/follow-task.ts';
import { queueTask } from './tasks/queue-task.ts';

export const tasks: Tasks<typeof manifest, TaskDeps> = { cancelTasks, endTask, followTask, queueTask };

const waiting = z.object({ taskToken: z.string().optional(), targetId: z.string().optional() });

export const ifDeleted: IfDeleted<TaskDeps> = {
  async answer(input, { tokens }) {
    const { taskToken, targetId } = waiting.parse(input);
    const ended = { targetId, status: 'CANCELLED', error: 'The tenant was deleted', fence: 0, timeoutSeconds: 180 };
    if (taskToken !== undefined) await tokens.succeed(taskToken, ended);
    return ended;
  },
};

export const handler = tasksOf(
  manifest,
  tasks,
  ({ table, save, now }) => ({
    tasks: createTaskRepo(table),
    targets: createTargetRepo(table),
    deployments: createDeploymentRepo(table),
    tokens: createTokenAnswerer(),
    save,
    now,
  }),
  ifDeleted,
);
