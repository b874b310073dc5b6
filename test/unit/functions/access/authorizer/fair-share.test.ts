// A tenant's shares of requests: so many a second, twice as many at once, apart for people and CI, and nobody else has less for
// it.
import { describe, expect, it } from 'vitest';
import { createFairShare, type TakeShare } from '../../../../../functions/access/authorizer/fair-share.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const lets = (take: TakeShare, tenantId: string, count: number, at: number, credential = 'API_TOKEN') =>
  Array.from({ length: count }, () => take({ tenantId, credential }, at)).filter((seconds) => seconds === 0).length;

describe('a fair share', () => {
  it('lets twice the rate through at once, then says when to come again (S17)', () => {
    const take = createFairShare(10);
    expect(lets(take, 'a', 100, START)).toBe(20);
    expect(take({ tenantId: 'a' }, START)).toBe(1);
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

  it('of people is apart from that of tokens and JWTs', () => {
    const take = createFairShare(10);
    expect(lets(take, 'a', 1_000, START, 'SESSION')).toBe(20);
    expect(lets(take, 'a', 15, START)).toBe(15);
    expect(lets(take, 'a', 15, START, 'JWT')).toBe(5);
  });

  it('of agents is apart from both', () => {
    const take = createFairShare(10);
    expect(lets(take, 'a', 1_000, START, 'AGENT')).toBe(20);
    expect(lets(take, 'a', 25, START)).toBe(20);
    expect(lets(take, 'a', 25, START, 'SESSION')).toBe(20);
  });
});

describe('200 open pages of one tenant', () => {
  const SECONDS = 120;
  const PAGES = 200;
  /** Of a deployed stage; see infra/settings.ts. */
  const PER_SECOND = 50;
  /** Reads of a page after a change: the release and its lists. */
  const READ_AGAIN = 4;

  /** Every page looks each 5 seconds, and all see a change each 15 seconds; CI sends its requests evenly, up to its share. */
  function refusedIn(take: TakeShare) {
    const pages = Array.from({ length: PAGES }, (_, page) =>
      Array.from({ length: SECONDS / 5 }, (_, look) => ({
        at: look * 5_000 + page * (5_000 / PAGES),
        times: look % 3 === 0 ? 1 + READ_AGAIN : 1,
        credential: 'SESSION',
      })),
    ).flat();
    const ci = Array.from({ length: SECONDS * PER_SECOND }, (_, index) => ({
      at: index * (1_000 / PER_SECOND),
      times: 1,
      credential: index % 2 === 0 ? 'API_TOKEN' : 'JWT',
    }));
    const refused = { SESSION: 0, API_TOKEN: 0, JWT: 0 };
    for (const { at, times, credential } of [...pages, ...ci].toSorted((one, other) => one.at - other.at)) {
      const kind = credential as keyof typeof refused;
      refused[kind] += times - lets(take, 'a', times, START + at, credential);
    }
    return refused;
  }

  it('never starve its CI: no request of a token or JWT is answered 429', () => {
    expect(refusedIn(createFairShare(PER_SECOND))).toMatchObject({ API_TOKEN: 0, JWT: 0 });
  });

  it('would starve it if both had one share', () => {
    const take = createFairShare(PER_SECOND);
    const { API_TOKEN, JWT } = refusedIn(({ tenantId }, now) => take({ tenantId }, now));
    expect(API_TOKEN + JWT).toBeGreaterThan(1_000);
  });
});
