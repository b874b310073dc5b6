// Releases that have everything a release can have, their deletion, and what is left of them in the table.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Kit, Workflow } from '../fixture.ts';
import { TENANT_ID } from '../fixture.ts';

type Item = Record<string, unknown>;
export type Items = ReadonlyMap<string, Item>;

export function deletionsOf(flow: Workflow, kit: Kit) {
  const tenantId = TENANT_ID as never;
  const remove = async (id: string) => {
    const { status } = await flow.world.asLead('DELETE', `/releases/${id}`);
    expect(status).toBe(204);
  };
  /** Hears the last thing that was said about the release. */
  const hearDeletion = async (id: string) => flow.hearStored((await flow.world.outboxOf(id)).at(-1));

  /** Everything in the table that is of the release or names it, but for what happened to it and what was said of it. */
  async function remainsOf(id: string): Promise<unknown[]> {
    const items = (await flow.world.items()).filter((item) => JSON.stringify(item).includes(id));
    return items.map(({ pk }) => String(pk)).filter((pk) => !/#(?:AUDIT|OUTBOX)#/.test(pk));
  }
  const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
  const everything = async () => new Map((await flow.world.items()).map((item) => [keyOf(item), item]));
  /** Keys of items that were made or changed since. */
  async function writtenSince(before: ReadonlyMap<string, Item>): Promise<string[]> {
    const after = await everything();
    return [...after.keys()].filter((key) => !isDeepStrictEqual(before.get(key), after.get(key)));
  }

  /** A cancelled release that had everything a release can have. */
  async function fullRelease(over: Item = {}, cycles = 3): Promise<string> {
    const { id } = await flow.world.release(kit, over);
    await flow.deliver(id);
    const { releases, seed, caller } = flow.world;
    const other = await flow.world.integration('SLACK');
    await flow.world.asLead('PATCH', `/releases/${id}`, { communicationIntegrationId: other });
    await flow.world.asLead('PATCH', `/releases/${id}`, { communicationIntegrationId: kit.chat });
    await flow.put(id, { release: { status: 'REGRESSION_IN_PROGRESS', regressionCycle: cycles, listedCycle: cycles } });
    await flow.put(id, { build: { buildStatus: 'SUCCESS', triggered: true, buildUrl: `https://ci.test/${id}/last` } });
    const { release } = await flow.world.stored(id);
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const buildUrl = `https://ci.test/${id}/${cycle}`;
      const builds = [{ pipelineIntegrationId: kit.iosPipeline, buildStatus: 'SUCCESS' as const, buildUrl }];
      const { createdAt, updatedAt } = release;
      const stamps = { openedAt: createdAt, createdAt, updatedAt, revision: 1, schemaVersion: 1 };
      const what = { cycle, status: 'DONE', reason: 'NEW_BUILD', builds } as const;
      await seed([
        releases.cycles.create({ tenantId, releaseId: id, ...what, ...stamps }),
        releases.claimBuild(release, buildUrl, release.createdAt),
      ]);
    }
    await seed([
      releases.claimBranch(release),
      releases.claimBuild(release, `https://ci.test/${id}/last`, release.createdAt),
      releases.hotfixes.hold(release),
      releases.hotfixes.begin(release),
    ]);
    for (const locale of ['en-US', 'de-DE']) {
      const { status } = await flow.world.asLead('PUT', `/releases/${id}/notes/${locale}`, { text: 'better' });
      expect(status).toBe(200);
    }
    const lead = await flow.world.member('LEAD');
    await flow.ask(id);
    const [question] = await flow.world.approvals.questionsOf(caller().tenantId, id);
    await flow.world.call({
      ...{ role: 'LEAD', userId: lead, method: 'POST', path: `/approvals/${question?.approvalId}/decisions` },
      body: { action: 'REJECTED' },
    });
    await flow.run('awaitChange', id, { wait: 'SIGN_OFF', taskToken: `token-${id}` });
    await flow.deliver(id);
    expect((await flow.world.asLead('POST', `/releases/${id}/cancel`)).status).toBe(200);
    return String(id);
  }

  return { remove, hearDeletion, remainsOf, everything, writtenSince, fullRelease };
}
