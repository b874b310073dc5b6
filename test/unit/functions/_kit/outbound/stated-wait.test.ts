// The time that services state until they may be asked again, in the words of each.
import { describe, expect, it } from 'vitest';
import { statedWait } from '../../../../../functions/_kit/outbound/stated-wait.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const EPOCH = NOW / 1000;

describe('Retry-After', () => {
  it.each([
    ['120', 120],
    ['0', 0],
    [' 7 ', 7],
    ['1.2', 2],
    ['120, 90', 120],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30],
    ['Sunday, 01-Mar-26 12:00:30 GMT', 30],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['99999999999999', 31_536_000],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is read as %s seconds', (header, expected) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
    expect(statedWait({ status: 503, headers, json: undefined }, NOW)).toBe(expected);
  });
});

describe('a stated time is read', () => {
  const limited = (headers: Record<string, string>, status = 429, json?: unknown) => ({ status, headers, json });
  const retryInfo = (...details: object[]) => ({ error: { code: 429, details } });
  const cases: [string, Parameters<typeof statedWait>[0], number | undefined][] = [
    [
      "GitHub's reset of a limit that is used up (K16)",
      limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(EPOCH + 150) }, 403),
      150,
    ],
    [
      "GitHub's secondary limit, whose primary one has something left (K16)",
      limited({ 'retry-after': '60', 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': String(EPOCH + 2400) }, 403),
      60,
    ],
    [
      'both limits of GitHub at once: the later (K16)',
      limited({ 'retry-after': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(EPOCH + 150) }, 403),
      150,
    ],
    [
      "GitLab's RateLimit-Reset (K16)",
      limited({
        'ratelimit-remaining': '0',
        'ratelimit-reset': String(EPOCH + 31),
        'ratelimit-resettime': 'Sun, 01 Mar 2026 12:00:31 GMT',
      }),
      31,
    ],
    [
      "Jira's X-RateLimit-Reset, a time to the minute (K16)",
      limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-03-01T12:05Z' }),
      300,
    ],
    ["Jira's seconds (K16)", limited({ 'retry-after': '847', 'x-ratelimit-remaining': '0' }), 847],
    ['a reset without what remains, when the answer is 429', limited({ 'x-ratelimit-reset': String(EPOCH + 9) }), 9],
    ['no reset of another answer', limited({ 'x-ratelimit-reset': String(EPOCH + 9) }, 500), undefined],
    [
      "Linear's reset of requests, in milliseconds (K16)",
      limited({ 'x-ratelimit-requests-remaining': '0', 'x-ratelimit-requests-reset': String(NOW + 61_500) }, 400),
      62,
    ],
    [
      "the later of Linear's two limits (K16)",
      limited(
        {
          'x-ratelimit-requests-remaining': '0',
          'x-ratelimit-requests-reset': String(NOW + 61_500),
          'x-ratelimit-complexity-remaining': '0',
          'x-ratelimit-complexity-reset': String(NOW + 90_000),
        },
        400,
      ),
      90,
    ],
    ["Atlassian's RateLimit of the IETF draft (K16)", limited({ ratelimit: '"hour";r=7;t=90, "burst";r=0;t=12' }), 12],
    ['the RateLimit of an earlier draft (K16)', limited({ ratelimit: 'limit=100, remaining=0, reset=45' }), 45],
    ['no RateLimit with something left (K16)', limited({ ratelimit: 'limit=100, remaining=3, reset=45' }), undefined],
    ["Google's RetryInfo (K16)", limited({}, 429, retryInfo({ reason: 'X' }, { retryDelay: '30.5s' })), 31],
    ['a header of another name (K16)', limited({ 'x-retry-after': String(EPOCH + 20) }), 20],
    ['milliseconds (K16)', limited({ 'retry-after-ms': '1500' }), 2],
    ['the time after which a limit is reset (K16)', limited({ 'x-ratelimit-reset-after': '4.2' }), 5],
    ['seconds in a body (K16)', limited({}, 429, { message: 'slow down', retry_after: 12.5 }), 13],
    ['a date in an error of a body (K16)', limited({}, 503, { error: { retryAfter: '2026-03-01T12:00:40Z' } }), 40],
    ['seconds of a problem document (K16)', limited({}, 503, { detail: 'busy', retryAfterSeconds: 5 }), 5],
    ['a reset that is past', limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(EPOCH - 5) }), 0],
    ['nothing where nothing is stated', limited({}), undefined],
    ['nothing in nonsense', limited({ 'retry-after': 'later', ratelimit: 'r=0', 'x-ratelimit-reset': 'x' }), undefined],
  ];
  it.each(cases)('%s', (_label, reply, expected) => {
    expect(statedWait(reply, NOW)).toBe(expected);
  });
});
