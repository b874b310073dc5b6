// Metrics for the dashboard and for alarms: log lines in CloudWatch's embedded metric format, which need no API call. Every
// metric has the stage as a dimension, and at most one more.
import * as z from 'zod';
import { METRIC_NAMESPACE, type MetricName } from '../../entities/names.ts';
import { readEnvironment } from './env.ts';
import { logger } from './logger.ts';

/** Every function has STAGE (infra/constructs/domain-function.ts); a test has none. */
const ofFunction = z.object({ STAGE: z.string().default('test') });

interface Measured {
  readonly value: number;
  readonly unit: 'Count' | 'Seconds';
  /** A second dimension with few values: AWS bills a metric for each value. */
  readonly by?: Readonly<Record<string, string>>;
  /** Logged beside the metric to explain it. Never holds payloads. */
  readonly details?: Readonly<Record<string, string | undefined>>;
}

export function measure(name: MetricName, { value, unit, by = {}, details = {} }: Measured): void {
  const { STAGE: stage } = readEnvironment(ofFunction);
  const Dimensions = [['stage', ...Object.keys(by)]];
  const metric = { Namespace: METRIC_NAMESPACE, Dimensions, Metrics: [{ Name: name, Unit: unit }] };
  logger.info(name, {
    ...details,
    ...by,
    stage,
    [name]: value,
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] },
  });
}

/** Counts one; `source` says where it came from. */
export function count(name: MetricName, source: string, details: Measured['details'] = {}): void {
  measure(name, { value: 1, unit: 'Count', details: { ...details, source } });
}
