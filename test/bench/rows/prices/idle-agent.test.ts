// The price of an idle agent: within its budget, and the sum of its parts.
import { expect, test } from 'vitest';
import { isOk } from '../../row.ts';
import { agentRows } from './idle-agent.ts';

test('an idle agent stays within its budget', async () => {
  const rows = await agentRows();
  expect(rows.filter((row) => !isOk(row))).toEqual([]);
  const parts = rows.filter(({ what }) => what.startsWith('of it'));
  expect(parts.reduce((total, { measured }) => total + measured, 0)).toBeCloseTo(rows[0]?.measured ?? 0);
  expect(parts.every(({ measured }) => measured > 0)).toBe(true);
});
