// The `tasks` function of the promotions domain: tasks of the promotion state machine.
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import { promotionsDepsOf } from './bound.ts';
import type { PromotionTaskDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { awaitPromotion } from './tasks/await-promotion.ts';
import { continuePromotion } from './tasks/continue-promotion.ts';
import { endOfDeleted } from './tasks/end-of-deleted.ts';
import { evaluatePromotion } from './tasks/evaluate-promotion.ts';
import { finishPromotion } from './tasks/finish-promotion.ts';
import { lockPromotion } from './tasks/lock-promotion.ts';
import { noteDeployment } from './tasks/note-deployment.ts';

export const tasks: Tasks<typeof manifest, PromotionTaskDeps> = {
  evaluatePromotion,
  awaitPromotion,
  lockPromotion,
  noteDeployment,
  finishPromotion,
  continuePromotion,
};

export const handler = tasksOf(
  manifest,
  tasks,
  ({ table, save, now }) => ({
    ...promotionsDepsOf(table),
    tokens: createTokenAnswerer(),
    start: createStart(manifest.lambdas.tasks),
    save,
    now,
  }),
  { answer: endOfDeleted },
);
