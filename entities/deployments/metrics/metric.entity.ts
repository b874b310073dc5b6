// A metric of a deployment: a fact of high volume, written in batches without event; it expires.
import { defineRecord, expiring, type ItemOf, number, optional, text } from '../../_base/table/entity.ts';
import { metricKeys } from '../deployment.keys.ts';

export const metricDefinition = defineRecord('deploymentMetric', metricKeys, {
  shelf: text,
  deploymentId: text,
  name: text,
  value: number,
  unit: optional(text),
  recordedAt: text,
  ...expiring,
});

export type MetricItem = ItemOf<typeof metricDefinition>;
