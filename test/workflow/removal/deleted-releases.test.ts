// Deletion of a release: only its history stays, and the releases that it held back go on.
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { integrationsApiOf } from '../../support/releases/integrations-api.ts';
import { type Kit, startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';
import { deletionsOf } from './full-release.ts';

let flow: Workflow;
let kit: Kit;
let deletions: ReturnType<typeof deletionsOf>;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
  deletions = deletionsOf(flow, kit);
});
afterAll(() => flow.stop());
beforeEach(() => {
  flow.answers.length = 0;
  flow.started.length = 0;
});

type Item = Record<string, unknown>;

const tenantId = TENANT_ID as never;

describe('ReleaseDeleted', () => {
  it('leaves nothing of the release but what happened to it and what was said of it', async () => {
    const id = await deletions.fullRelease();
    const trail = (await flow.world.auditOf(id)).length;
    expect((await deletions.remainsOf(id)).length).toBeGreaterThan(25);
    await deletions.remove(id);
    expect((await deletions.remainsOf(id)).length).toBeGreaterThan(20);
    await deletions.hearDeletion(id);
    expect(await deletions.remainsOf(id)).toEqual([]);
    expect(await flow.world.auditOf(id)).toHaveLength(trail + 1);
  });

  it('touches nothing of another release of the same service, branch and integrations', async () => {
    const spared = await deletions.fullRelease({ branchRelease: 'release/shared' });
    const id = await deletions.fullRelease({ branchRelease: 'release/shared' });
    await flow.deliver(spared);
    const before = (await deletions.remainsOf(spared)).sort();
    await deletions.remove(id);
    await deletions.hearDeletion(id);
    expect((await deletions.remainsOf(spared)).sort()).toEqual(before);
  });

  it('changes nothing when it is heard again', async () => {
    const id = await deletions.fullRelease();
    await deletions.remove(id);
    await deletions.hearDeletion(id);
    const before = await deletions.everything();
    await deletions.hearDeletion(id);
    expect(await deletions.writtenSince(before)).toEqual([]);
  });

  it.each([1, 2, 7, 15, 24])(
    'is finished when it is heard again after it broke off at deletion %i',
    async (allowed) => {
      const id = await deletions.fullRelease();
      await deletions.remove(id);
      const { client } = flow.world.table;
      const { send } = client;
      let count = 0;
      client.send = ((command: never) => {
        if ((command as unknown) instanceof DeleteItemCommand && count++ === allowed)
          return Promise.reject(new Error('out of time'));
        return (send as (given: never) => unknown).call(client, command);
      }) as never;
      await expect(deletions.hearDeletion(id)).rejects.toThrow('out of time');
      client.send = send;
      expect((await deletions.remainsOf(id)).length).toBeGreaterThan(0);
      await deletions.hearDeletion(id);
      expect(await deletions.remainsOf(id)).toEqual([]);
    },
  );

  it('removes more than one transaction could', async () => {
    const id = await deletions.fullRelease({}, 130);
    await deletions.remove(id);
    await deletions.hearDeletion(id);
    expect(await deletions.remainsOf(id)).toEqual([]);
  });

  it('ends the wait of its workflow', async () => {
    const { id } = await flow.world.release(kit);
    await flow.run('awaitChange', id, { wait: 'KICKOFF', taskToken: 'token-1' });
    await deletions.remove(id);
    await deletions.hearDeletion(id);
    expect(flow.answers).toEqual([{ token: 'token-1', output: expect.objectContaining({ step: 'FINISH' }) }]);
    expect(await flow.world.releases.waitOf(tenantId, id)).toBeUndefined();
  });

  it('heard before the creation leaves nothing that the creation records, and no workflow', async () => {
    const { id } = await flow.world.release(kit, { targetReleaseDate: '2026-04-01' });
    await deletions.remove(id);
    const said = await flow.world.outboxOf(id);
    for (const item of said.reverse()) await flow.hearStored(item);
    expect(await deletions.remainsOf(id)).toEqual([]);
    expect([flow.started, flow.watches.filter((watch) => JSON.stringify(watch).includes(id))]).toEqual([[], []]);
  });

  it('frees the SCM, targets and pipelines for good, whatever is recorded', async () => {
    const own = await flow.world.integrationKit();
    const { id } = await flow.world.release(own, { pipelines: [] });
    await flow.deliver(id);
    await deletions.remove(id);
    const api = integrationsApiOf(flow.world);
    expect((await api.remove('SCM', own.scm)).status).toBe(204);
    await deletions.hearDeletion(id);
    expect((await api.remove('TARGET', own.appStore)).status).toBe(204);
  });
});

const hotfix = async (over: Item = {}) => {
  const { id } = await flow.world.release(kit, { releaseType: 'HOTFIX', ...over });
  await flow.put(id, { release: { status: 'STARTED' } });
  const { release } = await flow.world.stored(id);
  await flow.world.seed([flow.world.releases.hotfixes.begin(release)]);
  return String(id);
};
const heldBackBy = async (by: string, over: Item) => {
  const id = await flow.at('SUBMIT', kit, over);
  const { release } = await flow.world.stored(id);
  const { releaseKey } = (await flow.world.stored(by)).release;
  const changes = { blockedByReleaseId: by, blockedByReleaseKey: releaseKey };
  const { releases } = flow.world;
  await flow.world.seed([releases.update(release, release.updatedAt, changes), releases.hotfixes.hold(release)]);
  return id;
};

describe('a hotfix', () => {
  it('that is deleted before its end was heard lets go what it held back', async () => {
    const over = { service: 'held-1' };
    const id = await hotfix(over);
    const held = await heldBackBy(id, over);
    await flow.world.asLead('POST', `/releases/${id}/cancel`);
    const [cancelled] = (await flow.world.outboxOf(id)).slice(-1);
    await deletions.remove(id);
    await flow.hearStored(cancelled);
    expect(await flow.stepOf(held)).toBe('AWAIT_HOTFIX');
    await deletions.hearDeletion(id);
    expect(await flow.stepOf(held)).toBe('SUBMIT');
    expect((await flow.typesOf(held)).at(-1)).toBe('ReleaseUnblocked');
  });

  it('that ends forgets a release which it held back and which was deleted', async () => {
    const over = { service: 'held-2' };
    const id = await hotfix(over);
    const [gone, held] = [await heldBackBy(id, over), await heldBackBy(id, over)];
    await flow.world.asLead('POST', `/releases/${gone}/cancel`);
    await deletions.remove(gone);
    await flow.world.asLead('POST', `/releases/${id}/cancel`);
    await deletions.hearDeletion(id);
    expect(await flow.stepOf(held)).toBe('SUBMIT');
    expect(await flow.world.releases.hotfixes.heldBack(TENANT_ID, 'held-2')).toEqual([]);
  });
});
