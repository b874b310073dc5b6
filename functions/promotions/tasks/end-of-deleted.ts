// The answer of every task for a deleted tenant: the execution ends, also one that waits by token.
import * as z from 'zod';
import { END, type NextStep } from '../../../statemachines/promotion/promotion.contract.ts';
import type { PromotionTaskDeps } from '../deps.ts';

export async function endOfDeleted(raw: unknown, { tokens }: Pick<PromotionTaskDeps, 'tokens'>): Promise<NextStep> {
  const { taskToken } = z.object({ taskToken: z.string().optional() }).parse(raw);
  if (taskToken !== undefined) await tokens.succeed(taskToken, null);
  return END;
}
