// deleteRelease: the statuses that allow it, the items that it deletes at once and those that stay, and concurrent requests.
// test/workflow/removal/deleted-releases.test.ts tests the later removal of the rest.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrationRef } from '../../../entities/integrations/integration.model.ts';
import { RELEASE_STATUSES, type ReleaseStatus } from '../../../entities/releases/lifecycle/status.model.ts';
import { type Kit, NOW_ISO, startWorld, TENANT_ID, verdict, type World } from '../../support/release-world.ts';
import { integrationsApiOf } from '../../support/releases/integrations-api.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const remove = (id: string, headers: Record<string, string> = {}) =>
  world.asLead('DELETE', `/releases/${id}`, undefined, headers);

type Changes = Parameters<World['releases']['update']>[2];
/** A release that was brought to `status` without its workflow. */
async function releaseIn(status: ReleaseStatus, over: Changes = {}, of: Kit = kit) {
  const created = await world.release(of);
  const { release } = await world.stored(created.id);
  await world.seed([
    world.releases.update(release, NOW_ISO, { status, ...over }),
    ...(status === 'ARCHIVED' ? [world.releases.shelve(release)] : []),
  ]);
  return created as { id: string; releaseKey: string; version: string };
}

const restricted = (of: Kit): IntegrationRef[] => [
  { kind: 'SCM', integrationId: of.scm },
  { kind: 'TARGET', integrationId: of.appStore },
  { kind: 'TARGET', integrationId: of.playStore },
  { kind: 'PIPELINE', integrationId: of.iosPipeline },
  { kind: 'PIPELINE', integrationId: of.androidPipeline },
];
async function usesOf(of: Kit) {
  const found = await world.integrations.getMany(TENANT_ID, restricted(of));
  return restricted(of).map(({ integrationId }) => found.get(integrationId)?.useCount);
}

const deletable: readonly ReleaseStatus[] = ['KICKOFF_PENDING', 'CANCELLED', 'ARCHIVED'];
/** Where those may go instead that may not be deleted. */
const legal: Partial<Record<ReleaseStatus, string>> = {
  PENDING: 'cancel',
  STARTED: 'cancel',
  REGRESSION_IN_PROGRESS: 'cancel',
  BUILD_SUBMITTED: 'cancel',
  RELEASED: 'archive',
};
const paused = { isPaused: true, pauseReason: 'USER_REQUESTED' } as const;

