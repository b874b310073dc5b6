// Whether lists cost the same however many releases there are: read units of every list and of opening one release, with 100
// releases in the table and with 100,000.
import { TENANT_ID } from '../../../support/http.ts';
import { startWorld, type World } from '../../../support/release-world.ts';
import { BUDGETS } from '../../budgets.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { storeReleases } from '../../tables/stored-releases.ts';
import { endpointOf } from '../../tables/table-endpoint.ts';

const FEW = 100;
const MANY = 100_000;
const QUICK_MANY = 10_000;

/** A page, and how many releases it must hold. Of the first 100 every filter has half. */
interface Reading {
  readonly what: string;
  readonly path: string;
  readonly page: 1 | 2;
  readonly items: number;
}

const FILTERS = ['status=STARTED', 'service=service-0', 'version=1.0.0', 'type=PLANNED'];
const READINGS: readonly Reading[] = [
  { what: 'list of 50', path: '/releases?limit=50', page: 1, items: 50 },
  { what: 'list of 50, second page', path: '/releases?limit=50', page: 2, items: 50 },
  ...FILTERS.flatMap((filter) => [
    { what: `list of 50 by ${filter}`, path: `/releases?limit=50&${filter}`, page: 1 as const, items: 50 },
    { what: `list of 25 by ${filter}, second page`, path: `/releases?limit=25&${filter}`, page: 2 as const, items: 25 },
  ]),
];

async function unitsOf(world: World, { path, page, items }: Reading): Promise<number> {
  const follow = async () => {
    const { body } = await world.asLead('GET', path);
    return `${path}&cursor=${encodeURIComponent(body.nextCursor)}`;
  };
  const wanted = page === 1 ? path : await follow();
  const { result, readUnits } = await world.meter(() => world.asLead('GET', wanted));
  const found = result.body.items?.length;
  if (found !== items)
    throw new Error(`${wanted} answered ${result.status} with ${found} releases instead of ${items}`);
  return readUnits;
}

/** Units of every reading and of opening the release `id`, by what was read. */
async function allUnits(world: World, id: string): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  for (const reading of READINGS) units.set(reading.what, await unitsOf(world, reading));
  const { result, readUnits } = await world.meter(() => world.asLead('GET', `/releases/${id}`));
  if (result.status !== 200) throw new Error(`not read: ${result.text}`);
  return units.set('open a release', readUnits);
}

export const listReleases: Measurement = {
  name: 'list-releases',
  about: 'read units of lists with 100 and with 100,000 releases',
  async measure({ isQuick, say, ending }) {
    const world = await startWorld();
    ending(() => world.stop());
    const endpoint = await endpointOf(world.table);
    const kit = await world.integrationKit();
    const filling = { tenantId: TENANT_ID as never, kit };
    const many = isQuick ? QUICK_MANY : MANY;

    // One release with all its parts, older than the others and on no page.
    const { id } = await world.release(kit);
    await storeReleases(world, endpoint, { ...filling, from: 1, to: FEW + 1 });
    const few = await allUnits(world, id);
    const started = performance.now();
    await storeReleases(world, endpoint, { ...filling, from: FEW + 1, to: many + 1 });
    const fillMs = performance.now() - started;
    say(`list-releases: ${many.toLocaleString('en')} releases stored in ${(fillMs / 1000).toFixed(1)} s`);
    const lots = await allUnits(world, id);
    await world.stop();

    const rows = [...few].map(
      ([what, units]): Row => ({
        what: `${what}: units with ${many} over ${units} with ${FEW}`,
        measured: (lots.get(what) ?? Number.NaN) / units,
        allowed: BUDGETS.listReadUnits,
        unit: 'times',
      }),
    );
    return [...rows, { what: `storing ${many} releases`, measured: fillMs, unit: 'ms' }];
  },
};
