// The tables at the end of the demo: the releases side by side, and what differs is seen at once.
import { describe, expect, it } from 'vitest';
import {
  differences,
  effectTable,
  promotionTable,
  statusTable,
  type Told,
  type ToldRelease,
} from '../../../../../infra/local/demo/report.ts';

const effect = (service: string, what: string, seen: number, expected: number) => ({ service, what, seen, expected });
const at = (second: number) => `2026-03-01T12:00:${String(second).padStart(2, '0')}.000Z`;

const planned = (over: Partial<ToldRelease> = {}): ToldRelease => ({
  title: 'PLANNED',
  activity: [
    { action: 'release.released', at: at(9) },
    { action: 'regression.signed_off', at: at(8) },
    { action: 'release.created', at: at(1) },
  ],
  effects: [
    effect('slack', 'message "Released"', 1, 1),
    effect('jenkins', 'build', 3, 3),
    effect('jira', 'comment "Rejected"', 2, 2),
    effect('jira', 'comment "Released"', 2, 2),
  ],
  ...over,
});
const hotfix: ToldRelease = {
  title: 'HOTFIX',
  activity: [{ action: 'release.created', at: at(3) }],
  effects: [effect('slack', 'message "Released"', 1, 1), effect('jenkins', 'build', 0, 0)],
};
const promoted: Told = {
  title: 'PROMOTED',
  effects: [effect('evidence', 'file verified', 1, 1), effect('agents', 'tasks SUCCEEDED', 6, 7)],
};
/** A table with single spaces. */
const plain = (lines: readonly string[]) => lines.map((line) => line.replaceAll(/ +/g, ' ').trim());

describe('the table of statuses', () => {
  it('shows changes of status alone, oldest first, with how long each lasted', () => {
    expect(plain(statusTable([planned(), hotfix]))).toEqual([
      'PLANNED since lasted | HOTFIX since lasted',
      'KICKOFF_PENDING 12:00:01.000 8.00 s | KICKOFF_PENDING 12:00:03.000',
      'RELEASED 12:00:09.000 |',
    ]);
  });
});

describe('the table of promotions', () => {
  it('shows how each ended, and how long it took', () => {
    const promotion = { version: '1.4.0', environmentName: 'staging', status: 'DEPLOYED', requestedAt: at(1) };
    expect(plain(promotionTable('PROMOTED', [{ ...promotion, finishedAt: at(5) }]))).toEqual([
      'PROMOTED ended as took',
      '1.4.0 to staging DEPLOYED 4.00 s',
    ]);
  });
});

describe('the table of effects', () => {
  it('goes from where code is to where people talk; comments are one line, and what nobody expects is none', () => {
    expect(plain(effectTable([planned(), hotfix]))).toEqual([
      'effect, seen of expected PLANNED HOTFIX',
      'jenkins: build 3 of 3 -',
      'jira: comments 4 of 4 -',
      'slack: message "Released" 1 of 1 1 of 1',
    ]);
  });

  it('has a third column, of what Windlass, agents and auditors say at the end', () => {
    const all = [planned({ effects: [] }), hotfix, promoted];
    expect(plain(effectTable(all))).toEqual([
      'effect, seen of expected PLANNED HOTFIX PROMOTED',
      'slack: message "Released" - 1 of 1 -',
      'agents: tasks SUCCEEDED - - 6 of 7 !!',
      'evidence: file verified - - 1 of 1',
    ]);
    expect(differences(all)).toEqual(['PROMOTED: agents: tasks SUCCEEDED: 6 of 7']);
  });

  it('marks what differs, and names a comment that does, though the sum is right', () => {
    const effects = [effect('jira', 'comment "Rejected"', 1, 2), effect('jira', 'comment "Released"', 3, 2)];
    const all = [planned({ effects }), hotfix];
    expect(plain(effectTable(all)).slice(1, 3)).toEqual([
      'jira: comment "Rejected" 1 of 2 !! -',
      'jira: comment "Released" 3 of 2 !! -',
    ]);
    expect(differences(all)).toEqual([
      'PLANNED: jira: comment "Rejected": 1 of 2',
      'PLANNED: jira: comment "Released": 3 of 2',
    ]);
  });

  it('fits the width of the timeline', () => {
    const lines = [...effectTable([planned(), hotfix, promoted]), ...statusTable([planned(), hotfix])];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});
