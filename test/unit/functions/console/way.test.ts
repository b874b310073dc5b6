// The way of a release in the console with its times, and the words for lengths of time.
import { describe, expect, it } from 'vitest';
import { lengthOf } from '../../../../functions/console/web/parts/schedule/length.ts';
import { wayOf } from '../../../../functions/console/web/screens/release/way.ts';

type Release = Parameters<typeof wayOf>[0];
const REGULAR = ['KICKOFF_PENDING', 'PENDING', 'STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED', 'RELEASED'];
const HOTFIX = REGULAR.filter((status) => status !== 'REGRESSION_IN_PROGRESS');

/** In the last of the statuses, each of which it came to a minute after the one before. */
function release(statuses: readonly Release['status'][], over: Partial<Release> = {}): Release {
  const steps = statuses.map((status, minute) => ({ status, since: `2026-11-30T10:0${minute}:00.000Z` }));
  return { status: statuses.at(-1) ?? 'KICKOFF_PENDING', releaseType: 'PLANNED', steps, ...over };
}

describe('the way of a release', () => {
  it.each<[string, Release, readonly string[], number]>([
    ['that is new', release(['KICKOFF_PENDING']), REGULAR, 0],
    ['under way', release(['KICKOFF_PENDING', 'PENDING', 'STARTED']), REGULAR, 2],
    ['of a hotfix', release(['KICKOFF_PENDING', 'PENDING'], { releaseType: 'HOTFIX' }), HOTFIX, 1],
    ['that was cancelled', release(['KICKOFF_PENDING', 'CANCELLED']), ['KICKOFF_PENDING', 'CANCELLED'], 1],
    [
      'that was cancelled and archived',
      release(['KICKOFF_PENDING', 'CANCELLED', 'ARCHIVED']),
      ['KICKOFF_PENDING', 'CANCELLED', 'ARCHIVED'],
      2,
    ],
    ['that was archived', release([...(REGULAR as Release['status'][]), 'ARCHIVED']), [...REGULAR, 'ARCHIVED'], 6],
    [
      'that an earlier version of Windlass cancelled',
      release(['KICKOFF_PENDING'], { status: 'CANCELLED' }),
      [...REGULAR.slice(0, -1), 'CANCELLED'],
      5,
    ],
  ])('%s', (_, one, statuses, now) => {
    const way = wayOf(one);
    expect(way.map(({ status }) => status)).toEqual(statuses);
    expect(way.map(({ place }) => place)).toEqual(
      statuses.map((_status, index) => (index < now ? 'done' : index === now ? 'now' : 'ahead')),
    );
  });

  it('says since when it is in a step, and until when it was in those before', () => {
    const [first, second, third] = wayOf(release(['KICKOFF_PENDING', 'PENDING']));
    expect([first?.since, first?.until]).toEqual(['2026-11-30T10:00:00.000Z', '2026-11-30T10:01:00.000Z']);
    expect([second?.since, second?.until]).toEqual(['2026-11-30T10:01:00.000Z', undefined]);
    expect([third?.since, third?.until]).toEqual([undefined, undefined]);
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [59_400, '59 s'],
    [60_000, '1 min'],
    [61_000, '1 min 1 s'],
    [3_600_000, '1 h'],
    [3_659_000, '1 h'],
    [2 * 86_400_000 + 3 * 3_600_000 + 59_000, '2 d 3 h'],
  ])('of %i ms is %s', (ms, words) => {
    expect(lengthOf(ms)).toBe(words);
  });
});
