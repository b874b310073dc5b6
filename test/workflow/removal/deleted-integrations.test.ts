// Chat and tickets that are deleted are taken off the releases that name them, whether the deletion or the creation of the
// release is heard of first; and the consumer of ReleaseCreated starts one workflow.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kit, startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
beforeAll(async () => {
  flow = await startWorkflow();
});
afterAll(() => flow.stop());

const tenantId = TENANT_ID as never;
type Removable = readonly [
  name: 'chat' | 'tickets',
  kind: 'COMMUNICATION' | 'TICKET',
  type: 'SLACK' | 'JIRA',
  field: 'communicationIntegrationId' | 'ticketIntegrationId',
];
const chat: Removable = ['chat', 'COMMUNICATION', 'SLACK', 'communicationIntegrationId'];
const tickets: Removable = ['tickets', 'TICKET', 'JIRA', 'ticketIntegrationId'];

async function remove(kit: Kit, [name, kind]: Removable): Promise<void> {
  const item = await flow.world.integrations.get(TENANT_ID, { kind, integrationId: kit[name] });
  if (item) await flow.world.seed(flow.world.integrations.remove(item));
}
const hearDeletion = (kit: Kit, [name, kind, type]: Removable) =>
  flow.hear(
    flow.busEvent('windlass.integrations', 'IntegrationDeleted', {
      ...{ id: 'event-1', version: 1, tenantId: TENANT_ID, occurredAt: '2026-03-01T12:00:00.000Z', correlationId: 'x' },
      actor: { type: 'USER', id: 'ada', name: 'Ada' },
      data: { integrationId: kit[name], kind, type, name, isActive: true, verificationStatus: 'VALID' },
    }),
  );
const hearCreation = async (id: string) => flow.hearStored((await flow.world.outboxOf(id))[0]);
const named = async (id: string, [, , , field]: Removable) => (await flow.world.stored(id)).release[field];

describe.each([chat, tickets])('%s', (...which) => {
  it('deleted after the release was known are taken off it', async () => {
    const kit = await flow.world.integrationKit();
    const { id } = await flow.world.release(kit);
    await hearCreation(id);
    await remove(kit, which);
    await hearDeletion(kit, which);
    expect(await named(id, which)).toBeUndefined();
    expect((await flow.world.auditOf(id)).at(-1)).toMatchObject({
      action: 'release.integration_removed',
      details: { [which[3]]: kit[which[0]] },
    });
  });

  it('deleted before it was known that the release uses them are taken off it', async () => {
    const kit = await flow.world.integrationKit();
    const { id } = await flow.world.release(kit);
    await remove(kit, which);
    await hearDeletion(kit, which);
    expect(await named(id, which)).toBe(kit[which[0]]);
    await hearCreation(id);
    expect(await named(id, which)).toBeUndefined();
    expect((await flow.world.asLead('GET', `/releases/${id}`)).body).not.toHaveProperty(which[3]);
  });

  it('are taken off once, however often it is heard', async () => {
    const kit = await flow.world.integrationKit();
    const { id } = await flow.world.release(kit);
    await hearCreation(id);
    await remove(kit, which);
    await hearDeletion(kit, which);
    const before = await flow.world.traceOf(id);
    await hearDeletion(kit, which);
    await hearCreation(id);
    expect(await flow.world.traceOf(id)).toEqual(before);
  });

  it('are taken off each of 30 releases, and of none that names others', async () => {
    const [kit, other] = [await flow.world.integrationKit(), await flow.world.integrationKit()];
    const ids: string[] = [];
    for (let index = 0; index < 30; index++) ids.push((await flow.world.release(kit)).id);
    const spared = (await flow.world.release(other)).id;
    for (const id of [...ids, spared]) await hearCreation(id);
    await remove(kit, which);
    await hearDeletion(kit, which);
    for (const id of ids) expect(await named(id, which)).toBeUndefined();
    expect(await named(spared, which)).toBe(other[which[0]]);
  });

  it('are taken off a release that is changed at the same time', async () => {
    const kit = await flow.world.integrationKit();
    const { id } = await flow.world.release(kit);
    await hearCreation(id);
    await remove(kit, which);
    await Promise.all([
      hearDeletion(kit, which),
      flow.world.asLead('POST', `/releases/${id}/kickoff`),
      flow.world.asLead('POST', `/releases/${id}/pause`),
    ]);
    expect(await named(id, which)).toBeUndefined();
  });
});

describe('ReleaseCreated', () => {
  it('starts one workflow, named by the release, however often it comes', async () => {
    const { id } = await flow.world.release(await flow.world.integrationKit());
    await hearCreation(id);
    await hearCreation(id);
    expect(flow.started.filter((releaseId) => releaseId === id)).toEqual([id, id]);
    expect((await flow.world.stored(id)).release.revision).toBe(1);
  });

  it('starts the workflow after what is gone was taken off, so that it asks for no epics there', async () => {
    const kit = await flow.world.integrationKit();
    const { id } = await flow.world.release(kit);
    await remove(kit, tickets);
    let seen: string | undefined = 'not started';
    const { start } = flow.deps;
    flow.deps.start = async () => {
      seen = (await flow.world.releases.whole(tenantId, id)).release.ticketIntegrationId;
    };
    await hearCreation(id);
    flow.deps.start = start;
    expect(seen).toBeUndefined();
  });
});
