// The outside world fails now and then: calls are refused for a while, lost or never answered. Releases get through, and every
// effect happens once. Waits for a minute or more: `npm run test:faults`.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../infra/local/contracts.ts';
import { awaitOutcome } from '../../infra/local/demo/outcome.ts';
import { driveRelease } from '../../infra/local/demo/release-driver.ts';
import { startTestStack } from '../support/stack.ts';

const SERVICES = ['github', 'jenkins', 'app-store', 'play-store', 'slack', 'jira'];

/**
 * Rates at which a release is sure to come through. A 429 is asked again within the call. A write that got lost is not: it
 * costs its task a retry of the state machine (2 s, 4 s, 8 s, … with jitter), and a submission to the App Store has four such
 * writes in one task, which has eight attempts. A call without an answer takes 5 to 10 s.
 */
const FAULTS: readonly (readonly [string, JsonObject])[] = [
  ['429 with Retry-After', { rate: 0.3, status: 429, retryAfter: 1 }],
  ['500', { rate: 0.2, status: 500 }],
  ['connections that break', { rate: 0.2, reset: true }],
  ['no answer at all', { rate: 0.1, timeout: true }],
];
const PATIENCE_MS = 150_000;

describe('a release among services that fail now and then', () => {
  it.concurrent.each(FAULTS)(
    'by %s ends RELEASED, and everything happened exactly once',
    async (_, fault) => {
      const stack = await startTestStack();
      try {
        for (const service of SERVICES) await stack.fault(service, fault);
        const { credentials } = stack;
        const version = '6.0.0';
        const driven = await driveRelease({ credentials, version, say: () => {}, patienceMs: PATIENCE_MS });
        const { status, releaseKey, iOSEpicId, androidEpicId } = driven.release;
        const of = { version, releaseKey, epics: [iOSEpicId, androidEpicId] };
        const effects = await awaitOutcome(stack.url, of, PATIENCE_MS);
        expect({ status, wrong: effects.filter(({ seen, expected }) => seen !== expected) }).toEqual({
          status: 'RELEASED',
          wrong: [],
        });
      } finally {
        await stack.remove();
      }
    },
    2 * PATIENCE_MS + 60_000,
  );
});
