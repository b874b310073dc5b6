// Approvals of promotions: the people and groups that the policy asks for, the people who took part, and what makes a question void.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { type PromotionItem, promotionDefinition } from '../../../entities/promotions/promotion.entity.ts';
import { onQuestionOvertaken } from '../../../functions/approvals/on/question-overtaken.ts';
import { askPromotion } from '../../../functions/approvals/tasks/ask-promotion.ts';
import { type Kit, NOW_ISO, startWorld, TENANT_ID, verdict, type World } from '../../support/release-world.ts';

const tenantId = TENANT_ID as TenantId;
const HASH = 'a'.repeat(64);

let world: World;
let kit: Kit;
let background: Parameters<typeof askPromotion>[1];
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  const { approvals, integrations, releases, people, teams, promotions, save, now } = world;
  const environments = createEnvironmentRepo(world.table);
  background = { approvals, integrations, releases, people, teams, promotions, environments, save, now };
});
afterAll(() => world.stop());

interface Policy {
  readonly requiredApprovals?: number;
  readonly groups?: Readonly<Record<string, number>>;
  readonly requireSod?: boolean;
}

async function team(members: readonly string[]): Promise<string> {
  const teamId = newId<'Team'>();
  const item = {
    tenantId,
    teamId,
    slug: `team-${teamId.slice(-12)}`,
    name: teamId,
    memberCount: 0,
    createdAt: NOW_ISO,
  };
  await world.seed(world.teams.create(item));
  for (const userId of members) {
    await world.seed(world.teams.addMember({ tenantId, teamId, userId, role: 'MEMBER', joinedAt: NOW_ISO }));
  }
  return teamId;
}
async function leave(teamId: string, userId: string): Promise<void> {
  const place = await world.teams.memberIn(tenantId, teamId, userId);
  if (place) await world.seed(world.teams.removeMember(place));
}

/** A promotion that waits for people under a policy, and its question. */
async function asked(policy: Policy, over: Partial<PromotionItem> = {}) {
  const release = await world.release(kit);
  const environmentId = newId();
  const { requiredApprovals = 1, groups = {}, requireSod = false } = policy;
  const promotionId = newId<'Promotion'>(world.clock.at);
  const promotion = {
    ...{ tenantId, promotionId, shelf: promotionId.slice(-1), month: '2026-03', releaseId: release.id },
    ...{ releaseKey: release.releaseKey, serviceId: 'service', service: 'payments-api', version: '1.0.0' },
    ...{ targetEnvironmentId: environmentId, environmentName: 'production', status: 'PENDING_APPROVAL' },
    ...{ isRollback: false, requestedBy: { type: 'USER', id: 'requester', name: 'Rex' }, requestedAt: NOW_ISO },
    ...{ components: [], authors: [], rollout: {}, policyVersion: 1, approvedHash: HASH, round: 1 },
    ...firstStamps(promotionDefinition, NOW_ISO),
    ...over,
  } as PromotionItem;
  await world.seed([
    ...world.promotions.create(promotion),
    createEnvironmentRepo(world.table).addPolicy({
      ...{ tenantId, environmentId, version: 1, requiredApprovals, requireSod, changedAt: NOW_ISO },
      approvalGroups: Object.entries(groups).map(([teamId, approvalsNeeded]) => ({ teamId, approvalsNeeded })),
      ...{ changedBy: 'lead', changedByName: 'Lena' },
    }),
  ]);
  const ask = () => askPromotion({ tenantId, promotionId, executionId: 'execution' }, background);
  await ask();
  const questions = () => world.approvals.questionsOf(tenantId, promotionId);
  const [question] = await questions();
  const approvalId = question?.approvalId ?? '';
  const decide = (userId: string, action = 'APPROVED') =>
    world.call({
      ...{ role: 'DEVELOPER', userId, method: 'POST', path: `/approvals/${approvalId}/decisions`, body: { action } },
    });
  const status = async () => (await world.approvals.whole(tenantId, approvalId)).approval.status;
  const change = async (changes: Partial<PromotionItem>) => {
    const before = await world.promotions.get(tenantId, promotionId);
    await world.seed(world.promotions.update(before, NOW_ISO, changes));
  };
  return { promotion, release, approvalId, ask, questions, decide, status, change };
}

describe('askPromotion', () => {
  it('asks with the rules of the policy, the hash and the chat of the release', async () => {
    const group = await team([]);
    const { approvalId, release } = await asked({ requiredApprovals: 3, groups: { [group]: 2 } });
    const { approval } = await world.approvals.whole(tenantId, approvalId);
    expect(approval).toMatchObject({
      ...{ stage: 'PROMOTION', round: 1, subjectHash: HASH, releaseId: release.id, status: 'PENDING' },
      subject: { type: 'Promotion', key: `${release.releaseKey} to production` },
      policy: { approvalsNeeded: 3, groups: [{ groupId: group, approvalsNeeded: 2 }], excludedUserIds: [] },
    });
  });

  it('asks once per round', async () => {
    const { ask, questions, change } = await asked({});
    await ask();
    expect(await questions()).toHaveLength(1);
    await change({ round: 2, approvedHash: 'b'.repeat(64) });
    await ask();
    expect(await questions()).toHaveLength(2);
  });

  it.each(['PENDING_GATES', 'APPROVED', 'CANCELLED'] as const)(
    'asks nobody about a promotion that is %s',
    async (status) => {
      expect(await (await asked({}, { status })).questions()).toEqual([]);
    },
  );
});

