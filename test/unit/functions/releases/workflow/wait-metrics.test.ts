// The metrics of a release whose wait changes: where it rests now, and how long it waited for what before.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReleaseItem } from '../../../../../entities/releases/release.entity.ts';
import { logger } from '../../../../../functions/_kit/logger.ts';
import { measureWait } from '../../../../../functions/releases/workflow/wait-metrics.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const info = vi.spyOn(logger, 'info').mockReturnValue();
afterEach(() => void info.mockClear());

const since = { waitsSince: '2026-03-01T11:58:30.000Z' };

describe('a wait that', () => {
  it.each([
    ['begins', {}, 'BUILDS', [['Releases', { status: 'STARTED', Releases: 1 }]]],
    ['ends', { ...since, waitsFor: 'BUILDS' }, undefined, [['ReleaseWait', { waitsFor: 'BUILDS', ReleaseWait: 90 }]]],
    [
      'becomes another',
      { ...since, waitsFor: 'BUILDS' },
      'SIGN_OFF',
      [
        ['ReleaseWait', { waitsFor: 'BUILDS', ReleaseWait: 90 }],
        ['Releases', { status: 'STARTED', Releases: 1 }],
      ],
    ],
    ['goes on with another note', { ...since, waitsFor: 'SERVICE' }, 'SERVICE', []],
  ] as const)('%s', (_, before, waitsFor, expected) => {
    measureWait({ status: 'STARTED', ...before } as ReleaseItem, { waitsFor }, NOW);
    expect(info.mock.calls).toEqual(expected.map(([name, line]) => [name, expect.objectContaining(line)]));
  });
});
