// A release while its stores have it: looks when nothing is heard, targets handed over again or withdrawn, and targets
// given up when some users have the version.
import { describe, expect, it } from 'vitest';
import { enteredIn } from '../coverage.ts';
import { startStores } from './stores-stage.ts';

const on = await startStores();
const { stage } = on;

const MINUTE = 60;
const DAY = 86_400;
const submissionsTo = (target: string) => stage.services.calls.filter((call) => call.startsWith(`submit ${target} `));

describe('a release whose stores say nothing', () => {
  it('is looked at by itself, and goes on with what they say then (W6)', async () => {
    const id = await on.handedOver();
    await on.says(id, on.kit().appStore, { state: 'RELEASED', storeState: 'READY_FOR_DISTRIBUTION' });
    await on.says(id, on.kit().playStore, { state: 'RELEASED', storeState: 'completed' });
    await stage.pass(10 * MINUTE);
    expect((await on.releaseOf(id)).status).toBe('RELEASED');
    expect(await on.targetOf(id, on.kit().playStore)).toMatchObject({
      targetStatus: 'RELEASED',
      storeState: 'completed',
    });
  });

  it('is looked at at growing distances, at most 50 times in 30 days, and pauses then (W6)', async () => {
    const id = await on.handedOver();
    const arn = stage.executions.at(-1) ?? '';
    const began = stage.world.clock.at;
    while (!(await on.releaseOf(id)).isPaused) await stage.passToNext();
    expect(stage.world.clock.at - began).toBe(30 * 24 * 60 * MINUTE * 1000);
    expect((await on.releaseOf(id)).pauseReason).toBe('TASK_FAILURE');
    const looks = enteredIn(await stage.history(arn)).filter((name) => name === 'LookAtStores');
    expect(looks.length).toBeGreaterThan(20);
    expect(looks.length).toBeLessThan(50);
    await stage.act(id, 'cancel', { stores: 'KEEP' });
  });

  it('goes on waiting when a store cannot be read', async () => {
    const id = await on.handedOver();
    stage.services.stores.get(on.kit().appStore)?.clear();
    stage.services.failing.add(on.kit().appStore);
    await stage.pass(10 * MINUTE);
    stage.services.failing.delete(on.kit().appStore);
    expect(await on.releaseOf(id)).toMatchObject({ status: 'BUILD_SUBMITTED', isPaused: false });
    expect((await on.targetOf(id))?.targetStatus).toBe('SUBMITTED');
  });
});

describe('a target that was rejected for its texts', () => {
  it('is looked at: people mend it, and submit it again, in the store itself (W6)', async () => {
    const id = await on.handedOver();
    await on.act(id, 'status', { status: 'REJECTED', reason: 'screenshots', needs: 'METADATA' });
    await on.says(id, on.kit().appStore, { state: 'REJECTED', storeState: 'METADATA_REJECTED' });
    await stage.pass(10 * MINUTE);
    expect((await on.targetOf(id))?.targetStatus).toBe('REJECTED');
    await on.says(id, on.kit().appStore, { state: 'APPROVED', storeState: 'PENDING_DEVELOPER_RELEASE' });
    await stage.pass(DAY);
    expect((await on.targetOf(id))?.targetStatus).toBe('APPROVED');
    await stage.act(id, 'cancel', { stores: 'KEEP' });
  });
});

describe('a target whose version has no id yet', () => {
  it('gets it by the next look, so that the events of its store find it (K1)', async () => {
    const id = await on.handedOver();
    const { releases } = stage.world;
    const target = await on.targetOf(id);
    if (target) await stage.world.seed([releases.updateTarget(target, target.updatedAt, { versionId: undefined })]);
    await on.says(id, on.kit().appStore, { state: 'IN_REVIEW', storeState: 'IN_REVIEW', versionId: 'v-77' });
    await stage.pass(10 * MINUTE);
    expect(await on.targetOf(id)).toMatchObject({ targetStatus: 'SUBMITTED', versionId: 'v-77' });
  });
});

