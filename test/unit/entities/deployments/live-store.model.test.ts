// The version that users have from a store is the same in every order of the news.
import { describe, expect, it } from 'vitest';
import type { LiveStoreItem } from '../../../../entities/deployments/live/stores/live-store.entity.ts';
import { versionsWith, viewLiveStore } from '../../../../entities/deployments/live/stores/live-store.model.ts';
import type { ReleaseItem } from '../../../../entities/releases/release.entity.ts';
import type { ReleaseTargetItem } from '../../../../entities/releases/release-parts.entity.ts';

type Target = Partial<ReleaseTargetItem>;
type News = readonly [version: string, target: Target, minute: number];

const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`;
const rolling = (rolloutState: ReleaseTargetItem['rolloutState'], rolloutPercentage: number, over: Target = {}) =>
  ({ targetStatus: 'APPROVED', rolloutState, rolloutPercentage, ...over }) as Target;
const out = (minute: number): Target => ({ targetStatus: 'RELEASED', releasedAt: at(minute) });

function shown(news: readonly News[]) {
  const recent = news.reduce(
    (known, [version, target, minute]) =>
      versionsWith(
        known,
        { releaseId: version, releaseKey: `web@${version}`, version } as ReleaseItem,
        target as ReleaseTargetItem,
        at(minute),
      ),
    [] as LiveStoreItem['recent'],
  );
  const [one] = viewLiveStore({ recent } as LiveStoreItem);
  return one && [one.version, one.state, one.percentage, one.since, one.lastGood?.version ?? null];
}

describe('what is live in a store', () => {
  it.each<[string, readonly News[], unknown]>([
    ['nothing before the store has released something', [['1', { targetStatus: 'APPROVED' }, 1]], undefined],
    ['the released version', [['1', out(1), 1]], ['1', 'RELEASED', null, at(1), null]],
    [
      'the newest',
      [
        ['1', out(1), 1],
        ['2', out(2), 2],
      ],
      ['2', 'RELEASED', null, at(2), '1'],
    ],
    [
      'the newest, though heard of first',
      [
        ['2', out(2), 2],
        ['1', out(1), 1],
      ],
      ['2', 'RELEASED', null, at(2), '1'],
    ],
    [
      'one that rolls out',
      [
        ['1', out(1), 1],
        ['2', rolling('ROLLING_OUT', 20), 2],
      ],
      ['2', 'ROLLING_OUT', 20, at(2), '1'],
    ],
    [
      'one that has rolled out, since its first users had it',
      [
        ['2', rolling('ROLLING_OUT', 20), 2],
        ['2', { ...rolling('COMPLETED', 100), ...out(5) }, 5],
      ],
      ['2', 'RELEASED', null, at(2), null],
    ],
    [
      'none of no users',
      [
        ['1', out(1), 1],
        ['2', rolling('ROLLING_OUT', 0), 2],
      ],
      ['1', 'RELEASED', null, at(1), null],
    ],
    [
      'one that was halted, before which a halted one was not good',
      [
        ['1', out(1), 1],
        ['2', rolling('HALTED', 5), 2],
        ['3', rolling('HALTED', 10), 3],
      ],
      ['3', 'HALTED', 10, at(3), '1'],
    ],
    [
      'one that some users keep after its withdrawal',
      [
        ['2', rolling('PAUSED', 5), 2],
        ['2', rolling('PAUSED', 5, { targetStatus: 'WITHDRAWN' }), 3],
      ],
      ['2', 'WITHDRAWN', 5, at(2), null],
    ],
    [
      'not one that was withdrawn before any user had it',
      [
        ['1', out(1), 1],
        ['2', rolling('ROLLING_OUT', 5), 2],
        ['2', { targetStatus: 'WITHDRAWN' }, 3],
      ],
      ['1', 'RELEASED', null, at(1), null],
    ],
  ])('is %s', (_, news, expected) => {
    expect(shown(news)).toEqual(expected);
    expect(shown([...news, ...news])).toEqual(expected);
  });

  it('remembers six versions', () => {
    const news = Array.from({ length: 9 }, (_, index): News => [String(index), out(index), index]);
    const recent = news.reduce(
      (known, [version, target, minute]) =>
        versionsWith(known, { releaseId: version, version } as ReleaseItem, target as ReleaseTargetItem, at(minute)),
      [] as LiveStoreItem['recent'],
    );
    expect(recent.map(({ version }) => version)).toEqual(['8', '7', '6', '5', '4', '3']);
  });
});
