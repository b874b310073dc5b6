// Tests run as a specification of the house; each file is a room's mirror. See test/README.md.
import { defineConfig } from 'vitest/config';

// Handlers bind when they are imported.
process.loadEnvFile(new URL('support/functions.env', import.meta.url));

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    // Minutes of waiting for services that fail now and then: `npm run test:faults`.
    exclude: process.env.WINDLASS_FAULTS === undefined ? ['test/e2e/{outside,refusals,lost-message}.test.ts'] : [],
    // Functions under test say much of what is done to them on purpose.
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT' },
    pool: 'threads',
    // A worker loads each module once for all files it runs: none keeps state that another could meet, and who mocks
    // anything restores it.
    isolate: false,
    unstubEnvs: true,
    maxWorkers: 2,
    // Waits for a condition: generous, as the machine may be busy.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
