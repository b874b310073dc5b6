// The input of an execution of promotion, and the inputs and answers of its tasks. Started by the consumer of PromotionRequested, and by its
// own task after many looks; named `<promotion>-<leg>`.
import * as z from 'zod';
import type { STEPS } from '../../entities/promotions/next-step.model.ts';

const promotionInput = z.strictObject({ tenantId: z.string(), promotionId: z.string(), leg: z.number().int() });

export const promotion = {
  name: 'promotion',
  executionName: ({ promotionId, leg }: z.output<typeof promotionInput>) => `${promotionId}-${leg}`,
} as const;

export const promotionTask = z.object({ ...promotionInput.shape, executionId: z.string() });

/** EVALUATE: the state has changed since it was decided. */
export interface NextStep {
  readonly step: (typeof STEPS)[number] | 'EVALUATE';
  /** The longest time of the next wait. */
  readonly waitSeconds: number;
}

/** The answer about a promotion that has ended or was deleted. */
export const END: NextStep = { step: 'END', waitSeconds: 1 };
