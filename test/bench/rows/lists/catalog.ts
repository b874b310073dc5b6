// Lists of services, repositories, components, their versions and the moves of a tag; write units of the catalog's operations.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import {
  componentDefinition,
  componentTagDefinition,
  tagMoveDefinition,
} from '../../../../entities/catalog/components/component.entity.ts';
import { repositoryDefinition } from '../../../../entities/catalog/repositories/repository.entity.ts';
import { serviceDefinition } from '../../../../entities/catalog/services/service.entity.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { NOW, NOW_ISO, startWorld, type World } from '../../../support/release-world.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
const OF = '0192f000-0000-7000-8000-0000000000aa';
const digestOf = (index: number): string => `sha256:${String(index).repeat(64)}`;

/** Half of the items have each value; of several filters an index serves one, and the page shows what the others leave. */
const list = (path: string, atLeast = 50): List => ({ path, atLeast });
const LISTS: readonly List[] = [
  ...['/services', '/services?isActive=false', `/services?owner=${OF}`, `/services?team=${OF}`].map((path) =>
    list(path),
  ),
  ...[`owner=${OF}&isActive=false`, `team=${OF}&isActive=true`, `owner=${OF}&team=${OF}&isActive=true`].map((query) =>
    list(`/services?${query}`, 25),
  ),
  ...['/repositories', '/repositories?provider=github'].map((path) => list(path)),
  list('/repositories?provider=github&externalId=new', 1),
  ...['/components', `/components?service=${OF}`].map((path) => list(path)),
  ...['', '?channel=beta', `?digest=${digestOf(0)}`].map((query) => list(`/components/COMPONENT/versions${query}`)),
  list(`/components/COMPONENT/versions?channel=beta&digest=${digestOf(0)}`, 25),
  list(`/component-versions?digest=${digestOf(0)}`),
  { path: '/components/COMPONENT/versions/latest/moves', kind: 'once' },
];

/** Service, repository, component, tag and move number `index`; the tag is one of `componentId`, the move one of its tag `latest`. */
function itemsOf({ table }: World, index: number, componentId: string) {
  const at = NOW + index;
  const [name, digest] = [`item-${String(index).padStart(6, '0')}`, digestOf(index % 2)];
  const stamps = firstStamps(serviceDefinition, NOW_ISO);
  const half = index % 2 === 0;
  return [
    stored(table, serviceDefinition, {
      ...{ tenantId, serviceId: newId<'Service'>(at), slug: name, name, repositories: [], versionScheme: 'SEMVER' },
      ...{ isActive: index % 4 < 2, ...(half && { ownerId: OF, teamId: OF }), ...stamps },
    }),
    stored(table, repositoryDefinition, {
      ...{ tenantId, repositoryId: newId<'Repository'>(at), provider: half ? 'github' : 'gitlab', externalId: name },
      ...{ name: `acme/${name}`, url: `https://github.com/acme/${name}`, defaultBranch: 'main', ...stamps },
    }),
    stored(table, componentDefinition, {
      ...{ tenantId, componentId: newId<'Component'>(at), name, imageRepository: `acme/${name}`, imagePath: name },
      ...{ versioningStrategy: { kind: 'TAG' }, defaultChannel: 'stable', ...(half && { serviceId: OF }), ...stamps },
    }),
    stored(table, componentTagDefinition, {
      ...{ tenantId, versionId: newId<'ComponentVersion'>(at), componentId, tag: name, digest, movedAt: NOW_ISO },
      ...{ channel: index % 4 < 2 ? 'stable' : 'beta', ...stamps },
    }),
    stored(table, tagMoveDefinition, {
      ...{ tenantId, moveId: newId<'TagMove'>(at), componentId, tag: 'latest', digest, movedAt: NOW_ISO },
      ...{ previousDigest: digestOf((index + 1) % 2), source: 'API', movedBy: OF },
    }),
  ];
}

async function writesOf(world: World): Promise<Row[]> {
  const { rows, measure } = operationRows(world.meter, world.asLead);
  const source = { provider: 'github', externalId: '1', name: 'acme/one', url: 'https://github.com/acme/one' };
  const repository = await measure('create a repository', 'POST', '/repositories', source);
  await measure('rename a repository', 'PATCH', `/repositories/${repository.id}`, { name: 'acme/two' });
  const service = await measure('create a service', 'POST', '/services', { slug: 'new' });
  await measure('rename a service', 'PATCH', '/services/new', { name: 'New and shiny' });
  await measure('name a repository', 'PATCH', '/services/new', { repositories: [repository.id] });
  await measure('switch a service off', 'PATCH', '/services/new', { isActive: false });
  await measure('switch a service on', 'PATCH', '/services/new', { isActive: true });
  const registryIntegrationId = await world.integration('OCI_REGISTRY');
  const image = { name: 'one', imageRepository: 'acme/one', serviceId: service.id, registryIntegrationId };
  const { id } = await measure('create a component', 'POST', '/components', image);
  await measure('rename a component', 'PATCH', `/components/${id}`, { name: 'two' });
  await measure('ask for a refresh of a component', 'POST', `/components/${id}/refresh`);
  const at = `/components/${id}/versions/latest`;
  await measure('record a tag', 'PUT', at, { digest: digestOf(0) });
  await measure('move a tag', 'PUT', at, { digest: digestOf(1) });
  await measure('delete a component', 'DELETE', `/components/${id}`);
  await measure('delete a service', 'DELETE', '/services/new');
  await measure('delete a repository', 'DELETE', `/repositories/${repository.id}`);
  return rows;
}

export const catalog: Measurement = {
  name: 'catalog',
  about: 'read units of lists of services, repositories, components and versions, write units of operations',
  async measure(bench) {
    const world = await startWorld();
    bench.ending(() => void world.stop());
    const source = { provider: 'github', externalId: 'new', name: 'acme/new', url: 'https://github.com/acme/new' };
    await world.asLead('POST', '/repositories', source);
    const { id } = (await world.asLead('POST', '/components', { name: 'new', imageRepository: 'acme/new' })).body;
    await world.asLead('PUT', `/components/${id}/versions/latest`, { digest: digestOf(0) });
    const lists = await listRows(bench, {
      ...{ table: world.table, meter: world.meter, lists: LISTS },
      get: (path) => world.asLead('GET', path.replace('COMPONENT', id)),
      itemsOf: (index) => itemsOf(world, index, id),
    });
    const writes = await writesOf(world);
    await world.stop();
    return [...lists, ...writes];
  },
};
