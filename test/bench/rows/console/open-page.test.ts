// The price of an open page: within its budget, the sum of its parts, and by the pace of the feed.
import { expect, test } from 'vitest';
import { isOk } from '../../row.ts';
import { pagePrices, pageRows } from './open-page.ts';

test('an open page stays within its budget', async () => {
  const rows = await pageRows();
  expect(rows.filter((row) => !isOk(row))).toEqual([]);
  const parts = rows.filter(({ what }) => what.startsWith('of it'));
  expect(parts.reduce((total, { measured }) => total + measured, 0)).toBeCloseTo(rows[0]?.measured ?? 0);
  expect(parts.every(({ measured }) => measured > 0)).toBe(true);
});

test.each([
  ['moves', 1, 0.127],
  ['rests', 0, 0.021],
])('a page on which something always %s pays its requests', (_, isMoving, dollars) => {
  expect(pagePrices({ memory: 1, look: 1, session: 4 }, isMoving)['HTTP API']).toBeCloseTo(dollars, 3);
});
