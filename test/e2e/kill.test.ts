// The whole stack is killed with SIGKILL at random moments of a release and started again on the same data: every release
// still ends RELEASED, and the outside world has seen each effect exactly once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalStack, startStack } from '../../infra/local/demo/local-stack.ts';
import { awaitOutcome, type Effect } from '../../infra/local/demo/outcome.ts';
import { driveRelease } from '../../infra/local/demo/release-driver.ts';
import { readCredentials } from '../../infra/local/seed/seed.ts';

/** A handful with all the tests; `npm run test:kill` does 20. */
const KILLS = Number(process.env.WINDLASS_KILLS ?? 4);
/** What one release takes on a stack that has just been started; kills fall anywhere in it. */
const RELEASE_MS = 2500;

const differing = (effects: readonly Effect[]): Effect[] => effects.filter(({ seen, expected }) => seen !== expected);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a stack that is killed', () => {
  const data = mkdtempSync(join(tmpdir(), 'windlass-kill-'));
  let stack: LocalStack;

  beforeAll(async () => {
    stack = await startStack(data);
  });

  afterAll(async () => {
    await stack?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  // Spread evenly rather than drawn independently, so that few kills cover the whole of a release; the rest is chance.
  const moments = Array.from({ length: KILLS }, (_, index) =>
    Math.round(((index + Math.random()) / KILLS) * RELEASE_MS),
  );

  it.each(moments)(
    'at %d ms of a release: it is RELEASED and everything happened exactly once',
    async (moment) => {
      const version = `3.${moments.indexOf(moment)}.0`;
      const { port } = stack;
      const driven = driveRelease({ credentials: readCredentials(data), version, say: () => {}, patienceMs: 40_000 });
      // A failure before the kill is still awaited below; until then it must not count as unhandled.
      driven.catch(() => {});
      await pause(moment);
      await stack.kill();
      stack = await startStack(data, port);
      const { release } = await driven;
      const { releaseKey, iOSEpicId, androidEpicId } = release;
      const effects = await awaitOutcome(stack.url, { version, releaseKey, epics: [iOSEpicId, androidEpicId] }, 30_000);
      expect({ status: release.status, wrong: differing(effects) }).toEqual({ status: 'RELEASED', wrong: [] });
    },
    90_000,
  );
});
