// The actions of a service, a repository and a component say what their operations answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunbookRepo } from '../../../entities/runbooks/runbook.repo.ts';
import { manifest } from '../../../functions/catalog/manifest.ts';
import { NOW_ISO, startWorld, TENANT_ID, type World } from '../../support/release-world.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { digestOf } from './components-fixture.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const asks = [
  { role: 'ADMIN' },
  { role: 'DEVELOPER' },
  { role: 'CI' },
  { role: 'VIEWER' },
  { role: 'LEAD', scopes: 'catalog:read' },
] as const;

let made = 0;
async function create(path: string, body: object): Promise<string> {
  world.clock.at += 1;
  const reply = await world.asLead('POST', path, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}
const newService = (over: object = {}) => create('/services', { slug: `acted-${++made}`, ...over });
const newComponent = (over: object = {}) =>
  create('/components', { name: `acted-${++made}`, imageRepository: 'ghcr.io/acme/web', ...over });
const newRepository = () =>
  create('/repositories', {
    ...{ name: 'acme/web', url: 'https://github.com/acme/web' },
    ...{ provider: 'github', externalId: `acted-${++made}` },
  });

async function addRunbook(service: string): Promise<void> {
  const { slug } = (await world.asLead('GET', `/services/${service}`)).body;
  const stamps = { createdAt: NOW_ISO, updatedAt: NOW_ISO, revision: 1, schemaVersion: 1 };
  const item = { tenantId: TENANT_ID, runbookId: `0192f000-0000-7000-8000-0000000${10000 + ++made}`, title: 'Mend it' };
  const author = { createdBy: 'x', createdByName: 'x' };
  const runbook = { ...item, ...author, ...stamps, service: slug, content: '', tags: [], isActive: true };
  const edited = { editedBy: 'x', editedByName: 'x', editedAt: NOW_ISO };
  await world.seed([
    world.services.name(TENANT_ID, slug, new Error('no such service') as never),
    ...createRunbookRepo(world.table).create(runbook, edited),
  ]);
}

describe.each(asks)('to %j the actions', (ask) => {
  async function expectTrueOf(path: string, params: Readonly<Record<string, string>>, bodies: object) {
    const reply = await world.call({ ...ask, method: 'GET', path });
    const { actions } = reply.body;
    await expectTrue(world.call, manifest, ask, { actions, params, bodies: { ...bodies } });
    return actions as readonly { name: string; allowed: boolean; code: string | null }[];
  }
  const ofService = (service: string) =>
    expectTrueOf(`/services/${service}`, { service }, { updateService: { name: 'Another' } });

  it('of a service are true: unused, named by components and runbooks', async () => {
    const service = await newService();
    await ofService(service);
    await newComponent({ serviceId: service });
    await ofService(service);
    await addRunbook(service);
    const actions = await ofService(service);
    expect(actions.find(({ name }) => name === 'deleteService')?.allowed).toBe(false);
  });

  it('of a repository are true, with and without services that name it', async () => {
    const repository = await newRepository();
    const compare = () =>
      expectTrueOf(`/repositories/${repository}`, { repository }, { updateRepository: { name: 'acme/other' } });
    await compare();
    await newService({ repositories: [repository] });
    const actions = await compare();
    expect(actions.find(({ name }) => name === 'deleteRepository')?.allowed).toBe(false);
  });

  it('of a component are true, with and without a registry', async () => {
    const registryIntegrationId = await world.integration('OCI_REGISTRY');
    for (const over of [{}, { registryIntegrationId }]) {
      const component = await newComponent(over);
      const bodies = {
        updateComponent: { name: `acted-${++made}` },
        recordComponentVersion: { digest: digestOf('a') },
      };
      await expectTrueOf(`/components/${component}`, { component, tag: '1.0.0' }, bodies);
    }
  });
});
