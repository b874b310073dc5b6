// Agents as processes deploy to many targets, by each strategy, while they and the whole stack are killed with SIGKILL at random moments:
// every deployment succeeds or is rolled back, every target has the digest that is recorded of it, and no task is executed by two agents
// at once. A few kills with all the tests; `npm run test:fleet` does 20.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dice } from '../../support/dice.ts';
import type { Body } from '../../support/stack.ts';
import { type AgentsStage, type Ended, startAgentsStage } from './agents-stage.ts';
import { collisions } from './executions.ts';

const KILLS = Number(process.env.WINDLASS_KILLS ?? 1);
const IS_WHOLE = KILLS >= 8;
const TARGETS = IS_WHOLE ? 30 : 6;
const PROMOTIONS = 100;
const PATIENCE_MS = 480_000;

const STRATEGIES = {
  ALL_AT_ONCE: { strategy: 'ALL_AT_ONCE', maxConcurrent: 12 },
  ROLLING: { strategy: 'ROLLING', batchPercent: 34 },
  CANARY: { strategy: 'CANARY', steps: [{ percent: 10, soakSeconds: 1 }, { percent: 50 }] },
  BLUE_GREEN: { strategy: 'BLUE_GREEN' },
} as const;
type Strategy = keyof typeof STRATEGIES;

/** A deployment of a good version succeeds; one that fails on some targets is rolled back. */
const ENDS = { SUCCEEDED: 'DEPLOYED', ROLLED_BACK: 'ROLLED_BACK' } as const;
const cases = (IS_WHOLE ? (Object.keys(STRATEGIES) as Strategy[]) : (['ROLLING'] as const)).flatMap((strategy) =>
  (IS_WHOLE ? (['SUCCEEDED', 'ROLLED_BACK'] as const) : (['SUCCEEDED'] as const)).map((end) => ({ strategy, end })),
);
/** The kills are spread over the cases; the first ones have more. */
const killed = cases.map((one, index) => ({
  ...one,
  kills: Array.from({ length: KILLS }).filter((_, kill) => kill % cases.length === index).length,
}));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const chance = dice(Number(process.env.WINDLASS_SEED ?? 20_260_301));

/** A test of `npm run test:fleet` alone. */
function inWhole(name: string, test: () => Promise<void>, timeoutMs: number): void {
  if (IS_WHOLE) it(name, test, timeoutMs);
}

