// Metrics of a deployment: any number of values by name and time. Pure. Source: deployment_metrics of the release-manager model, whose
// one per deployment is a mistake.
import * as z from 'zod';
import { pageQuery } from '../../_base/list.ts';
import { isDistinct, prose } from '../../_base/text.ts';
import { instant } from '../../_base/time/instant.model.ts';
import type { MetricItem } from './metric.entity.ts';

export const MOST_METRICS = 100;

const name = z.string().regex(/^[A-Za-z][\w./-]{0,99}$/, 'must be a name such as error_rate');

export const recordMetricsBody = z.lazy(() =>
  z.strictObject({
    metrics: z
      .array(
        z.strictObject({
          name,
          value: z.number(),
          unit: prose(30).trim().min(1).optional().describe('E.g. ms or percent'),
          recordedAt: instant().optional().describe('Default: now'),
        }),
      )
      .min(1)
      .max(MOST_METRICS)
      .refine((all) => isDistinct(all.map(({ name, recordedAt }) => `${name} ${recordedAt}`)), {
        error: 'must not have a name twice at the same time; give each its recordedAt',
      }),
  }),
);

export const listMetricsQuery = z.strictObject({ ...pageQuery });

export const metricView = z
  .strictObject({ name: z.string(), value: z.number(), unit: z.string().nullable(), recordedAt: z.iso.datetime() })
  .meta({ id: 'DeploymentMetric' });

export const recordedView = z
  .strictObject({ recorded: z.number().int().describe('The metrics that were sent') })
  .meta({ id: 'RecordedMetrics' });

export const viewMetric = ({ name, value, unit, recordedAt }: MetricItem): z.output<typeof metricView> => ({
  ...{ name, value, unit: unit ?? null, recordedAt },
});
