// Which releases use an integration, as the consumers of ReleaseCreated and ReleaseUpdated record it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kit } from '../fixture.ts';
import { startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
});
afterAll(() => flow.stop());

async function hearLast(id: string): Promise<void> {
  await flow.hearStored((await flow.world.outboxOf(id)).at(-1));
}
const usersOf = async (integrationId: string) =>
  (await flow.uses.releasesOf(TENANT_ID, integrationId, 20)).map(({ releaseKey }) => releaseKey);

describe('ReleaseCreated', () => {
  it('records the release with everything that it uses, once for any number of deliveries', async () => {
    const { id, releaseKey } = await flow.world.release(kit);
    for (let delivery = 0; delivery < 3; delivery++) await hearLast(id);
    for (const integrationId of Object.values(kit)) expect(await usersOf(integrationId)).toEqual([releaseKey]);
  });

  it('is heard again when others are at an integration just then', async () => {
    const { id } = await flow.world.release(kit);
    const { dropNote } = flow.world.integrations;
    const busy = Object.assign(new Error('busy'), { code: 'request.conflict' });
    flow.world.integrations.dropNote = () => Promise.reject(busy);
    await expect(hearLast(id)).rejects.toThrow('busy');
    flow.world.integrations.dropNote = dropNote;
    await hearLast(id);
    const scm = await flow.world.integrations.get(TENANT_ID, { kind: 'SCM', integrationId: kit.scm });
    expect([...(scm?.newUses ?? [])]).not.toContain(id);
  });

  it('lets every release that uses an integration be walked through, newest first', async () => {
    const other = await flow.world.integrationKit();
    const keys: string[] = [];
    for (let count = 0; count < 3; count++) {
      flow.world.clock.at += 1000;
      const { id, releaseKey } = await flow.world.release(other);
      await hearLast(id);
      keys.unshift(releaseKey);
    }
    const walked: string[] = [];
    for await (const { releaseKey } of flow.uses.allReleasesOf(TENANT_ID, other.tickets)) walked.push(releaseKey);
    expect(walked).toEqual(keys);
  });
});

describe('ReleaseUpdated', () => {
  it('records what the release was given', async () => {
    const { id, releaseKey } = await flow.world.release(kit);
    const chat = await flow.world.integration('SLACK');
    await flow.world.asLead('PATCH', `/releases/${id}`, { communicationIntegrationId: chat });
    for (let delivery = 0; delivery < 2; delivery++) await hearLast(id);
    expect(await usersOf(chat)).toEqual([releaseKey]);
  });

  it('records nothing of another change', async () => {
    const { id } = await flow.world.release(kit);
    await flow.world.asLead('PATCH', `/releases/${id}`, { description: 'better' });
    const before = (await flow.world.items()).length;
    await hearLast(id);
    expect((await flow.world.items()).length).toBe(before);
  });
});