describe('decideApproval of a promotion', () => {
  it('needs different people, one of each group at least', async () => {
    const [one, two, other] = await Promise.all([1, 2, 3].map(() => world.member('DEVELOPER')));
    const [red, blue] = [await team([one as string, two as string]), await team([two as string])];
    const { decide, status } = await asked({ requiredApprovals: 3, groups: { [red]: 1, [blue]: 1 } });
    await decide(one as string);
    await decide(one as string);
    await decide(other as string);
    expect(await status()).toBe('PENDING');
    await decide(two as string);
    expect(await status()).toBe('APPROVED');
  });

  it('counts a person for one group', async () => {
    const both = await world.member('DEVELOPER');
    const [red, blue] = [await team([both]), await team([both])];
    const { decide, status } = await asked({ requiredApprovals: 1, groups: { [red]: 1, [blue]: 1 } });
    await decide(both);
    expect(await status()).toBe('PENDING');
  });

  it.each([
    ['has left the group', async (group: string, userId: string) => leave(group, userId)],
    [
      'was deactivated',
      async (_: string, userId: string) => {
        const user = await world.people.get(tenantId, userId);
        await world.seed(world.people.change(user, NOW_ISO, { isActive: false }));
      },
    ],
  ])('does not count an earlier approval of a person who %s', async (_, end) => {
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => world.member('DEVELOPER')));
    const group = await team([first as string, third as string]);
    const { decide, status } = await asked({ requiredApprovals: 2, groups: { [group]: 1 } });
    await decide(first as string);
    await end(group, first as string);
    await decide(second as string);
    expect(await status()).toBe('PENDING');
    await decide(third as string);
    expect(await status()).toBe('APPROVED');
  });

  it('ends with the groups in which the people are then', async () => {
    const [first, second] = [await world.member('DEVELOPER'), await world.member('DEVELOPER')];
    const group = await team([]);
    const { decide, status, approvalId } = await asked({ requiredApprovals: 2, groups: { [group]: 1 } });
    await decide(first);
    await world.seed(
      world.teams.addMember({ tenantId, teamId: group, userId: first, role: 'MEMBER', joinedAt: NOW_ISO }),
    );
    await decide(second);
    const { decisions } = await world.approvals.whole(tenantId, approvalId);
    expect([await status(), decisions.find(({ userId }) => userId === first)?.groupIds]).toEqual(['APPROVED', [group]]);
  });

  it('is refused to the requester and to authors, ADMINs included, if duties are separate', async () => {
    const [requester, author] = [await world.member('ADMIN'), await world.member('ADMIN')];
    const { decide } = await asked(
      { requireSod: true },
      { requestedBy: { type: 'USER', id: requester, name: 'Rex' }, authors: [author] },
    );
    expect(verdict(await decide(requester))).toEqual([403, 'approval.not_an_approver']);
    expect(verdict(await decide(author))).toEqual([403, 'approval.not_an_approver']);
  });

  it('is refused to the person who asked for the override, whatever the policy says', async () => {
    const asker = await world.member('LEAD');
    const { decide } = await asked({}, { override: { requestedBy: asker } });
    expect(verdict(await decide(asker))).toEqual([403, 'approval.not_an_approver']);
  });

  it('ends with one rejection', async () => {
    const [one, two] = [await world.member('DEVELOPER'), await world.member('DEVELOPER')];
    const { decide, status } = await asked({ requiredApprovals: 2 });
    await decide(one, 'REJECTED');
    expect(await status()).toBe('REJECTED');
    expect(verdict(await decide(two))).toEqual([409, 'approval.already_decided']);
  });

  it.each([
    ['digests, environment or policy changed', { approvedHash: 'b'.repeat(64) }],
    ['it was asked again', { round: 2 }],
    ['it has ended', { status: 'CANCELLED' as const }],
  ])('is void when %s', async (_, changes) => {
    const { decide, change, status } = await asked({});
    await change(changes);
    expect(verdict(await decide(await world.member('LEAD')))).toEqual([409, 'promotion.approval_void']);
    expect(await status()).toBe('PENDING');
  });

  it('is possible while a gate is closed again for a while', async () => {
    const { decide, change, status } = await asked({});
    await change({ status: 'PENDING_GATES' });
    await decide(await world.member('LEAD'));
    expect(await status()).toBe('APPROVED');
  });

  it.each([
    ['ended', { status: 'SUPERSEDED' as const }, 'CANCELLED'],
    ['changed', { round: 2, approvedHash: 'b'.repeat(64) }, 'CANCELLED'],
    ['waits for a gate again', { status: 'PENDING_GATES' as const }, 'PENDING'],
  ])('is cancelled or not when the promotion has %s', async (_, changes, expected) => {
    const { change, status, promotion } = await asked({});
    await change(changes);
    const { promotionId, releaseId } = promotion;
    const detail = { tenantId, correlationId: 'c', data: { promotionId, releaseId } };
    await onQuestionOvertaken({ id: 'e', source: 's', 'detail-type': 't', time: NOW_ISO, detail }, background);
    expect(await status()).toBe(expected);
  });

  it('tells how many have approved of how many', async () => {
    const [one, two] = [await world.member('DEVELOPER'), await world.member('DEVELOPER')];
    const group = await team([two]);
    const { decide, promotion } = await asked({ requiredApprovals: 1, groups: { [group]: 1 } });
    await decide(one);
    const answered = (await world.eventsOf(promotion.promotionId)).filter(({ type }) => type === 'ApprovalAnswered');
    expect(answered.map(({ data }) => [data.approvals, data.approvalsNeeded, data.releaseId])).toEqual([
      [1, 2, promotion.releaseId],
    ]);
  });
});