describe('a release that waits for a person, or a time, to be submitted', () => {
  it('is handed over by a submit, target by target', async () => {
    const id = await on.handedOver({ manualSubmission: true });
    expect((await stage.stored(id)).targets.map(({ targetStatus }) => targetStatus)).toEqual(['PENDING', 'PENDING']);
    expect((await on.act(id, 'submit')).status).toBe(202);
    expect((await on.targetOf(id))?.targetStatus).toBe('SUBMITTED');
    expect((await on.targetOf(id, on.kit().playStore))?.targetStatus).toBe('PENDING');
  });

  it('is handed over when its time has come, also when that was moved', async () => {
    const at = (seconds: number) => new Date(stage.world.now() + seconds * 1000).toISOString();
    const id = await on.handedOver({ submitAt: at(3 * DAY) });
    const moved = await stage.world.asLead('PATCH', `/releases/${id}`, { submitAt: at(5 * MINUTE) });
    expect(moved.status).toBe(200);
    await stage.settle();
    await stage.pass(4 * MINUTE);
    expect((await on.targetOf(id))?.targetStatus).toBe('PENDING');
    await stage.pass(1 * MINUTE);
    expect((await on.targetOf(id))?.targetStatus).toBe('SUBMITTED');
  });
});

describe('a release whose time to be submitted has passed', () => {
  const passed = { submitAt: '2026-01-01T00:00:00.000Z' };

  it('is handed over at once when it comes there', async () => {
    const id = await on.handedOver({}, passed);
    await stage.pass(1);
    expect((await on.targetOf(id))?.targetStatus).toBe('SUBMITTED');
  });

  it.each(['writes them', 'waits for them no longer'])(
    'waits for its notes all the same, until somebody %s (W10)',
    async (how) => {
      const id = await on.handedOver({ waitForNotes: true }, passed);
      await stage.pass(DAY);
      expect((await on.targetOf(id))?.targetStatus).toBe('PENDING');
      const release = `/releases/${id}`;
      if (how === 'writes them') await stage.world.asLead('PUT', `${release}/notes/en-US`, { text: 'New.' });
      else await stage.world.asLead('PATCH', release, { waitForNotes: false });
      await stage.settle();
      await stage.pass(1);
      expect((await on.targetOf(id))?.targetStatus).toBe('SUBMITTED');
    },
  );
});

describe('the same build', () => {
  it('is handed in again after a rejection of its texts: no new build, no new sign-off (W-missed)', async () => {
    const id = await on.handedOver();
    const builds = stage.services.calls.filter((call) => call.startsWith('trigger ')).length;
    await on.act(id, 'status', { status: 'REJECTED', reason: 'screenshots', needs: 'METADATA' });
    expect((await on.releaseOf(id)).status).toBe('BUILD_SUBMITTED');
    expect((await on.targetOf(id))?.targetStatus).toBe('REJECTED');
    await on.act(id, 'submit');
    expect(await on.targetOf(id)).toMatchObject({ targetStatus: 'SUBMITTED', buildNumber: '7' });
    expect(stage.services.calls.filter((call) => call.startsWith('trigger '))).toHaveLength(builds);
    expect(submissionsTo(on.kit().appStore)).toHaveLength(2);
  });

  it('is handed in again when the rejection has sent the release to regression already', async () => {
    const id = await on.handedOver({}, { regressionCycle: 1, signedOffCycle: 1, listedCycle: 1 });
    await on.act(id, 'status', { status: 'REJECTED', reason: 'says nothing' });
    expect((await on.releaseOf(id)).status).toBe('REGRESSION_IN_PROGRESS');
    expect((await on.act(id, 'submit')).status).toBe(202);
    expect(await on.releaseOf(id)).toMatchObject({ status: 'BUILD_SUBMITTED', shippedSha: 'sha' });
    expect(await on.targetOf(id)).toMatchObject({ targetStatus: 'SUBMITTED', buildNumber: '7' });
  });

  it('is handed in again after it was taken back', async () => {
    const id = await on.handedOver();
    await on.act(id, 'withdraw');
    expect((await on.targetOf(id))?.targetStatus).toBe('WITHDRAWN');
    expect((await on.releaseOf(id)).status).toBe('BUILD_SUBMITTED');
    await on.act(id, 'submit');
    expect(await on.targetOf(id)).toMatchObject({ targetStatus: 'SUBMITTED', buildNumber: '7' });
  });
});

