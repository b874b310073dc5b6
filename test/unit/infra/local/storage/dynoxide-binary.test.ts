// The table engine is the pinned package, else a `dynoxide` on the PATH of a version that fits; otherwise the error says the
// command that brings it.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBinary, type Machine, WANTED_VERSION } from '../../../../../infra/local/storage/dynoxide-binary.ts';
import { temporaryDirectory } from '../../../../support/scratch/temporary-directory.ts';

/** A directory with a `dynoxide` that prints this for `--version`. */
function folderWith(printed: string, status = 0): string {
  const folder = temporaryDirectory();
  const file = join(folder, 'dynoxide');
  writeFileSync(file, `#!/bin/sh\n[ "$1" = --version ] && echo '${printed}'\nexit ${status}\n`);
  chmodSync(file, 0o700);
  return folder;
}

const mac = (...folders: string[]): Machine => ({ platform: 'darwin', arch: 'arm64', path: folders.join(delimiter) });

function find(machine: Machine): { found: string | undefined; said: string[]; refusal: string | undefined } {
  const said: string[] = [];
  try {
    return { found: findBinary((line) => said.push(line), machine), said, refusal: undefined };
  } catch (error) {
    return { found: undefined, said, refusal: (error as Error).message };
  }
}

describe('the table engine', () => {
  it('wants the version that package.json pins', () => {
    const pinned = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../package.json'), 'utf8'));
    expect(pinned.optionalDependencies['@dynoxide/linux-x64']).toBe(WANTED_VERSION);
  });

  it('is the first dynoxide on the PATH where no package is pinned', () => {
    const [first, second] = [folderWith(`dynoxide ${WANTED_VERSION}`), folderWith(`dynoxide ${WANTED_VERSION}`)];
    expect(find(mac(temporaryDirectory(), first, second))).toEqual({
      found: join(first, 'dynoxide'),
      said: [],
      refusal: undefined,
    });
  });

  it('may be another minor version, which is told', () => {
    const folder = folderWith('dynoxide 1.99.0');
    const { found, said } = find(mac(folder));
    expect(found).toBe(join(folder, 'dynoxide'));
    expect(said).toEqual([`DynamoDB: dynoxide ${WANTED_VERSION} is wanted, ${found} is 1.99.0`]);
  });

  it.each([
    ['another major version', 'dynoxide 2.0.0', 0, 'is 2.0.0'],
    ['no version', 'hello', 0, 'is of an unknown version'],
    ['an error', 'dynoxide 1.2.1', 1, 'is of an unknown version'],
  ])('is refused when it answers %s', (_, printed, status, told) => {
    const { refusal } = find(mac(folderWith(printed, status)));
    expect(refusal).toContain(`dynoxide ${WANTED_VERSION} is wanted`);
    expect(refusal).toContain(told);
    expect(refusal).toContain(`npm install -g dynoxide@${WANTED_VERSION}`);
  });

  it.each([
    ['darwin', 'arm64', `run: npm install -g dynoxide@${WANTED_VERSION} (or brew install nubo-db/tap/dynoxide`],
    ['linux', 'arm64', `run: npm install -g dynoxide@${WANTED_VERSION} (or cargo install dynoxide-rs`],
    ['win32', 'x64', 'run Windlass in WSL'],
    ['freebsd', 'x64', 'run: cargo install dynoxide-rs'],
  ] as const)('that does not exist on %s-%s is told with one command', (platform, arch, how) => {
    const { refusal } = find({ platform, arch, path: temporaryDirectory() });
    expect(refusal).toContain(`no dynoxide ${WANTED_VERSION} for ${platform}-${arch} and none on the PATH; ${how}`);
    expect(refusal?.split('\n')).toHaveLength(1);
  });
});
