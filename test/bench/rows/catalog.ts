// Lists of services: read units of a page of 50 with 200 services and with 20,000; and the write units of the catalog's operations.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { createServiceBody, newService } from '../../../entities/catalog/services/service.model.ts';
import { TENANT_ID } from '../../support/http.ts';
import { startWorld, type World } from '../../support/release-world.ts';
import { BUDGETS } from '../budgets.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { storeItems } from '../tables/stored-items.ts';
import { endpointOf } from '../tables/table-endpoint.ts';

const FEW = 200;
const MANY = 20_000;
const QUICK_MANY = 2_000;
const OWNER = '0192f000-0000-7000-8000-0000000000aa';

const LISTS = [
  '/services',
  '/services?isActive=false',
  `/services?owner=${OWNER}`,
  `/services?owner=${OWNER}&isActive=false`,
];

async function unitsOf(world: World): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  for (const path of LISTS) {
    const wanted = `${path}${path.includes('?') ? '&' : '?'}limit=50`;
    const { result, readUnits } = await world.meter(() => world.asLead('GET', wanted));
    if (result.status !== 200) throw new Error(`${wanted} answered ${result.text}`);
    units.set(path, readUnits);
  }
  return units;
}

/** The write units of each operation, in an order in which each finds what it changes. */
async function writesOf(world: World): Promise<Row[]> {
  const rows: Row[] = [];
  const measure = async (what: string, method: string, path: string, body?: unknown) => {
    const { result, writeUnits } = await world.meter(() => world.asLead(method, path, body));
    if (result.status >= 300) throw new Error(`${method} ${path} answered ${result.text}`);
    rows.push({ what: `${what}, as reported`, measured: writeUnits, unit: 'units' });
    return result.body;
  };
  const source = { provider: 'github', externalId: '1', name: 'acme/new', url: 'https://github.com/acme/new' };
  const repository = await measure('create a repository', 'POST', '/repositories', source);
  const service = await measure('create a service', 'POST', '/services', { slug: 'new' });
  await measure('name a repository', 'PATCH', '/services/new', { repositories: [repository.id] });
  await measure('switch a service off', 'PATCH', '/services/new', { isActive: false });
  await measure('switch a service on', 'PATCH', '/services/new', { isActive: true });
  const image = { name: 'new', imageRepository: 'acme/new', serviceId: service.id };
  const { id } = await measure('create a component', 'POST', '/components', image);
  const at = `/components/${id}/versions/latest`;
  await measure('record a tag', 'PUT', at, { digest: `sha256:${'0'.repeat(64)}` });
  await measure('move a tag', 'PUT', at, { digest: `sha256:${'1'.repeat(64)}` });
  await measure('delete a component', 'DELETE', `/components/${id}`);
  await measure('delete a service', 'DELETE', '/services/new');
  await measure('delete a repository', 'DELETE', `/repositories/${repository.id}`);
  return rows;
}

export const catalog: Measurement = {
  name: 'catalog',
  about: 'read units of lists with few and many services, write units of operations',
  async measure({ isQuick, ending }) {
    const world = await startWorld();
    ending(() => world.stop());
    const endpoint = await endpointOf(world.table);
    const fill = (from: number, to: number) =>
      storeItems(endpoint, world.table.name, from, to, (index) => {
        const slug = `service-${index}`;
        const item = newService(TENANT_ID as TenantId, world.clock.at + index, createServiceBody.parse({ slug }));
        return world.services.create({
          ...item,
          isActive: index % 4 < 2,
          ...(index % 2 === 0 ? { ownerId: OWNER } : {}),
        });
      });
    await fill(0, FEW);
    const few = await unitsOf(world);
    await fill(FEW, isQuick ? QUICK_MANY : MANY);
    const many = await unitsOf(world);
    const writes = await writesOf(world);
    await world.stop();
    const row = (what: string, measured: number): Row => ({
      ...{ what, measured, unit: 'units', allowed: BUDGETS.listOf50.changing },
    });
    return [
      ...[...many].map(([path, units]) => row(`GET ${path.replace(OWNER, 'id')}`, units)),
      ...[...few].map(([path, units]) => row(`GET ${path.replace(OWNER, 'id')}, few`, units)),
      ...writes,
    ];
  },
};
