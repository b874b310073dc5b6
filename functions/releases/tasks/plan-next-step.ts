// Reads the release and says what the workflow does next: the first task of every execution, also of one that carries on
// for a lost one.
import type { Plan } from '../workflow/plan.ts';
import { planOf } from '../workflow/plan.ts';
import { loadWhole, releaseInput, type TaskDeps } from './step.ts';

export const planNextStep = async (raw: unknown, deps: TaskDeps): Promise<Plan> =>
  planOf(await loadWhole(releaseInput.parse(raw), deps), deps.now());
