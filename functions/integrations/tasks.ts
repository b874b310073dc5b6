// The tasks of the integrations domain, by the names that the state machine calls them.
import type { Task } from '../_kit/workflow/task.ts';
import type { manifest } from './manifest.ts';
import { checkIntegration } from './tasks/check-integration.ts';
import type { CheckDeps } from './tasks/leg.ts';
import { recordNoAnswer } from './tasks/record-no-answer.ts';

export const tasks: Readonly<Record<keyof typeof manifest.tasks, Task<CheckDeps>>> = {
  checkIntegration,
  recordNoAnswer,
};
