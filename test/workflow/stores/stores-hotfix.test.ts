// A hotfix at stores that have a planned release: in its way, where one version is taken at a time, or staged, where it is replaced.
import { describe, expect, it } from 'vitest';
import { SUBMITTED, startStores } from './stores-stage.ts';

const on = await startStores();
const { stage } = on;

const MINUTE = 60;
const HOTFIX = { releaseType: 'HOTFIX', baseTag: 'v1', baseBranch: undefined } as const;

describe('a hotfix while a planned release is in review', () => {
  async function inTheWay() {
    stage.services.onePlace.add(on.kit().appStore);
    const service = on.nextService();
    const planned = await on.handedOver({ service });
    const body = stage.world.bodyOf(on.kit(), {
      ...HOTFIX,
      service,
      targets: [on.kit().appStore],
      pipelines: [on.kit().iosPipeline],
    });
    const created = await stage.world.asLead('POST', '/releases', body);
    const id = String(created.body.id);
    stage.adopt([id]);
    await on.actors.bring({ release: SUBMITTED, builds: 'SUCCESS' })(id);
    await stage.world.seed([stage.world.releases.hotfixes.begin(await on.releaseOf(id))]);
    await stage.settle();
    return { planned, id };
  }

  it('is warned when it is created (W4)', async () => {
    const { planned, id } = await inTheWay();
    const { releaseKey } = await on.releaseOf(planned);
    expect((await on.releaseOf(id)).warnings).toEqual([expect.stringContaining(`${releaseKey} is SUBMITTED`)]);
    expect(await on.typesOf(id)).toContain('ReleaseWarned');
  });

  it('says which version is in the way, and waits (W4)', async () => {
    const { planned, id } = await inTheWay();
    const { releaseKey, version, releaseId } = await on.releaseOf(planned);
    expect((await on.targetOf(id))?.inTheWay).toMatchObject({ version, releaseId, releaseKey, state: 'IN_REVIEW' });
    expect(await on.releaseOf(id)).toMatchObject({ status: 'BUILD_SUBMITTED', isPaused: false });
    const told = (await stage.world.eventsOf(id)).find(({ type }) => type === 'TargetBlocked');
    expect(told?.data).toMatchObject({ inTheWayReleaseKey: releaseKey, inTheWay: version });
  });

  it('takes it back with a person’s word, and the planned one is submitted again afterwards (W4)', async () => {
    const { planned, id } = await inTheWay();
    expect((await on.act(id, 'submit', { inTheWay: 'WITHDRAW' })).status).toBe(202);
    await stage.pass(30);
    expect((await on.targetOf(id))?.targetStatus).toBe('SUBMITTED');
    const { releaseKey } = await on.releaseOf(id);
    expect(await on.targetOf(planned)).toMatchObject({ targetStatus: 'WITHDRAWN', withdrawnFor: { releaseKey } });
    expect((await on.releaseOf(planned)).blockedByReleaseKey).toBe(releaseKey);
    await on.says(id, on.kit().appStore, { state: 'RELEASED', storeState: 'READY_FOR_DISTRIBUTION' });
    await on.act(id, 'refresh');
    expect((await on.releaseOf(id)).status).toBe('RELEASED');
    expect(await on.targetOf(planned)).toMatchObject({ targetStatus: 'SUBMITTED', buildNumber: '7' });
  });

  it('goes on without a word when the other is gone from the store (W4)', async () => {
    const { planned, id } = await inTheWay();
    await on.act(planned, 'withdraw');
    await stage.pass(10 * MINUTE);
    expect((await on.targetOf(id))?.targetStatus).toBe('SUBMITTED');
  });

  it('says it again when the store does not give it back (W4)', async () => {
    const { planned, id } = await inTheWay();
    stage.services.failing.add(on.kit().appStore);
    await on.act(id, 'submit', { inTheWay: 'WITHDRAW' });
    stage.services.failing.delete(on.kit().appStore);
    await stage.pass(60);
    expect((await on.targetOf(planned))?.storeError).toBeDefined();
    expect((await on.targetOf(id))?.inTheWay).toMatchObject({ version: (await on.releaseOf(planned)).version });
    expect((await on.targetOf(id))?.inTheWay?.agreedAt).toBeUndefined();
  });
});

describe('a hotfix on Google Play while a planned release is staged', () => {
  async function staged() {
    const service = on.nextService();
    const planned = await on.handedOver({ service }, {}, 10);
    const over = { ...HOTFIX, service, targets: [on.kit().playStore], pipelines: [on.kit().androidPipeline] };
    const created = await stage.world.asLead('POST', '/releases', stage.world.bodyOf(on.kit(), over));
    return { planned, id: String(created.body.id) };
  }
  async function submit(id: string): Promise<void> {
    stage.adopt([id]);
    await on.actors.bring({ release: SUBMITTED, builds: 'SUCCESS' })(id);
    await stage.settle();
  }

  it('is warned before (W5)', async () => {
    const { planned, id } = await staged();
    stage.adopt([id]);
    await stage.settle();
    const { releaseKey } = await on.releaseOf(planned);
    expect((await on.releaseOf(id)).warnings).toEqual([
      expect.stringContaining(`${releaseKey} is with 10 % of the users`),
    ]);
  });

  it('replaces it: its target says so, and the release does not claim to be out (W5)', async () => {
    const { planned, id } = await staged();
    await submit(id);
    const { releaseKey } = await on.releaseOf(id);
    const replaced = { targetStatus: 'REPLACED', rolloutPercentage: 10, replacedBy: { releaseKey } };
    expect(await on.targetOf(planned, on.kit().playStore)).toMatchObject(replaced);
    await on.act(id, 'status', { status: 'RELEASED' }, on.kit().playStore);
    expect(await on.releaseOf(planned)).toMatchObject({ status: 'BUILD_SUBMITTED' });
    await on.act(planned, 'status', { status: 'RELEASED' });
    expect(await on.releaseOf(planned)).toMatchObject({ status: 'RELEASED', outcome: 'RELEASED_IN_PART' });
  });

  it('refuses the rollout of the one it replaced (W5)', async () => {
    const { planned, id } = await staged();
    await submit(id);
    const reply = await on.act(planned, 'rollout', { percentage: 50 }, on.kit().playStore);
    expect([reply.status, reply.body.code]).toEqual([409, 'release.rollout_refused']);
    expect(reply.body.detail).toContain('REPLACED');
  });
});
