// The command verify-evidence: its exit status and words, for intact, broken and unreadable files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { linesOf, newKey, RELEASE } from '../../../support/evidence/evidence-lines.ts';
import { temporaryDirectory } from '../../../support/scratch/temporary-directory.ts';

const TOOL = join(import.meta.dirname, '../../../../infra/tools/verify-evidence.ts');
const directory = temporaryDirectory();
const file = (name: string) => join(directory, name);
const run = (...args: string[]) => spawnSync(process.execPath, [TOOL, ...args], { encoding: 'utf8' });

beforeAll(() => {
  mkdirSync(directory, { recursive: true });
  const key = newKey();
  const [first = '', one = '', two = ''] = linesOf(2, { key });
  const files = {
    'intact.jsonl': first + one + two,
    'removed.jsonl': first + one,
    'changed.jsonl': first + one.replace('"number":2', '"number":4') + two,
    'key.pem': key.pem,
    'other.pem': newKey().pem,
    'no.pem': 'no key',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(file(name), text);
});

it('names the release and the key of an intact file', () => {
  expect(run(file('intact.jsonl'), '--key', file('key.pem'))).toMatchObject({
    status: 0,
    stdout: `OK: 2 packets of release ${RELEASE}, signed by key key-1\n`,
  });
});

it('says that a key in the file alone may be that of its forger', () => {
  const { status, stdout } = run(file('intact.jsonl'));
  expect([status, stdout.split('\n')[1]]).toEqual([
    0,
    'The key is the one in the file: compare it with GET /evidence/key, or use --key.',
  ]);
});

it.each([
  ['removed.jsonl', 'key.pem', 'BROKEN at line 3, packet 2: the packet is missing'],
  [
    'changed.jsonl',
    'key.pem',
    'BROKEN at line 2, packet 1: the signed statement is of another packet or place than listed',
  ],
  ['intact.jsonl', 'other.pem', 'BROKEN at line 1: the file names another key'],
  ['key.pem', 'key.pem', 'BROKEN at line 1: the file is not as Windlass writes it'],
])('names the first broken link of %s by %s', (name, key, message) => {
  expect(run(file(name), '--key', file(key))).toMatchObject({ status: 1, stdout: `${message}\n` });
});

it.each<[string, readonly string[]]>([
  ['a file that does not exist', ['none.jsonl']],
  ['a key that cannot be read', ['intact.jsonl', '--key', 'no.pem']],
  ['a key that does not exist', ['intact.jsonl', '--key', 'none.pem']],
  ['an unknown option', ['intact.jsonl', '--part']],
])('answers 2 for %s', (_, args) => {
  const paths = args.map((arg) => (arg.startsWith('--') ? arg : file(arg)));
  expect(run(...paths)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^verify-evidence: /) });
});

it.each<[readonly string[], number]>([
  [['--help'], 0],
  [[], 2],
  [['one', 'two'], 2],
])('shows its usage for %j', (args, status) => {
  expect(run(...args)).toMatchObject({
    status,
    stdout: expect.stringMatching(/^Usage: npm run verify-evidence -- <file>/),
  });
});
