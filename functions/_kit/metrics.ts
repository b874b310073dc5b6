// Counts that people see on the dashboard: lines of the log in CloudWatch's embedded metric format, which cost no call. The
// stage is a key that a handler gives the logger at its start.
import { METRIC_NAMESPACE, type MetricName } from '../../entities/names.ts';
import { logger } from './logger.ts';

/** Counts one; `details` stand beside it in the log and say why. Never given payloads. */
export function count(name: MetricName, source: string, details: Readonly<Record<string, string | undefined>>): void {
  const metric = { Namespace: METRIC_NAMESPACE, Dimensions: [['stage']], Metrics: [{ Name: name, Unit: 'Count' }] };
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [metric] };
  logger.info(name, { ...details, source, [name]: 1, _aws });
}
