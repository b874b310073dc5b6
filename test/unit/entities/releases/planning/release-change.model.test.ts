// The fields of a release that may change in each status: every cell of the table.
import { describe, expect, it } from 'vitest';
import { RELEASE_STATUSES, type ReleaseStatus } from '../../../../../entities/releases/lifecycle/status.model.ts';
import {
  type ChangeableField,
  changesOf,
  type ReleaseChange,
  updateReleaseBody,
} from '../../../../../entities/releases/planning/release-change.model.ts';
import type { ReleaseItem } from '../../../../../entities/releases/release.entity.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');

const release = (over: Partial<ReleaseItem> = {}): ReleaseItem =>
  ({
    releaseId: 'r',
    status: 'KICKOFF_PENDING',
    isDelayed: false,
    autoKickoff: false,
    platforms: ['IOS'],
    ...over,
  }) as ReleaseItem;

const EARLY = 'KICKOFF_PENDING';
const OPEN = 'KICKOFF_PENDING PENDING STARTED REGRESSION_IN_PROGRESS BUILD_SUBMITTED';

const table: readonly (readonly [ChangeableField, unknown, string])[] = [
  ['description', 'better', OPEN],
  ['targetReleaseDate', '2026-04-01T00:00:00.000Z', OPEN],
  ['delayedReason', 'review', OPEN],
  ['releasePilotId', 'somebody', OPEN],
  ['communicationIntegrationId', 'slack', OPEN],
  ['ticketIntegrationId', 'jira', OPEN],
  ['manualSubmission', true, OPEN],
  ['waitForNotes', true, OPEN],
  ['submitAt', '2026-04-02T00:00:00.000Z', OPEN],
  ['plannedDate', '2026-03-05T00:00:00.000Z', EARLY],
  ['autoKickoff', true, EARLY],
  ['baseBranch', 'develop', OPEN],
  ['baseTag', 'v1.0.0', OPEN],
  ['branchRelease', 'rel/1', OPEN],
  ['branchCodepush', 'push/1', OPEN],
  ['existingBranch', 'MOVE', OPEN],
  ['existingTag', 'TAKE', OPEN],
  ['baseVersion', '1.0.0', OPEN],
  ['platforms', ['WEB'], OPEN],
  ['components', [], EARLY],
];
const cells = table.flatMap(([field, value, statuses]) =>
  RELEASE_STATUSES.map((status) => ({ field, value, status, may: statuses.split(' ').includes(status), statuses })),
);

function refusal(status: ReleaseStatus, change: ReleaseChange) {
  try {
    changesOf(release({ status }), change, NOW);
    return undefined;
  } catch (error) {
    return error as {
      code: string;
      status: number;
      details: { fields: { path: string; message: string }[]; members: object };
    };
  }
}

describe('a change of a release', () => {
  it('has a row for every field of the body', () => {
    expect(table.map(([field]) => field).sort()).toEqual(Object.keys(updateReleaseBody.unwrap().shape).sort());
  });

  it.each(cells.filter(({ may }) => may))('of $field may be made in $status', ({ field, value, status }) => {
    expect(changesOf(release({ status }), { [field]: value }, NOW)).toEqual({ [field]: value });
  });

  it.each(cells.filter(({ may }) => !may))('of $field is refused in $status', ({ field, value, status, statuses }) => {
    const error = refusal(status, { [field]: value });
    expect([error?.code, error?.status]).toEqual(['release.field_locked', 409]);
    const message = expect.stringMatching(
      `^may change in ${statuses.split(' ').join(', ')} only. (?:It was|The release)`,
    );
    expect(error?.details.fields).toEqual([{ path: field, code: 'release.field_locked', message }]);
    expect(error?.details.members).toEqual({ changeableIn: { [field]: statuses.split(' ') } });
  });

  it('names every locked field at once, a plan by its field', () => {
    const plan = { plannedDate: 'a', plannedLocal: 'b', plannedTimeZone: 'c' };
    const error = refusal('STARTED', { ...plan, description: 'x', autoKickoff: true });
    expect(error?.details.fields.map(({ path }) => path)).toEqual(['plannedDate', 'autoKickoff']);
  });

  it('to what the release is already is none, whatever the status', () => {
    const given = { description: 'same', platforms: ['IOS'] };
    expect(changesOf(release({ status: 'RELEASED', ...given }), given, NOW)).toEqual({});
  });

  it('to nothing takes a field away', () => {
    expect(changesOf(release({ description: 'old' }), { description: undefined }, NOW)).toEqual({
      description: undefined,
    });
  });
});

