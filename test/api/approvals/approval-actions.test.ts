// The actions of an approval say what decideApproval answers: to every person and role, in every status of the question and its subject.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../../entities/names.ts';
import { manifest } from '../../../functions/approvals/manifest.ts';
import { type Kit, NOW_ISO, startWorld, type World } from '../../support/release-world.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { askForSignOff, storeApproval } from './fixture.ts';

let world: World;
let kit: Kit;
const people: Partial<Record<Role, string>> = {};
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  for (const role of ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER'] as const) people[role] = await world.member(role);
});
afterAll(() => world.stop());

const as = (role: Role) => ({ role, ...(people[role] === undefined ? {} : { userId: people[role] }) });

async function actionsOf(approval: string, role: Role) {
  const { body } = await world.call({ ...as(role), method: 'GET', path: `/approvals/${approval}` });
  await expectTrue(world.call, manifest, as(role), { actions: body.actions, params: { approval } });
  return body.actions;
}

describe('the actions of an approval', () => {
  it.each(ROLES)('are true for the role %s', async (role) => {
    await actionsOf((await askForSignOff(world, kit)).approvalId, role);
  });

  it('let the pilot decide, whatever the role', async () => {
    await actionsOf((await askForSignOff(world, kit, people.DEVELOPER)).approvalId, 'DEVELOPER');
  });

  it.each(['PENDING', 'APPROVED', 'REJECTED', 'CANCELLED'] as const)(
    'are true for a question that is %s',
    async (status) => {
      const { releaseId } = await askForSignOff(world, kit);
      const release = { id: releaseId, releaseKey: 'app' };
      await actionsOf(await storeApproval(world, release, { status, stage: 'OTHER' }), 'LEAD');
    },
  );

  it('refuse a person who took part in the change', async () => {
    const { releaseId } = await askForSignOff(world, kit);
    const policy = { excludedUserIds: [String(people.LEAD)] };
    const [approve] = await actionsOf(
      await storeApproval(world, { id: releaseId, releaseKey: 'app' }, { policy, stage: 'OTHER' }),
      'LEAD',
    );
    expect(approve).toEqual({
      ...{ name: 'decideApproval', allowed: false, code: 'approval.not_an_approver' },
      ...{ body: { action: 'APPROVED' }, reason: 'You took part in this change, so another person must decide.' },
    });
  });

  it('let a person change an answer, and not repeat it', async () => {
    const { releaseId } = await askForSignOff(world, kit);
    const release = { id: releaseId, releaseKey: 'app' };
    const approval = await storeApproval(world, release, { policy: { approvalsNeeded: 2 }, stage: 'OTHER' });
    const path = `/approvals/${approval}/decisions`;
    const { body } = await world.call({ ...as('LEAD'), method: 'POST', path, body: { action: 'APPROVED' } });
    expect(body.actions).toEqual([
      ...[{ name: 'decideApproval', allowed: false, code: null, body: { action: 'APPROVED' } }].map((one) => ({
        ...one,
        reason: 'You gave this answer already.',
      })),
      { name: 'decideApproval', allowed: true, reason: null, code: null, body: { action: 'REJECTED' } },
    ]);
    await actionsOf(approval, 'LEAD');
    await actionsOf(approval, 'ADMIN');
  });

  it('let people reject, and not approve, while a build of the release is missing', async () => {
    const { approvalId, releaseId } = await askForSignOff(world, kit);
    const { pipelines } = await world.stored(releaseId);
    await world.seed(pipelines.map((item) => world.releases.updatePipeline(item, NOW_ISO, { buildStatus: 'RUNNING' })));
    const [approve, reject] = await actionsOf(approvalId, 'LEAD');
    expect([approve.code, reject.allowed]).toEqual(['release.sign_off_refused', true]);
  });

  it('are in the list too', async () => {
    const { approvalId } = await askForSignOff(world, kit);
    const { body } = await world.call({ ...as('LEAD'), method: 'GET', path: '/approvals' });
    const item = body.items.find(({ id }: { id: string }) => id === approvalId);
    await expectTrue(world.call, manifest, as('LEAD'), { actions: item.actions, params: { approval: approvalId } });
  });
});
