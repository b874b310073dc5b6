// A tenant's share of requests: so many a second, twice as many at once, and nobody else has less for it.
import { describe, expect, it } from 'vitest';
import { createFairShare } from '../../../../../functions/access/authorizer/fair-share.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const lets = (take: ReturnType<typeof createFairShare>, tenant: string, count: number, at: number) =>
  Array.from({ length: count }, () => take(tenant, at)).filter((seconds) => seconds === 0).length;

describe('a fair share', () => {
  it('lets twice the rate through at once, then says when to come again (S17)', () => {
    const take = createFairShare(10);
    expect(lets(take, 'a', 100, START)).toBe(20);
    expect(take('a', START)).toBe(1);
    expect(lets(take, 'a', 100, START + 1_000)).toBe(10);
    expect(lets(take, 'a', 100, START + 60_000)).toBe(20);
  });

  it('is each tenant’s own (S17)', () => {
    const take = createFairShare(10);
    expect(lets(take, 'a', 1_000, START)).toBe(20);
    expect(lets(take, 'b', 20, START)).toBe(20);
  });

  it('is not won by a clock that goes back', () => {
    const take = createFairShare(10);
    lets(take, 'a', 20, START);
    expect(lets(take, 'a', 5, START - 60_000)).toBe(0);
  });
});
