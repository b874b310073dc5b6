// The tables of the points: every point has a test that exists, or a reason.
import { describe, expect, it } from 'vitest';
import { filesOf, textOf } from '../../../architecture/rules/source-tree.ts';
import { BROWSER } from './browser-points.ts';
import { API_TOP_10, ASVS } from './points.ts';

const points = [...API_TOP_10, ...BROWSER, ...ASVS].map((point) => [point.id, point] as const);

describe('a point of the standards', () => {
  it.each(points)('%s has a test or a reason', (_, { tests = [], because }) => {
    expect(tests.length > 0).toBe(because === undefined);
  });

  it.each(points.filter(([, { tests }]) => tests))('%s names tests that exist', (_, { tests = [] }) => {
    const missing = tests.filter((name) => {
      const [path = '', words = ''] = name.split(' › ');
      const file = `test/${path}`;
      return words === '' || filesOf(file).length === 0 || !textOf(file).includes(words);
    });
    expect(missing).toEqual([]);
  });

  it('stands in the table once', () => {
    const ids = points.map(([id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(API_TOP_10.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, index) => `API${index + 1}`));
  });
});
