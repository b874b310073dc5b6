// The command line of `npm run demo`; lost-message.test.ts and kill.test.ts test the demo itself.
import { describe, expect, it } from 'vitest';
import { runDemo } from '../support/launch.ts';

describe('a command line without releases', () => {
  it('--help says what it shows and ends with status 0', async () => {
    const { status, lines, stderr } = await runDemo(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lines.join('\n')).toMatch(/PLANNED[\s\S]+HOTFIX[\s\S]+PROMOTED[\s\S]+npm start[\s\S]+--open/);
  });

  it('with anything else ends with status 2 and one line', async () => {
    const { status, lines, stderr } = await runDemo(['--fast']);
    expect({ status, lines, stderr }).toEqual({
      status: 2,
      lines: [],
      stderr: 'windlass: --fast is not an option (--help shows the options)\n',
    });
  });
});
