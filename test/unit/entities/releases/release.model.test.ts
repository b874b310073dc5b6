// The body of a request to create a release, field by field.
import { describe, expect, it } from 'vitest';
import { createReleaseBody } from '../../../../entities/releases/planning/release-body.model.ts';
import { reasonBody } from '../../../../entities/releases/release.model.ts';

const valid = {
  service: 'payments-api',
  version: '1.5.0',
  releaseType: 'PLANNED',
  scmIntegrationId: 'scm-1',
  baseBranch: 'main',
  targets: ['target-1'],
};
const parsed = (over: object) => createReleaseBody.safeParse({ ...valid, ...over });

describe('the body of createRelease', () => {
  it('needs no more than what has no default', () => {
    expect(createReleaseBody.parse(valid)).toEqual({ ...valid, pipelines: [], autoKickoff: false });
  });

  const good: [string, object][] = [
    ['a semantic version with everything', { version: '1.5.0-rc.1+build.7' }],
    ['a calendar version', { version: '2026.03' }],
    ['a base branch with a slash', { baseBranch: 'feature/login_2' }],
    ['a branch with a dot', { branchRelease: 'release/1.5.0' }],
    ['a releaseKey', { releaseKey: 'payments-api@1.5.0' }],
    ['all platforms', { platforms: ['IOS', 'ANDROID', 'WEB'] }],
    ['20 targets', { targets: Array.from({ length: 20 }, (_, index) => `t${index}`) }],
    ['a description of 4,000 characters', { description: 'x'.repeat(4000) }],
    ['a description with emoji', { description: 'out 🚀' }],
  ];
  it.each(good)('takes %s', (_, over) => {
    expect(parsed(over).error?.issues ?? []).toEqual([]);
  });

  const bad: [string, object, string][] = [
    ['a service in capitals', { service: 'Payments' }, 'service'],
    ['an empty service', { service: '' }, 'service'],
    ['a version with a blank', { version: '1.5 0' }, 'version'],
    ['a version with a slash', { version: '1/5' }, 'version'],
    ['a version that makes no branch: two dots', { version: '1..5' }, 'version'],
    ['a version that makes no branch: a dot at its end', { version: '1.5.' }, 'version'],
    ['a version that makes no branch: .lock', { version: '1.lock' }, 'version'],
    ['an unknown type', { releaseType: 'PATCH' }, 'releaseType'],
    ['a branch with two dots', { baseBranch: 'a..b' }, 'baseBranch'],
    ['a branch with @{', { baseBranch: 'a@{1}' }, 'baseBranch'],
    ['a branch that ends in .lock', { branchRelease: 'a.lock' }, 'branchRelease'],
    ['a branch that ends in a slash', { branchRelease: 'release/' }, 'branchRelease'],
    ['a branch with a leading dash', { branchRelease: '-d' }, 'branchRelease'],
    ['a branch part that begins with a dot', { branchRelease: 'release/.5' }, 'branchRelease'],
    ['a branch part that ends in .lock', { branchRelease: 'a.lock/b' }, 'branchRelease'],
    ['a branch with a line feed', { branchRelease: 'a\nb' }, 'branchRelease'],
    ['a releaseKey with a slash', { releaseKey: 'a/b' }, 'releaseKey'],
    ['a releaseKey that looks like an id', { releaseKey: '0192f000-0000-7000-8000-00000000dead' }, 'releaseKey'],
    ['no targets', { targets: [] }, 'targets'],
    ['21 targets', { targets: Array.from({ length: 21 }, (_, index) => `t${index}`) }, 'targets'],
    ['a target that is no text', { targets: [7] }, 'targets.0'],
    ['an empty id', { targets: [''] }, 'targets.0'],
    ['an id of 65 characters', { scmIntegrationId: 'x'.repeat(65) }, 'scmIntegrationId'],
    ['a description of 4,001 characters', { description: 'x'.repeat(4001) }, 'description'],
    ['half a character', { description: 'a\ud800' }, 'description'],
    ['a date that is none', { plannedDate: '2026-02-30' }, 'plannedDate'],
    ['a date in words', { targetReleaseDate: 'tomorrow' }, 'targetReleaseDate'],
    ['null for an optional field', { description: null }, 'description'],
    ['no platforms', { platforms: [] }, 'platforms'],
    ['an unknown platform', { platforms: ['TV'] }, 'platforms.0'],
    ['autoKickoff as text', { autoKickoff: 'true' }, 'autoKickoff'],
    ['an unknown field', { status: 'RELEASED' }, ''],
  ];
  it.each(bad)('refuses %s', (_, over, path) => {
    expect(parsed(over).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it.each([
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01', '2026-03-01'],
    ['2026-03-01T10:00', '2026-03-01T10:00:00'],
  ])('reads %s as %s, whose zone is known later (K20)', (given, read) => {
    const { plannedDate, targetReleaseDate } = createReleaseBody.parse({
      ...valid,
      plannedDate: given,
      targetReleaseDate: given,
    });
    expect([plannedDate, targetReleaseDate]).toEqual([read, read]);
  });
});

describe('a body that gives a reason', () => {
  it.each([[undefined], [{}], [{ reason: ' because ' }]])('takes %j', (body) => {
    expect(reasonBody.safeParse(body).success).toBe(true);
  });
  it.each([[{ reason: ' ' }], [{ reason: 'x'.repeat(1001) }], [{ reason: '\udc00' }], [null], [[]]])(
    'refuses %j',
    (body) => {
      expect(reasonBody.safeParse(body).success).toBe(false);
    },
  );
});
