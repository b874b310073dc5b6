// The command `npm run demo`: its exit statuses, and that a message which is lost on the way is found and named.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const DEMO = join(import.meta.dirname, '..', '..', 'infra', 'local', 'demo.ts');

/** Runs the demo to its end; `onLine` hears what it prints. */
async function demo(args: readonly string[], onLine: (line: string) => void = () => {}) {
  const child = spawn(process.execPath, [DEMO, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    onLine(line);
  });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { status, lines, stderr };
}

describe('a command line without releases', () => {
  it('--help says what it shows and ends with status 0', async () => {
    const { status, lines, stderr } = await demo(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lines.join('\n')).toMatch(/PLANNED[\s\S]+HOTFIX[\s\S]+npm start/);
  });

  it('with anything else ends with status 2 and one line', async () => {
    const { status, lines, stderr } = await demo(['--fast']);
    expect({ status, lines, stderr }).toEqual({
      status: 2,
      lines: [],
      stderr: 'windlass: --fast is not an option (--help tells the options)\n',
    });
  });
});

describe('the demo', () => {
  it('whose hotfix cannot be commented in Jira plays both releases to their ends, names what is missing and ends with status 1', async () => {
    const refuse = async (url: string) => {
      const body = JSON.stringify({ rate: 1, status: 400, paths: ['/rest/api/3/issue/APP-3/comment'] });
      await fetch(`${url}/_local/faults/jira`, { method: 'PUT', body });
    };
    const refused: Promise<void>[] = [];
    const { status, lines, stderr } = await demo([], (line) => {
      const [, url] = /ready at (\S+)$/.exec(line) ?? [];
      if (url) refused.push(refuse(url));
    });
    await Promise.all(refused);
    const released = lines.filter((line) => line.includes('published: RELEASED')).map((line) => line.trim());
    expect({ status, stderr, released }).toEqual({
      status: 1,
      stderr: '',
      // The release before is said across; the hotfix, in the right column, is out first.
      released: [
        expect.stringContaining('1.4.0, the release before'),
        expect.stringMatching(/\| tag v1\.4\.1/),
        expect.stringMatching(/tag v1\.5\.0 .*\|$/),
      ],
    });
    const missing = lines.filter((line) => line.startsWith('NOT AS EXPECTED'));
    // The epic is closed all the same.
    const titles = [
      'Kicked off',
      'Build triggered',
      'Build succeeded',
      'Submitted',
      'Rolling out',
      'Rollout completed',
    ];
    expect(missing).toEqual([
      ...[...titles, 'Target released', 'Released'].map(
        (title) => `NOT AS EXPECTED  HOTFIX: jira: comment "${title}": 0 of 1`,
      ),
      expect.stringMatching(/HOTFIX: windlass: notifications sent: \d+ of \d+$/),
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  }, 240_000);
});
