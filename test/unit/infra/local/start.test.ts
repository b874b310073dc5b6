// The command line of `npm start`, as people script against it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const START = join(import.meta.dirname, '../../../../infra/local/start.ts');

function run(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [START, ...args], (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe('npm start', () => {
  test('tells its options', async () => {
    const { status, stdout } = await run('--help');
    expect(status).toBe(0);
    for (const option of ['--port', '--data', '--empty', '--verbose']) expect(stdout).toContain(option);
  });

  const wrong: [string, string[], string][] = [
    ['an unknown option', ['--bogus'], "Unknown option '--bogus'"],
    ['a port that is none', ['--port', 'abc'], '--port abc is not a port'],
    ['a port out of range', ['--port', '70000'], '--port 70000 is not a port'],
    ['a missing value', ['--data'], "Option '--data <value>' argument missing"],
    ['a stray word', ['now'], "Unexpected argument 'now'"],
  ];
  test.each(wrong)('refuses %s with one line and status 2', async (_name, args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
