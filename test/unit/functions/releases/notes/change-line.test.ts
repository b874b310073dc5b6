// Lines of release notes, from commit messages as GitHub, GitLab and Bitbucket write them.
import { describe, expect, it } from 'vitest';
import { changeLine } from '../../../../../functions/releases/notes/change-line.ts';

const lineOf = (message: string) =>
  changeLine({ sha: 'f3c01b8aaaa', message, author: 'Ada', accounts: [], committedAt: '2026-03-01T00:00:00Z' });

describe('a line of release notes', () => {
  it.each([
    ['a commit', 'Fix a bug\n\nin full', '- Fix a bug (f3c01b8, Ada)'],
    ['a squashed request', 'Refund a payment (#14)\n\n* one\n* two', '- Refund a payment (#14) (f3c01b8, Ada)'],
    [
      'a merge on GitHub',
      'Merge pull request #14 from acme/refunds\n\nRefund a payment',
      '- Refund a payment (#14) (f3c01b8, Ada)',
    ],
    [
      'one without a title',
      'Merge pull request #14 from acme/refunds',
      '- Merge pull request #14 from acme/refunds (f3c01b8, Ada)',
    ],
    [
      'a merge on GitLab',
      "Merge branch 'refunds' into 'main'\n\nRefund a payment\n\nSee merge request acme/app!14",
      '- Refund a payment (!14) (f3c01b8, Ada)',
    ],
    [
      'a merge on Bitbucket',
      'Merged in refunds (pull request #14)\n\nRefund a payment\n\nApproved-by: Bo',
      '- Refund a payment (#14) (f3c01b8, Ada)',
    ],
    ['a commit about merges', 'Merge sort for long lists', '- Merge sort for long lists (f3c01b8, Ada)'],
  ])('says %s', (_, message, line) => {
    expect(lineOf(message)).toBe(line);
  });

  it.each([
    ["Merge branch 'main' into refunds"],
    ["Merge remote-tracking branch 'origin/main'"],
    ["Merge tag 'v1.4.0' into main"],
  ])('is none for %s, which brings nothing of its own', (message) => {
    expect(lineOf(message)).toBeUndefined();
  });

  it('cuts a title that is no title, and says so (K18)', () => {
    const line = lineOf('a'.repeat(10_000));
    expect(line).toMatch(/^- a{499}… \(f3c01b8, Ada\)$/);
  });

  it('has foreign text as its place wants it, and the number of a request as a reference (K21)', () => {
    const commit = {
      sha: 'f3c01b8aaaa',
      author: 'Ada',
      accounts: [],
      committedAt: '',
      message: 'Greet @ada as in #7 (#14)',
    };
    expect(changeLine(commit, (text) => `[${text}]`)).toBe('- [Greet @ada as in #7] (#14) (f3c01b8, [Ada])');
  });
});
