// The demo while messages are lost: both of its releases end, and it names the missing messages and fails. Takes as long as the demo: `npm
// run test:faults`.
import { describe, expect, it } from 'vitest';
import { runDemo } from '../support/launch.ts';

describe('the demo', () => {
  it('whose hotfix cannot be commented in Jira plays both releases to their ends, names what is missing, stays up until Ctrl-C with --open and ends with status 1', async () => {
    const refuse = async (url: string) => {
      const body = JSON.stringify({ rate: 1, status: 400, paths: ['/rest/api/3/issue/APP-3/comment'] });
      await fetch(`${url}/_local/faults/jira`, { method: 'PUT', body });
    };
    const refused: Promise<void>[] = [];
    const shown: Promise<number>[] = [];
    const { status, lines, stderr } = await runDemo(['--open'], (line, end) => {
      const [, url] = /ready at (\S+)$/.exec(line) ?? [];
      if (url) refused.push(refuse(url));
      const [, page] = /^console {2}(\S+) {2}sign in as ada with password123$/.exec(line) ?? [];
      if (page) shown.push(fetch(page).then((reply) => reply.status));
      if (line.endsWith('until Ctrl-C.')) void Promise.allSettled(shown).then(end);
    });
    await Promise.all(refused);
    expect(await Promise.all(shown)).toEqual([200]);
    expect(
      lines.filter((line) => /watch it live: \S+\/console\/acme\/releases\/payments-app@1\.5\.0/.test(line)),
    ).toHaveLength(1);
    const released = lines.filter((line) => /RELEASED(?:, first)?: tag/.test(line)).map((line) => line.trim());
    expect({ status, stderr, released }).toEqual({
      status: 1,
      stderr: '',
      // The release before is said across; the hotfix, in the second column, is out first.
      released: [
        expect.stringContaining('1.4.0, the release before'),
        expect.stringMatching(/\| RELEASED, first: tag v1\.4\.1/),
        expect.stringMatching(/RELEASED: tag v1\.5\.0.*\|$/),
      ],
    });
    const missing = lines.filter((line) => line.startsWith('NOT AS EXPECTED'));
    // The epic is closed all the same.
    const titles = ['Kicked off', 'Released', 'Submitted', 'Target released'];
    expect(missing).toEqual([
      ...titles.map((title) => `NOT AS EXPECTED  HOTFIX: jira: comment "${title}": 0 of 1`),
      expect.stringMatching(/HOTFIX: windlass: notifications sent: \d+ of \d+$/),
      ...['Deployed to staging', 'Rolled back in production'].map(
        (title) => `NOT AS EXPECTED  PROMOTED: jira: comment "${title}": 0 of 1`,
      ),
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  }, 240_000);
});