describe('deleteRelease', () => {
  it.each(RELEASE_STATUSES.flatMap((status) => [[status, {}] as const, [status, paused] as const]))(
    'of a release in %s, %o, is as its status allows',
    async (status, over) => {
      const { id } = await releaseIn(status, over);
      const before = await world.traceOf(id);
      const reply = await remove(id);
      if (deletable.includes(status)) {
        expect([reply.status, reply.text]).toEqual([204, '']);
        expect(verdict(await world.asLead('GET', `/releases/${id}`))).toEqual([404, 'release.not_found']);
        return;
      }
      expect(verdict(reply)).toEqual([409, 'release.illegal_transition']);
      expect(reply.body.legal).toEqual([expect.stringMatching(new RegExp(`^POST /releases/[^/]+/${legal[status]}$`))]);
      expect(reply.body.detail).toBe(
        `Releases are deleted in KICKOFF_PENDING or CANCELLED or ARCHIVED; the release is in ${status}.`,
      );
      expect(await world.traceOf(id)).toEqual(before);
    },
  );

  it.each(['storeWanted', 'rolloutWanted'])(
    'of a cancelled release whose store has not answered yet (%s) is refused: nobody would take the version back (W3)',
    async (wanted) => {
      const { id } = await releaseIn('CANCELLED');
      const [target] = (await world.stored(id)).targets;
      if (!target) throw new Error('the release has a target');
      const set = (changes: object) => world.seed([world.releases.updateTarget(target, NOW_ISO, changes)]);
      await set({
        [wanted]: { action: wanted === 'storeWanted' ? 'WITHDRAW' : 'HALT', wishId: 'w', requestedAt: NOW_ISO },
      });
      const reply = await remove(id);
      expect(verdict(reply)).toEqual([409, 'release.illegal_transition']);
      expect(reply.body.detail).toContain('have not answered the withdrawal');
    },
  );

  it('with an If-Match that is no longer true answers 412 and changes nothing', async () => {
    const { id } = await releaseIn('CANCELLED');
    const before = await world.traceOf(id);
    expect(verdict(await remove(id, { 'if-match': '"1"' }))).toEqual([412, 'request.precondition_failed']);
    expect(await world.traceOf(id)).toEqual(before);
    expect((await remove(id, { 'if-match': '"2"' })).status).toBe(204);
  });

  it.each(deletable)('takes one in %s off every list, and every path to it away', async (status) => {
    const { id, releaseKey, version } = await releaseIn(status);
    await remove(id);
    const listed = ['', `&status=${status}`, `&version=${version}`, '&service=payments-api', '&type=PLANNED'];
    for (const query of listed) {
      const { body } = await world.asLead('GET', `/releases?limit=100${query}`);
      expect(body.items.map((item: { id: string }) => item.id)).not.toContain(id);
    }
    const paths = [
      ['GET'],
      ['GET', '/activity'],
      ['GET', '/notes'],
      ['POST', '/kickoff'],
      ['POST', '/cancel'],
      ['DELETE'],
    ];
    for (const [method = '', tail = ''] of paths) {
      for (const name of [id, encodeURIComponent(releaseKey)]) {
        expect(verdict(await world.asLead(method, `/releases/${name}${tail}`))).toEqual([404, 'release.not_found']);
      }
    }
  });

  it('can be asked for by releaseKey, and sets the key free at once', async () => {
    const { id, releaseKey, version } = await releaseIn('ARCHIVED');
    expect((await remove(encodeURIComponent(releaseKey))).status).toBe(204);
    const again = await world.release(kit, { version, releaseKey });
    expect(again.id).not.toBe(id);
    expect((await world.asLead('GET', `/releases/${encodeURIComponent(releaseKey)}`)).body.id).toBe(again.id);
  });

  it('gives back what the release used, so that it can be deleted then', async () => {
    const own = await world.integrationKit();
    const [first, second] = [await releaseIn('CANCELLED', {}, own), await releaseIn('KICKOFF_PENDING', {}, own)];
    expect(await usesOf(own)).toEqual([2, 2, 2, 2, 2]);
    await remove(first.id);
    expect(await usesOf(own)).toEqual([1, 1, 1, 1, 1]);
    const api = integrationsApiOf(world);
    expect((await api.remove('SCM', own.scm)).body).toMatchObject({
      useCount: 1,
      releases: [{ releaseId: second.id, releaseKey: second.releaseKey }],
    });
    await remove(second.id);
    expect(await usesOf(own)).toEqual([0, 0, 0, 0, 0]);
    expect((await api.remove('TARGET', own.appStore)).status).toBe(204);
    expect((await api.remove('SCM', own.scm)).status).toBe(204);
  });

  it('says what it was, to whom and in the audit trail, which stays', async () => {
    const { id, releaseKey, version } = await releaseIn('CANCELLED', { cancelReason: 'too late' });
    const before = await world.auditOf(id);
    await remove(id);
    const named = {
      scmIntegrationId: kit.scm,
      targetIntegrationIds: [kit.appStore, kit.playStore].sort(),
      pipelineIntegrationIds: [kit.iosPipeline, kit.androidPipeline].sort(),
      communicationIntegrationId: kit.chat,
      ticketIntegrationId: kit.tickets,
    };
    expect((await world.eventsOf(id)).at(-1)).toEqual({
      type: 'ReleaseDeleted',
      data: {
        ...{ releaseId: id, releaseKey, version, service: 'payments-api', releaseType: 'PLANNED' },
        branchRelease: `release/${version}`,
        ...named,
      },
    });
    const trail = await world.auditOf(id);
    expect(trail.slice(0, -1)).toEqual(before);
    expect(trail.at(-1)).toMatchObject({
      action: 'release.deleted',
      actor: { name: 'the lead' },
      details: { before: { id, releaseKey, status: 'CANCELLED', cancelReason: 'too late', ...named } },
    });
  });

  it('is one transaction for as many targets and pipelines as a release can have', async () => {
    const many = (make: () => Promise<string>) => Promise.all(Array.from({ length: 20 }, make));
    const targets = await many(() => world.integration('PLAY_STORE'));
    const config = { scmIntegrationId: kit.scm, targetIntegrationId: targets[0] };
    const pipelines = await many(() => world.integration('JENKINS', { config }));
    const { id } = await world.release(kit, { targets, pipelines });
    const { result, commands } = await world.meter(() => remove(id));
    expect([result.status, commands]).toEqual([204, ['Query', 'TransactWriteItems']]);
    const refs = targets.map((integrationId) => ({ kind: 'TARGET' as const, integrationId }));
    const found = [...(await world.integrations.getMany(TENANT_ID, refs)).values()];
    expect(found.map(({ useCount }) => useCount)).toEqual(targets.map(() => 0));
  });

  it('happens once when ten ask at once', async () => {
    const own = await world.integrationKit();
    const { id } = await releaseIn('CANCELLED', {}, own);
    const replies = await Promise.all(Array.from({ length: 10 }, () => remove(id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 9 }, () => 404)]);
    expect(await usesOf(own)).toEqual([0, 0, 0, 0, 0]);
    expect((await world.eventsOf(id)).filter(({ type }) => type === 'ReleaseDeleted')).toHaveLength(1);
  });

  it('never happens to a release that is kicked off at the same time', async () => {
    const own = await world.integrationKit();
    const results: string[] = [];
    for (let race = 0; race < 20; race++) {
      const { id } = await world.release(own);
      const kickoff = () => world.asLead('POST', `/releases/${id}/kickoff`);
      const asked = race % 2 === 0 ? [kickoff(), remove(id)] : [remove(id), kickoff()];
      const replies = await Promise.all(asked);
      const [kicked, deleted] = race % 2 === 0 ? replies : replies.reverse();
      results.push(`${deleted?.status} ${kicked?.status}`);
    }
    expect(results.filter((result) => result !== '204 404' && result !== '409 200')).toEqual([]);
    const left = results.filter((result) => result === '409 200').length;
    expect(await usesOf(own)).toEqual([left, left, left, left, left]);
  });
});
