// The price of a stage that does nothing: within its budget, and nothing is left out.
import { expect, test } from 'vitest';
import { isOk } from '../row.ts';
import { idlePrices, idleRows } from './idle-stage.ts';

test('a stage that does nothing stays within its budget', async () => {
  const rows = await idleRows();
  expect(rows.filter((row) => !isOk(row))).toEqual([]);
  const [total, ...parts] = rows;
  expect(parts.reduce((sum, { measured }) => sum + measured, 0)).toBeCloseTo(total?.measured ?? 0);
});

const metrics = (count: number) => Array.from({ length: count }, () => ({ MetricStat: {} }));

test.each([
  ['an alarm of one metric', 'AWS::CloudWatch::Alarm', { MetricName: 'Throttles' }, 0.1],
  ['an alarm of three metrics', 'AWS::CloudWatch::Alarm', { Metrics: [{ Expression: 'x' }, ...metrics(3)] }, 0.3],
  ['a queue that Lambda polls', 'AWS::Lambda::EventSourceMapping', { EventSourceArn: 'arn:aws:sqs:x' }, 0.263],
  ['a stream that Lambda reads', 'AWS::Lambda::EventSourceMapping', { EventSourceArn: 'StreamArn' }, 0],
])('%s costs its list price', (_, Type, Properties, dollars) => {
  expect(idlePrices([{ Type, Properties }]).get(Type)).toBeCloseTo(dollars, 3);
});

test('a type without a price is refused', () => {
  expect(() => idlePrices([{ Type: 'AWS::EC2::NatGateway', Properties: {} }])).toThrow(/NatGateway has no price/);
});
