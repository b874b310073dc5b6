// The whole stack is killed with SIGKILL at random moments of a release and started again on the same data: every release
// still ends RELEASED, and the outside world has seen each effect exactly once. Kills also hit what earlier releases still
// have under way, such as their last messages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../infra/local/contracts.ts';
import type { Effect } from '../../infra/local/demo/expectations.ts';
import { type LocalStack, startStack } from '../../infra/local/demo/local-stack.ts';
import { awaitOutcome } from '../../infra/local/demo/outcome.ts';
import { driveRelease } from '../../infra/local/demo/release-driver.ts';
import { createApiClient } from '../../infra/local/seed/api-client.ts';
import { sampleIntegrations } from '../../infra/local/seed/sample-integrations.ts';
import { readCredentials } from '../../infra/local/seed/seed.ts';

/** A handful with all the tests; `npm run test:kill` does 20. */
const KILLS = Number(process.env.WINDLASS_KILLS ?? 4);
/** What one release takes on a stack that has just been started; kills fall anywhere in it. */
const RELEASE_MS = 2500;

const differing = (effects: readonly Effect[]): Effect[] => effects.filter(({ seen, expected }) => seen !== expected);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// Spread evenly rather than drawn independently, so that few kills cover the whole of a release; the rest is chance.
const moments = Array.from({ length: KILLS }, (_, index) => Math.round(((index + Math.random()) / KILLS) * RELEASE_MS));
const versions = moments.map((_, index) => `3.${index}.0`);
const cases = moments.map((moment, index) => ({ moment, version: versions[index] ?? '' }));

describe('a stack that is killed', () => {
  const data = mkdtempSync(join(tmpdir(), 'windlass-kill-'));
  const released = new Map<string, { releaseKey: string; iOSEpicId: string; androidEpicId: string; status: string }>();
  let stack: LocalStack;

  beforeAll(async () => {
    stack = await startStack(data);
    const { url, tenant, tokens } = readCredentials(data);
    const lead = createApiClient(url, tenant.slug, tokens.lead);
    const slack = sampleIntegrations(url).find(({ type }) => type === 'SLACK');
    if (!slack) throw new Error('the sample has no chat');
    // A channel takes one message a second: channels of their own let the releases not wait for each other.
    for (const version of versions) {
      const channel = (purpose: string) => `C0${purpose}${version.replaceAll('.', '')}X`;
      const channels = { releases: channel('RELEASE'), builds: channel('BUILDS'), approvals: channel('APPROVE') };
      const config = { ...(slack.config({}) as JsonObject), channels };
      const body = { name: version, type: slack.type, config, credentials: slack.credentials() };
      await lead.must('POST', '/integrations/communications', body);
    }
  });

  afterAll(async () => {
    await stack?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it.each(cases)(
    'at $moment ms of a release: it is RELEASED',
    async ({ moment, version }) => {
      const { port } = stack;
      const credentials = readCredentials(data);
      const driven = driveRelease({ credentials, version, chatName: version, say: () => {}, patienceMs: 40_000 });
      // A failure before the kill is still awaited below; until then it must not count as unhandled.
      driven.catch(() => {});
      await pause(moment);
      await stack.kill();
      stack = await startStack(data, port);
      const { release } = await driven;
      released.set(version, release);
      expect(release.status).toBe('RELEASED');
    },
    90_000,
  );

  it.each(cases)(
    'has done everything of the release it was killed in at $moment ms exactly once',
    async ({ version }) => {
      const release = released.get(version);
      if (!release) throw new Error('it was never released');
      const { releaseKey, iOSEpicId, androidEpicId } = release;
      const effects = await awaitOutcome(stack.url, { version, releaseKey, epics: [iOSEpicId, androidEpicId] }, 60_000);
      expect(differing(effects)).toEqual([]);
    },
    90_000,
  );
});
