// The changelog of a release: whole lines, and what is said of those that are missing.
import { describe, expect, it } from 'vitest';
import { type Changes, writeChangelog } from '../../../../../functions/releases/notes/changelog.ts';

const RELEASE = { service: 'app', version: '1.5.0' };
const URL = 'https://scm.test/compare/v1.4.0...main';
const HEAD = '## Changes in app 1.5.0\n\n';
const commits = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    sha: `${String(index).padStart(7, '0')}aaa`,
    message: `Fix ${String(index).padEnd(56, 'x')}`,
    author: 'Ada',
    accounts: [],
    committedAt: '2026-03-01T00:00:00Z',
  }));
const write = (changes: Partial<Changes>, limit = 8000, description?: string) =>
  writeChangelog(
    { ...RELEASE, ...(description === undefined ? {} : { description }) },
    { commits: [], isCut: false, url: URL, ...changes },
    { limit, literal: (text) => text },
  );

describe('writeChangelog', () => {
  it('has a line for every commit where they fit', () => {
    const text = write({ commits: commits(3) });
    expect(text).toMatch(/^## Changes in app 1\.5\.0\n\n(- Fix .* \(\d{7}, Ada\)\n?){3}$/);
  });

  it.each([8000, 4000, 1000, 500])(
    'ends 300 commits at a whole line within %i characters, and says how many more there are (K18)',
    (limit) => {
      const text = write({ commits: commits(300) }, limit);
      expect(text.length).toBeLessThanOrEqual(limit);
      const lines = text.slice(HEAD.length).split('\n');
      const last = lines.pop();
      for (const line of lines) expect(line).toMatch(/^- Fix .{56} \(\d{7}, Ada\)$/);
      expect(last).toBe(`- and ${300 - lines.length} more: ${URL}`);
      // Another line would not have fitted.
      expect(text.length + (lines[0] ?? '').length + 1).toBeGreaterThan(limit - 3);
    },
  );

  it('says that the SCM has more than were listed (K18)', () => {
    expect(write({ commits: commits(2), isCut: true })).toMatch(/\n- and earlier ones: https:\/\/scm\.test\/compare\//);
    expect(write({ commits: commits(300), isCut: true })).toMatch(/\n- and more than \d+ more: https:\/\/scm/);
  });

  it.each([
    ['nothing is new', {}, `${HEAD}- No commits since the previous version.`],
    ['the list could not be had (K17)', { remark: 'Could not be listed.' }, `${HEAD}Could not be listed.`],
  ])('says that %s', (_, changes, text) => {
    expect(write(changes)).toBe(text);
  });

  it('begins with the description', () => {
    expect(write({}, 8000, 'All new')).toMatch(/^All new\n\n## Changes/);
  });
});