describe('a deployment by agents that are killed', () => {
  let stage: AgentsStage;
  /** The digest that each target should have, by its name. */
  const wanted = new Map<string, string | null>();

  beforeAll(async () => {
    stage = await startAgentsStage(TARGETS);
    for (const { name } of await stage.targets()) wanted.set(name, null);
  });
  afterAll(() => stage?.stop());

  /** One kill at a random moment: of an agent, of its whole host, or of the stack. Few tests kill an agent alone. */
  async function kill(): Promise<void> {
    await pause(500 + chance() * 2500);
    const what = IS_WHOLE ? chance() : 0;
    if (what > 0.75) return stage.restartRuntime();
    const agent = stage.agents[Math.floor(chance() * stage.agents.length)];
    if (what > 0.4) await agent?.killHost();
    else await agent?.kill();
    await pause(chance() * 2000);
    agent?.start();
  }

  /** Each target with its digest by the API, and the one that the command left. */
  async function digests() {
    const targets = await stage.targets();
    return targets.map(({ name, currentDigest }) => ({ name, currentDigest, left: stage.command.left(name) }));
  }
  const asWanted = () => [...wanted].map(([name, digest]) => ({ name, currentDigest: digest, left: digest }));
  const byName = (one: Body, other: Body) => (one.name < other.name ? -1 : 1);

  async function judge({ deployment, tasks }: Ended, digest: string, end: keyof typeof ENDS): Promise<void> {
    expect([deployment.status, deployment.reason]).toEqual([end, end === 'SUCCEEDED' ? null : expect.any(String)]);
    if (end === 'SUCCEEDED') for (const { targetName } of tasks) wanted.set(targetName, digest);
    expect((await digests()).sort(byName)).toEqual(asWanted().sort(byName));
    const lines = stage.command.lines();
    expect(collisions(lines)).toEqual([]);
    const done = tasks.filter(({ status }) => status === 'SUCCEEDED');
    const fences = done.map(({ id }) => lines.findLast((line) => line.taskId === id && line.what === 'end')?.fence);
    expect(fences).toEqual(done.map(({ fence }) => fence));
  }

  it.each(killed)(
    'by $strategy with $kills kills ends $end, with every digest as recorded',
    async ({ strategy, end, kills }) => {
      const { key, digest } = await stage.release();
      if (end === 'ROLLED_BACK') for (const at of ['08', '09']) stage.command.fails(digest, `web-${at}`);
      const promotion = await stage.promote(key, STRATEGIES[strategy] as never);
      for (let count = 0; count < kills; count++) await kill();
      const ended = await stage.ended(promotion, PATIENCE_MS);
      expect(ended.promotion.status).toBe(ENDS[end]);
      await judge(ended, digest, end);
      const targeted = strategy === 'BLUE_GREEN' ? TARGETS / 2 : TARGETS;
      if (end === 'SUCCEEDED') expect(ended.tasks).toHaveLength(targeted);
    },
    PATIENCE_MS + 60_000,
  );

  inWhole(
    'gives the tasks of an agent that stays silent to others, and refuses its results',
    async () => {
      const { key, digest } = await stage.release();
      const [silent] = stage.agents;
      if (!silent) throw new Error('no agent');
      stage.command.lasts(digest, silent.name);
      const promotion = await stage.promote(key, STRATEGIES.ALL_AT_ONCE);
      const begun = () => stage.command.lines().filter(({ at, agent }) => at >= since && agent === silent.name);
      const since = Date.now();
      await expect.poll(() => begun().length, { timeout: 60_000 }).toBeGreaterThan(0);
      await silent.kill();
      const ended = await stage.ended(promotion, PATIENCE_MS);
      await judge(ended, digest, 'SUCCEEDED');
      const lost = begun().filter(({ what }) => what === 'begin');
      const fenceOf = (taskId: string) => ended.tasks.find(({ id }) => id === taskId)?.fence;
      expect(lost.map(({ taskId }) => fenceOf(taskId))).toEqual(lost.map(() => 2));
      // Its commands were ended before another agent had their tasks.
      expect(begun().filter(({ what }) => what === 'stopped')).toHaveLength(lost.length);
      silent.start();
      for (const { taskId } of lost)
        await expect.poll(() => silent.lines.join('\n'), { timeout: 60_000 }).toContain(`task ${taskId} was lost: `);
      await judge(await stage.ended(promotion, PATIENCE_MS), digest, 'SUCCEEDED');
    },
    PATIENCE_MS + 120_000,
  );

  inWhole(
    `of ${PROMOTIONS} promotions at once executes one at a time, and the superseded ones say so`,
    async () => {
      const { key, digest } = await stage.release();
      const requests = Array.from({ length: PROMOTIONS }, () => stage.promote(key, STRATEGIES.ALL_AT_ONCE));
      const ids = await Promise.all(requests);
      const all = await stage.allEnded(ids, PATIENCE_MS);
      const executed = all
        .flatMap(({ deployment }) => deployment ?? [])
        .toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
      expect(executed.map(({ status }) => status)).toEqual(executed.map(() => 'SUCCEEDED'));
      const overlaps = executed.filter(({ startedAt }, index) => startedAt < (executed[index - 1]?.finishedAt ?? ''));
      expect([executed.length > 0, overlaps]).toEqual([true, []]);
      const waived = all.flatMap(({ promotion, deployment }) => (deployment ? [] : [promotion]));
      expect(waived.map(({ status, statusReason }) => [status, statusReason])).toEqual(
        waived.map(() => ['SUPERSEDED', `A newer promotion took its place: ${key}.`]),
      );
      for (const name of wanted.keys()) wanted.set(name, digest);
      expect((await digests()).sort(byName)).toEqual(asWanted().sort(byName));
      expect(collisions(stage.command.lines())).toEqual([]);
    },
    PATIENCE_MS,
  );
});
