// Finds the table engine: the pinned package where npm has one for this platform, else a `dynoxide` on the PATH whose version
// fits. Called by dynoxide.ts.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** The version that the tests run with, as package.json pins it. */
export const WANTED_VERSION = '1.2.1';

/** Raised when DynamoDB cannot be started; printed as one line that says how to get it. */
export class DynamoUnavailableError extends Error {
  constructor(reason: string) {
    super(`DynamoDB: ${reason}`);
    this.name = 'DynamoUnavailableError';
  }
}

/** The command that installs the engine where no package of it is pinned. https://github.com/nubo-db/dynoxide/blob/main/docs/installation.md */
const ELSEWHERE = `cargo install dynoxide-rs --version ${WANTED_VERSION}; or set DYNAMODB_ENDPOINT to a DynamoDB-compatible server`;
const HOW: Partial<Record<NodeJS.Platform, string>> = {
  darwin: `run: npm install -g dynoxide@${WANTED_VERSION} (or brew install nubo-db/tap/dynoxide, or ${ELSEWHERE})`,
  linux: `run: npm install -g dynoxide@${WANTED_VERSION} (or ${ELSEWHERE})`,
  win32: 'run Windlass in WSL (wsl --install), where npm ci brings it',
};

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** The environment's PATH. */
  readonly path: string;
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  path: process.env.PATH ?? '',
});

/** The path of the binary; throws `DynamoUnavailableError`. `log` hears of a version on the PATH that was not tested. */
export function findBinary(log: (line: string) => void, machine: Machine = thisMachine()): string {
  const { platform, arch, path } = machine;
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${platform}-${arch}/dynoxide`);
  } catch {
    const onPath = path
      .split(delimiter)
      .map((folder) => join(folder, 'dynoxide'))
      .find((file) => existsSync(file));
    const how = HOW[platform] ?? `run: ${ELSEWHERE}`;
    if (onPath === undefined) {
      throw new DynamoUnavailableError(
        `no dynoxide ${WANTED_VERSION} for ${platform}-${arch} and none on the PATH; ${how}`,
      );
    }
    const found = versionOf(onPath);
    if (found === WANTED_VERSION) return onPath;
    const versions = `dynoxide ${WANTED_VERSION} is wanted, ${onPath} is ${found ?? 'of an unknown version'}`;
    if (found?.split('.')[0] !== WANTED_VERSION.split('.')[0]) throw new DynamoUnavailableError(`${versions}; ${how}`);
    log(`DynamoDB: ${versions}`);
    return onPath;
  }
}

function versionOf(binary: string): string | undefined {
  try {
    const printed = execFileSync(binary, ['--version'], { encoding: 'utf8', timeout: 5000, stdio: 'pipe' });
    return /(\d+\.\d+\.\d+\S*)/.exec(printed)?.[1];
  } catch {
    return undefined;
  }
}