describe('cancelling', () => {
  it('takes back what is in review and says what is left (W3)', async () => {
    const id = await on.handedOver();
    await on.act(id, 'status', { status: 'RELEASED' }, on.kit().playStore);
    const reply = await stage.act(id, 'cancel', { reason: 'no' });
    expect(reply.body.stores).toEqual(
      expect.arrayContaining([expect.stringContaining('withdraw the version'), expect.stringContaining('all users')]),
    );
    expect((await on.targetOf(id))?.targetStatus).toBe('WITHDRAWN');
    expect(stage.services.calls.filter((call) => call.startsWith(`withdraw ${on.kit().appStore} `))).toHaveLength(1);
    const told = (await stage.world.eventsOf(id)).find(({ type }) => type === 'ReleaseCancelled');
    expect(told?.data).toMatchObject({ reason: 'no', stores: reply.body.stores, outcome: 'RELEASED_IN_PART' });
    expect(await on.typesOf(id)).toContain('TargetWithdrawn');
  });

  it('halts a rollout; the version that some have is tagged, and its successor begins there (W3, W11i)', async () => {
    const service = on.nextService();
    const id = await on.handedOver({ service }, {}, 20);
    await stage.act(id, 'cancel');
    const halted = { rolloutState: 'HALTED', rolloutPercentage: 20 };
    expect(await on.targetOf(id, on.kit().playStore)).toMatchObject(halted);
    expect((await on.targetOf(id))?.targetStatus).toBe('WITHDRAWN');
    const cancelled = await on.releaseOf(id);
    expect(cancelled).toMatchObject({ status: 'CANCELLED', outcome: 'HALTED', tag: `v${cancelled.version}` });
    const page = stage.services.calls.find((call) => call.startsWith('publishRelease '));
    expect(JSON.parse(page?.slice('publishRelease '.length) ?? '{}')).toMatchObject({ isLatest: false });
    const next = await stage.world.asLead('POST', '/releases', stage.world.bodyOf(on.kit(), { service }));
    expect(next.body.baseVersion).toBe(cancelled.version);
  });

  it('leaves to the stores what they have, where a person wants that (W3)', async () => {
    const id = await on.handedOver();
    const reply = await stage.act(id, 'cancel', { stores: 'KEEP' });
    expect(reply.body.stores).toHaveLength(2);
    expect((await stage.stored(id)).targets.map(({ targetStatus }) => targetStatus)).toEqual([
      'SUBMITTED',
      'SUBMITTED',
    ]);
    expect(stage.services.calls.some((call) => call.startsWith('withdraw '))).toBe(false);
  });

  it('of a release that nobody has leaves no tag', async () => {
    const id = await on.handedOver();
    await stage.act(id, 'cancel');
    const release = await on.releaseOf(id);
    expect([release.status, release.tag, release.outcome]).toEqual(['CANCELLED', undefined, undefined]);
  });

  it('ends, and says why, when the tag cannot be made', async () => {
    const id = await on.handedOver();
    await on.act(id, 'status', { status: 'RELEASED' }, on.kit().playStore);
    stage.fail('publishRelease', 'integration.refused');
    await stage.act(id, 'cancel');
    expect(await on.releaseOf(id)).toMatchObject({ status: 'CANCELLED', publishError: expect.any(String) });
    expect(await stage.statusOf(stage.executions.at(-1) ?? '')).toBe('SUCCEEDED');
  });
});
