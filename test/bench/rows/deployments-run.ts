// Deployments to as many targets as an environment may have, by twenty agents, with the machines and tasks as deployed: that they are done,
// that no execution has too many history events, and their cost for each target.
import type { JsonObject } from '../../../infra/local/contracts.ts';
import { digestOf, type Ground } from '../../support/deployments/ground.ts';
import { type ByAgents, startByAgents } from '../../workflow/deployments/by-agents.ts';
import { BUDGETS } from '../budgets.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';

const AGENTS = 20;
const CAPACITY = 3;
const TARGETS = { whole: 500, quick: 60 };
const MOST_ROUNDS = 3_000;

/** The plan with the fewest waves, and the one with the most. */
const ROLLOUTS = {
  'all at once': { strategy: 'ALL_AT_ONCE', maxConcurrent: 40 },
  'rolling by 1 %': { strategy: 'ROLLING', batchPercent: 1 },
} as const;

/** Syncs every second, agents beside each other; each has done its tasks by the next one. */
async function work(stage: ByAgents, agents: readonly string[], isDone: () => Promise<boolean>): Promise<number> {
  const had = new Map<string, readonly Record<string, unknown>[]>();
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    await Promise.all(
      agents.map(async (agent) => had.set(agent, await stage.sync(agent, had.get(agent) ?? [], CAPACITY))),
    );
    await stage.machines.tick(new Date(stage.world.clock.at + 1000).toISOString());
    if (await isDone()) return round;
  }
  throw new Error('it did not end');
}

const isEntered = ({ type }: JsonObject): boolean => String(type).endsWith('StateEntered');

/** The execution of the deployment, and those of its waves. */
async function historiesOf({ machines }: ByAgents, deploymentId: string) {
  const { arn = '' } = machines.executions.find(({ name }) => name === deploymentId) ?? {};
  const own = await machines.historyOf(arn);
  const waves = own.flatMap(({ taskSubmittedEventDetails: details }) =>
    details === undefined ? [] : [String(JSON.parse(String((details as JsonObject).output)).ExecutionArn)],
  );
  return { own, waves: await Promise.all([...new Set(waves)].map((wave) => machines.historyOf(wave))) };
}

async function rowsOf(
  stage: ByAgents,
  ground: Ground,
  agents: readonly string[],
  name: string,
  given: { readonly rollout: object; readonly digest: string; readonly say: (line: string) => void },
): Promise<Row[]> {
  const { meter } = stage.world;
  let id = '';
  const {
    result: rounds,
    readUnits,
    writeUnits,
  } = await meter(async () => {
    id = await stage.run(ground, given.rollout, given.digest);
    return work(stage, agents, async () => (await stage.statusOf(id)) !== 'IN_PROGRESS');
  });
  const status = await stage.statusOf(id);
  if (status !== 'SUCCEEDED') throw new Error(`the deployment ${name} is ${status}`);
  const digests = await stage.digests(ground);
  const { own, waves } = await historiesOf(stage, id);
  const count = ground.targetIds.length;
  const each = (total: number): number => Number((total / count).toFixed(1));
  const of = `deployment ${name}`;
  given.say(`${of}: ${waves.length} waves, ${rounds} rounds of syncs`);
  const unit = 'count' as const;
  const events = Math.max(...waves.map(({ length }) => length));
  return [
    {
      what: `${of}: of ${count} targets not done`,
      measured: digests.filter((one) => one !== given.digest).length,
      allowed: 0,
      unit,
    },
    { what: `${of}: history events`, measured: own.length, allowed: BUDGETS.historyEvents, unit },
    { what: `${of}: history events of a wave`, measured: events, allowed: BUDGETS.historyEvents, unit },
    { what: `${of}: transitions per target`, measured: each([own, ...waves].flat().filter(isEntered).length), unit },
    { what: `${of}: write units per target`, measured: each(writeUnits), unit: 'units' },
    { what: `${of}: read units per target, with syncs`, measured: each(readUnits), unit: 'units' },
  ];
}

export async function deploymentRows(count: number, say: (line: string) => void): Promise<readonly Row[]> {
  const stage = await startByAgents({ areHeard: false });
  const ground = await stage.make.ground(count);
  const agents: string[] = [];
  for (let made = 0; made < AGENTS; made++)
    agents.push(await stage.agents.registered({ environmentIds: [ground.environmentId] }));
  const rows: Row[] = [];
  for (const [index, [name, rollout]] of Object.entries(ROLLOUTS).entries())
    rows.push(...(await rowsOf(stage, ground, agents, name, { rollout, digest: digestOf('ab'[index] ?? ''), say })));
  await stage.stop();
  return rows;
}

export const deploymentsRun: Measurement = {
  name: 'deployments-run',
  about: 'deployments to 500 targets by 20 agents: history events, transitions and units',
  measure: ({ isQuick, say }) => deploymentRows(isQuick ? TARGETS.quick : TARGETS.whole, say),
};
