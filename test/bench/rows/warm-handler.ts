// The cost of a warm getRelease beyond its reads: CPU time of the deployed handler, over that of the bare client
// sending the very same Query and BatchGet to the same table. In turns, so that the machine's noise meets both.
import { pathToFileURL } from 'node:url';
import { manifest } from '../../../functions/releases/manifest.ts';
import { startWorld, type World } from '../../support/release-world.ts';
import { BUDGETS } from '../budgets.ts';
import { type BareHandler, type Bundles, functionEnvironment } from '../bundles.ts';
import { eventOf } from '../first-events.ts';
import type { Measurement } from '../measurement.ts';
import { median } from '../row.ts';
import { recordRequests } from '../tables/recorded-table.ts';
import { endpointOf } from '../tables/table-endpoint.ts';

const TURN = 50;
const TURNS = 60;
const QUICK_TURNS = 20;
const WARM_UP_TURNS = 8;

type Call = () => Promise<unknown>;

async function deployedCall({ functions }: Bundles, event: unknown): Promise<Call> {
  const { file = '' } = functions.find(({ name }) => name === 'releases-api') ?? {};
  const { handler } = await import(pathToFileURL(file).href);
  return async () => {
    const { statusCode, body } = await handler(event, {});
    if (statusCode !== 200) throw new Error(`not read: ${body}`);
  };
}

async function bareCall(world: World, { bare }: Bundles, path: string): Promise<Call> {
  const { during } = recordRequests(world.table);
  const { requests } = await during(() => world.asLead('GET', path));
  const { handler }: BareHandler = await import(pathToFileURL(bare.file).href);
  return () => handler(requests);
}

/** Microseconds of CPU that one turn of calls takes, of this whole process. */
async function turnOf(call: Call): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < TURN; count++) await call();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

export const warmHandler: Measurement = {
  name: 'warm-handler',
  about: 'CPU time of getRelease, over the bare client’s same reads',
  async measure({ bundles, isQuick, ending }) {
    const world = await startWorld();
    ending(() => world.stop());
    const { id } = await world.release(await world.integrationKit());
    const path = `/releases/${id}`;
    const bare = await bareCall(world, await bundles(), path);
    Object.assign(process.env, functionEnvironment((await endpointOf(world.table)).origin));
    const deployed = await deployedCall(await bundles(), await eventOf(manifest, path));
    const times = { bare: [] as number[], deployed: [] as number[] };
    for (let turn = -WARM_UP_TURNS; turn < (isQuick ? QUICK_TURNS : TURNS); turn++) {
      const took = { bare: await turnOf(bare), deployed: await turnOf(deployed) };
      if (turn < 0) continue;
      times.bare.push(took.bare);
      times.deployed.push(took.deployed);
    }
    await world.stop();
    const msOf = (turns: readonly number[]) => median(turns) / TURN / 1000;
    const [deployedMs, bareMs] = [msOf(times.deployed), msOf(times.bare)];
    return [
      { what: 'warm getRelease over bare', measured: deployedMs / bareMs, allowed: BUDGETS.warmHandler, unit: 'times' },
      { what: 'CPU of warm getRelease', measured: deployedMs, unit: 'ms' },
      { what: 'CPU of the same reads, bare', measured: bareMs, unit: 'ms' },
    ];
  },
};
