// The rollout of a deployment over its targets: a strategy, its options, and what a failure does. Pure. Source: orchestrators-and-dora,
// "Strategies".
import * as z from 'zod';
import { isDistinct, prose } from '../_base/text.ts';
import { labels } from '../environments/fields.model.ts';
import { STRATEGIES } from './words.model.ts';

/** ROLLBACK: to each target's previous digest. CONTINUE: with the other targets. PAUSE: until a person decides. */
export const FAILURE_POLICIES = ['ROLLBACK', 'CONTINUE', 'PAUSE'] as const;

const MOST_CONCURRENT = 40;
const MOST_STEPS = 20;
const MOST_THRESHOLDS = 10;
const DAY_OF_SECONDS = 86_400;

/** A metric of the deployment, as recorded with `recordDeploymentMetrics`, and the bounds of its mean since the step began. */
const threshold = z
  .strictObject({ metric: prose(100).trim().min(1), most: z.number().optional(), least: z.number().optional() })
  .refine(({ most, least }) => most !== undefined || least !== undefined, {
    path: ['most'],
    error: 'must have most or least',
  });

const step = z.strictObject({
  percent: z.number().int().min(1).max(100).describe('The share of the targets that has the new version after it'),
  soakSeconds: z.number().int().min(0).max(DAY_OF_SECONDS).default(0),
  thresholds: z
    .array(threshold)
    .max(MOST_THRESHOLDS)
    .refine((all) => isDistinct(all.map(({ metric }) => metric)), { error: 'must not name a metric twice' })
    .default([])
    .describe('Looked at after the soak; a metric that was not recorded is not within its bounds'),
});

export const rolloutSchema = z.strictObject({
  strategy: z
    .enum(STRATEGIES)
    .default('ALL_AT_ONCE')
    .describe(
      'BLUE_GREEN: the targets with the label slot=blue or slot=green that are not live get the version, and the slot becomes live after the smoke test; traffic is switched by what reads the slot',
    ),
  failurePolicy: z.enum(FAILURE_POLICIES).default('ROLLBACK'),
  maxConcurrent: z.number().int().min(1).max(MOST_CONCURRENT).default(20).describe('Targets at the same time'),
  batchPercent: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('ROLLING: the share of the targets in a batch; default 25'),
  steps: z
    .array(step)
    .min(1)
    .max(MOST_STEPS)
    .refine((steps) => steps.every(({ percent }, index) => percent > (steps[index - 1]?.percent ?? 0)), {
      error: 'must grow from step to step',
    })
    .optional()
    .describe('CANARY: default one step of 10 percent without a soak. The remaining targets follow the last step'),
  smokeTestSeconds: z
    .number()
    .int()
    .min(0)
    .max(DAY_OF_SECONDS)
    .default(60)
    .describe('The soak after the last target, in which none that has the new version may be unhealthy; 0 for none'),
  labels: labels.optional().describe('Only targets that have all of these labels'),
});
export type Rollout = z.output<typeof rolloutSchema>;

/** A component of a release, fixed to its digest. */
export interface FixedComponent {
  readonly componentId: string;
  readonly name: string;
  readonly digest: string;
}
