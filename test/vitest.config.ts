// Tests run as a specification of the house; each file is a room's mirror. See test/README.md.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Handlers bind when they are imported.
process.loadEnvFile(new URL('support/functions.env', import.meta.url));

/** Minutes of waiting for services that fail now and then: `npm run test:faults`. */
const FAULTS = process.env.WINDLASS_FAULTS === undefined ? ['test/e2e/{outside,refusals,lost-message}.test.ts'] : [];

/** Half a minute of work in one file. */
const LONG = ['test/unit/functions/notifiers/**/slack-pace.test.ts'];

/** The longest files, of e2e and workflow, begin: no worker is left with one of them at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      ['/test/e2e/', '/test/workflow/', ''].findIndex((folder) => moduleId.includes(folder));
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      // `npm run test:fast`
      {
        extends: true,
        test: { name: 'fast', include: ['test/{unit,api,architecture,bench}/**/*.test.ts'], exclude: LONG },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/{infra,integration,workflow,e2e}/**/*.test.ts', ...LONG],
          exclude: FAULTS,
        },
      },
    ],
    globalSetup: new URL('support/scratch/setup.ts', import.meta.url).pathname,
    setupFiles: ['test/support/seed.ts'],
    // Functions under test say much of what is done to them on purpose.
    env: {
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      // The processes that tests start load the same sources: they strip and compile them once, in half of the time.
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    },
    sequence: { sequencer: LongestFirst },
    pool: 'threads',
    // A worker loads each module once for all files it runs: none keeps state that another could meet, and who mocks
    // anything restores it.
    isolate: false,
    unstubEnvs: true,
    // As many as the cores: a third stack with a browser of its own would make all three wait.
    maxWorkers: 2,
    // Waits for a condition: generous, as the machine may be busy.
    expect: { poll: { timeout: 45_000 } },
    testTimeout: 180_000,
    hookTimeout: 240_000,
  },
});
