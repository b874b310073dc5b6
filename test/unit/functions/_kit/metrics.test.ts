// Metrics as lines of the log in CloudWatch's embedded metric format.
import { afterEach, expect, it, vi } from 'vitest';
import { METRICS } from '../../../../entities/names.ts';
import { logger } from '../../../../functions/_kit/logger.ts';
import { count, measure } from '../../../../functions/_kit/metrics.ts';

const info = vi.spyOn(logger, 'info').mockReturnValue();
afterEach(() => {
  info.mockClear();
  vi.unstubAllEnvs();
});

const definition = (name: string, unit: string, dimensions: readonly string[]) => ({
  Timestamp: expect.any(Number),
  CloudWatchMetrics: [{ Namespace: 'Windlass', Dimensions: [dimensions], Metrics: [{ Name: name, Unit: unit }] }],
});

it('a count stands in the log with its stage, its source and why', () => {
  vi.stubEnv('STAGE', 'prod');
  count(METRICS.notTold, 'SLACK', { tenantId: 't' });
  const name = 'NotificationsFailed';
  expect(info.mock.calls).toEqual([
    [name, { stage: 'prod', source: 'SLACK', tenantId: 't', [name]: 1, _aws: definition(name, 'Count', ['stage']) }],
  ]);
});

it('a measure has its second dimension in the line, as CloudWatch asks', () => {
  vi.stubEnv('STAGE', 'prod');
  measure(METRICS.waited, { value: 61.5, unit: 'Seconds', by: { waitsFor: 'BUILDS' } });
  const name = 'ReleaseWait';
  const _aws = definition(name, 'Seconds', ['stage', 'waitsFor']);
  expect(info.mock.calls).toEqual([[name, { stage: 'prod', waitsFor: 'BUILDS', [name]: 61.5, _aws }]]);
});
