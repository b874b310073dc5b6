// The whole stack is killed with SIGKILL at random moments of a release and started again on the same data: every release
// still ends RELEASED, and the outside world has seen each effect exactly once. Some kills fall into the demo's two releases
// side by side. Kills also hit what earlier releases still have under way, such as their last messages.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../functions/client.ts';
import type { JsonObject } from '../../infra/local/contracts.ts';
import { HOTFIX, PLANNED } from '../../infra/local/demo/counts.ts';
import { type LocalStack, startStack } from '../../infra/local/demo/local-stack.ts';
import { awaitOutcomes, factsOf, type OutcomeOf } from '../../infra/local/demo/outcome.ts';
import { driveOvertaking, driveRelease } from '../../infra/local/demo/release-driver.ts';
import { openScene } from '../../infra/local/demo/scene.ts';
import { type Credentials, clientOf, readCredentials } from '../../infra/local/seed/credentials.ts';
import { sampleIntegrations } from '../../infra/local/seed/sample-integrations.ts';
import { awaitThreads, PLAIN } from '../support/releases/release-outcome.ts';
import { startSeededStack } from '../support/sample-data/seeded-stack.ts';

/** A handful with all the tests; `npm run test:kill` does 20. */
const KILLS = Number(process.env.WINDLASS_KILLS ?? 2);
/** Of these, that fall into two releases side by side. */
const OVERTAKINGS = Math.floor(KILLS / 5);
/** The duration of each on a stack just started; kills fall anywhere in it. */
const RELEASE_MS = 2500;
const OVERTAKING_MS = 12_000;
const PATIENCE_MS = 40_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Driving {
  readonly credentials: Credentials;
  readonly version: string;
}
const options = ({ credentials, version }: Driving) => ({ credentials, chatName: version, patienceMs: PATIENCE_MS });

/** The plays, each with the outcomes that judge it. */
const PLAYS = {
  release: async (driving: Driving): Promise<OutcomeOf[]> => {
    const { version } = driving;
    return [factsOf(await driveRelease({ ...options(driving), version, say: () => {} }), PLAIN)];
  },
  'planned release and its hotfix': async (driving: Driving): Promise<OutcomeOf[]> => {
    const { version } = driving;
    const audience = { say: () => {}, awaits: () => {} };
    // Cut from the tag that the repository begins with.
    const versions = { base: '1.0.0', planned: version, hotfix: version.replace(/0$/, '1') };
    const scene = await openScene(options(driving));
    const sides = { planned: audience, hotfix: audience };
    const { planned, hotfix } = await driveOvertaking({ service: `app-${version}`, versions }, scene, sides);
    return [factsOf(planned, PLANNED), factsOf(hotfix, HOTFIX)];
  },
} as const;
type PlayName = keyof typeof PLAYS;

// Spread evenly rather than drawn independently, so that few kills cover the whole of a play; the rest is chance.
const momentsOf = (count: number, duration: number) =>
  Array.from({ length: count }, (_, index) => Math.round(((index + Math.random()) / count) * duration));
const casesOf = (play: PlayName, major: number, moments: readonly number[]) =>
  moments.map((moment, index) => ({ play, moment, version: `${major}.${index}.0` }));
const cases = [
  ...casesOf('release', 3, momentsOf(KILLS - OVERTAKINGS, RELEASE_MS)),
  ...casesOf('planned release and its hotfix', 4, momentsOf(OVERTAKINGS, OVERTAKING_MS)),
];

describe('a stack that is killed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'windlass-kill-'));
  const data = join(directory, 'data');
  const released = new Map<string, readonly OutcomeOf[]>();
  let stack: LocalStack;

  beforeAll(async () => {
    stack = await startSeededStack(data);
    const credentials = readCredentials(data);
    const { url } = credentials;
    const lead = clientOf(credentials, 'lead');
    const slack = sampleIntegrations(url).find(({ type }) => type === 'SLACK');
    if (!slack) throw new Error('the sample has no chat');
    // A channel takes one message a second: channels of their own let the releases not wait for each other.
    for (const { version } of cases) {
      const channel = (purpose: string) => `C0${purpose}${version.replaceAll('.', '')}X`;
      const channels = { releases: channel('RELEASE'), builds: channel('BUILDS'), approvals: channel('APPROVE') };
      const config = { ...(slack.config({}) as JsonObject), channels };
      const given = { name: version, type: slack.type, config, credentials: slack.credentials() };
      const body = given as Input<'POST /integrations/{kind}'>['body'];
      const { id } = await lead.must('POST /integrations/{kind}', { params: { kind: 'communications' }, body });
      // Only a verified Slack speaks for people.
      await lead.must('POST /integrations/{kind}/{integrationId}/verify', {
        params: { kind: 'communications', integrationId: id },
      });
    }
  });

  afterAll(async () => {
    await stack?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(cases)(
    'at $moment ms of a $play: all are RELEASED',
    async ({ play, moment, version }) => {
      const { port } = stack;
      // It throws unless its releases get there.
      const driven = PLAYS[play]({ credentials: readCredentials(data), version });
      // A failure before the kill is still awaited below; until then it must not count as unhandled.
      driven.catch(() => {});
      await pause(moment);
      await stack.kill();
      stack = await startStack(data, port);
      released.set(version, await driven);
    },
    150_000,
  );

  it.each(cases)(
    'has done everything of the $play it was killed in at $moment ms exactly once',
    async ({ version }) => {
      const facts = released.get(version);
      if (!facts) throw new Error('it was never released');
      const effects = await awaitOutcomes(stack.url, facts, 60_000);
      expect(effects.flat().filter(({ seen, expected }) => seen !== expected)).toEqual([]);
      await awaitThreads(stack.url, facts);
    },
    90_000,
  );
});