describe('an input from which something was made', () => {
  const cut = { branchSha: '3f2c1ab9d0', branchRelease: 'release/1.5.0', baseBranch: 'master' };
  const epics = { iOSEpicId: 'APP-1', androidEpicId: 'APP-2' };
  const cutFrom = 'release/1.5.0 was cut from master at 3f2c1ab';

  function refusalOf(over: Partial<ReleaseItem>, change: ReleaseChange) {
    try {
      changesOf(release({ status: 'PENDING', ...over }), change, NOW);
      return undefined;
    } catch (error) {
      return error as { code: string; details: { detail: string; members: object } };
    }
  }

  it.each<[ChangeableField, unknown, Partial<ReleaseItem>, string]>([
    ['baseBranch', 'main', cut, cutFrom],
    ['baseTag', 'v1.4.0', { ...cut, baseTag: 'v1.3.0' }, 'release/1.5.0 was cut from v1.3.0 at 3f2c1ab'],
    ['branchRelease', 'rel/1', cut, cutFrom],
    ['existingBranch', 'MOVE', cut, cutFrom],
    ['platforms', ['WEB'], epics, 'APP-1, APP-2 were made'],
    ['ticketIntegrationId', 'linear', { webEpicId: 'APP-3' }, 'APP-3 was made'],
    ['baseVersion', '1.0.0', { tag: 'v1.5.0' }, 'v1.5.0 was published'],
  ])('%s stays, and the refusal names what was made from it (K19)', (field, value, over, madeFrom) => {
    const error = refusalOf(over, { [field]: value });
    expect([error?.code, error?.details.members]).toEqual([
      'release.field_locked',
      { madeFrom: { [field]: madeFrom } },
    ]);
    expect(error?.details.detail).toBe(`The release keeps ${field}. ${madeFrom}.`);
  });

  it('tickets are left alone, whatever was made in them', () => {
    const change = { ticketIntegrationId: undefined };
    expect(changesOf(release({ ticketIntegrationId: 'jira', ...epics }), change, NOW)).toEqual(change);
  });

  it('a plan stays once the release was kicked off, and the refusal says when and by whom (K19)', () => {
    const kickedOff = { kickedOffAt: '2026-11-29T17:28:00.000Z', kickedOffBy: 'Dev Developer' };
    const error = refusalOf(kickedOff, { plannedDate: '2026-12-01T00:00:00.000Z' });
    expect(error?.details.detail).toBe(
      'The release keeps plannedDate. It was kicked off at 17:28 UTC on 29 Nov by Dev Developer.',
    );
  });
});

describe('the base of a hotfix', () => {
  const found = { baseBranch: 'v1.4.0', baseTag: 'v1.4.0' };

  it.each<[string, Partial<ReleaseItem>, ReleaseChange, object]>([
    ['that was found gives way to a branch', found, { baseBranch: 'main' }, { baseBranch: 'main', baseTag: undefined }],
    ['that was found gives way to a tag', found, { baseTag: 'v1.3.0' }, { baseBranch: 'v1.3.0', baseTag: 'v1.3.0' }],
    [
      'that was given with a branch keeps it',
      { ...found, baseBranch: 'x' },
      { baseTag: 'v1.3.0' },
      { baseTag: 'v1.3.0' },
    ],
    ['that was given keeps its tag', { ...found, baseBranch: 'x' }, { baseBranch: 'main' }, { baseBranch: 'main' }],
  ])('%s', (_, before, change, expected) => {
    expect(changesOf(release({ releaseType: 'HOTFIX', ...before }), change, NOW)).toEqual(expected);
  });
});

describe('another targetReleaseDate', () => {
  const late = { isDelayed: true, delayedReason: 'late', targetReleaseDate: '2026-02-01T00:00:00.000Z' };
  const ahead = '2026-04-01T00:00:00.000Z';
  const past = '2026-02-15T00:00:00.000Z';

  it.each<[string, Partial<ReleaseItem>, ReleaseChange, object]>([
    [
      'ahead ends the delay',
      late,
      { targetReleaseDate: ahead },
      { targetReleaseDate: ahead, isDelayed: false, delayedReason: undefined },
    ],
    [
      'ahead keeps a reason that comes with it',
      late,
      { targetReleaseDate: ahead, delayedReason: 'review' },
      { targetReleaseDate: ahead, isDelayed: false, delayedReason: 'review' },
    ],
    ['that has passed too leaves the delay', late, { targetReleaseDate: past }, { targetReleaseDate: past }],
    [
      'of none ends the delay',
      late,
      { targetReleaseDate: undefined },
      { targetReleaseDate: undefined, isDelayed: false, delayedReason: undefined },
    ],
    [
      'of today ends the delay, as a day lasts until its end (K20)',
      late,
      { targetReleaseDate: '2026-03-01T23:59:59.999Z', targetLocal: '2026-03-01', targetTimeZone: 'UTC' },
      {
        ...{ targetReleaseDate: '2026-03-01T23:59:59.999Z', targetLocal: '2026-03-01', targetTimeZone: 'UTC' },
        ...{ isDelayed: false, delayedReason: undefined },
      },
    ],
    ['of a release in time changes the date alone', {}, { targetReleaseDate: ahead }, { targetReleaseDate: ahead }],
  ])('%s', (_, before, change, expected) => {
    expect(changesOf(release(before), change, NOW)).toEqual(expected);
  });
});

describe('the body of updateRelease', () => {
  it.each([
    ['nothing', {}],
    ['an unknown field', { status: 'RELEASED' }],
    ['a field of another operation', { version: '2.0.0' }],
    ['null for what a release cannot be without', { baseBranch: null }],
    ['a plan in words', { plannedDate: 'soon' }],
    ['an empty reason', { delayedReason: ' ' }],
  ])('refuses %s', (_, body) => {
    expect(updateReleaseBody.safeParse(body).success).toBe(false);
  });
});
