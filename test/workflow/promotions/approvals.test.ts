// The people of a promotion: approvals by the policy of its environment, and overrides of a freeze by two people.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { createApiTokenRepo } from '../../../entities/access/api-token.repo.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { type PromotionStage, startPromotionStage } from './promotion-stage.ts';

let stage: PromotionStage;
let people: string[];
beforeAll(async () => {
  stage = await startPromotionStage();
  people = [];
  for (let one = 0; one < 4; one++) people.push(await stage.world.member('DEVELOPER'));
});
afterAll(() => stage.stop());

const person = (index: number) => people[index] as string;
const isDecided = async (id: string) => (await stage.stored(id)).decidedAt !== undefined;
const roundsOf = async (id: string) => (await stage.questions(id)).map(({ round }) => round);

describe('a promotion that needs approvals', () => {
  it('asks once all other gates pass, and goes on when enough people have approved', async () => {
    const ready = await stage.ready({ prod: { requiredApprovals: 2 } });
    await stage.asLead('POST', `/environments/${ready.prod}/stop`, { reason: 'a fire' });
    const id = await stage.request(ready);
    expect([await stage.standing(id), await roundsOf(id)]).toEqual(['PENDING_GATES emergency_stop.in_force', []]);
    await stage.asLead('POST', `/environments/${ready.prod}/lift-stop`);
    await stage.settle();
    expect([await stage.standing(id), await roundsOf(id)]).toEqual(['PENDING_APPROVAL approvals.missing', [1]]);
    const { approvalId, statusReason } = await stage.get(id);
    expect([approvalId, statusReason]).toEqual([
      (await stage.questions(id))[0]?.approvalId,
      'It needs 2 more approvals.',
    ]);
    await stage.decide(id, person(0));
    expect((await stage.get(id)).statusReason).toBe('It needs 1 more approval.');
    await stage.decide(id, person(1));
    expect([await isDecided(id), await roundsOf(id)]).toEqual([true, [1]]);
    expect(await stage.eventsOf(id)).toEqual([
      ...['PromotionRequested', 'PromotionEvaluated', 'PromotionEvaluated', 'ApprovalRequested', 'PromotionEvaluated'],
      ...['ApprovalAnswered', 'PromotionEvaluated', 'ApprovalDecided'],
      ...['PromotionApproved', 'PromotionStarted', 'PromotionDeployed'],
    ]);
  });

  it('asks nobody before the authors are known, and remembers an author who gives up the account', async () => {
    const ready = await stage.ready({ prod: { requiredApprovals: 1, requireSod: true } });
    const releases = stage.world.releases;
    const [tenantId, at] = [TENANT_ID, () => new Date(stage.clock.at).toISOString()];
    const found = async () => (await releases.whole(tenantId as never, ready.release.id)).release;
    await stage.world.seed([releases.update(await found(), at(), { branchSha: undefined })]);
    const id = await stage.request(ready);
    expect([await stage.standing(id), await roundsOf(id)]).toEqual(['PENDING_GATES approvals.authors_unknown', []]);

    const accounts = [{ provider: 'slack', externalId: 'U77' }];
    const author = await stage.world.member('DEVELOPER', { slackUserId: 'U77' });
    const kept = { tenantId, releaseId: ready.release.id, users: [], accounts };
    await stage.world.seed([releases.update(await found(), at(), { branchSha: 'cut' }), releases.authors.keep(kept)]);
    await stage.lookAgain(id, 1);
    expect([await stage.standing(id), await roundsOf(id)]).toEqual(['PENDING_APPROVAL approvals.missing', [1]]);

    const [identity] = await stage.world.people.identitiesOf(tenantId as never, author);
    await stage.world.seed(stage.world.people.removeIdentity(identity as never));
    await stage.asAdmin('PATCH', `/environments/${ready.prod}`, { approvalGroups: [], requiredApprovals: 2 });
    await stage.settle();
    expect((await stage.decide(id, author)).status).toBe(403);
  });

  it('says when a team that must approve was deleted', async () => {
    const ready = await stage.ready({ prod: { requiredApprovals: 0 } });
    const environments = createEnvironmentRepo(stage.world.table);
    const environment = await environments.get(TENANT_ID as never, ready.prod);
    const approvalGroups = [{ teamId: newId<'Team'>(), approvalsNeeded: 1 }];
    await stage.world.seed(environments.update(environment, environment.updatedAt, { approvalGroups }));
    const id = await stage.request(ready);
    expect(await stage.standing(id)).toBe('PENDING_GATES approvals.group_gone');
  });

  it('is not approved by the person who made the token of CI that has requested it', async () => {
    const ready = await stage.ready({ prod: { requiredApprovals: 1, requireSod: true } });
    const [maker, tokenId, at] = [await stage.world.member('ADMIN'), newId<'ApiToken'>(), isoOf(stage.clock.at)];
    const token = {
      tenantId: TENANT_ID,
      tokenId,
      hash: 'x',
      name: 'CI',
      ownerId: 'CI',
      role: 'CI',
      scopes: '*',
    } as const;
    const made = { madeById: maker, madeByName: 'Ada', createdAt: at, expiresAt: at };
    await stage.world.seed(createApiTokenRepo(stage.world.table).create({ ...token, ...made }));
    const { body } = await stage.as('CI', tokenId)('POST', '/promotions', ready.body);
    await stage.settle();
    expect((await stage.decide(body.id, maker)).status).toBe(403);
    await stage.decide(body.id, person(0));
    expect(await isDecided(body.id)).toBe(true);
  });

  it('is REJECTED by one person', async () => {
    const id = await stage.request(await stage.ready({ prod: { requiredApprovals: 2 } }));
    await stage.decide(id, person(0));
    await stage.decide(id, person(1), 'REJECTED');
    expect(await stage.standing(id)).toBe('REJECTED approvals.rejected');
  });

  it('asks again when the policy changes, and earlier approvals do not count', async () => {
    const ready = await stage.ready({ prod: { requiredApprovals: 1, requireSod: true } });
    const id = await stage.request(ready);
    await stage.asAdmin('PATCH', `/environments/${ready.prod}`, { requiredApprovals: 2 });
    await stage.settle();
    expect([await roundsOf(id), (await stage.get(id)).policyVersion]).toEqual([[1, 2], 2]);
    await stage.decide(id, person(0));
    await stage.asAdmin('PATCH', `/environments/${ready.prod}`, { requiredApprovals: 1 });
    await stage.settle();
    expect([await isDecided(id), await roundsOf(id)]).toEqual([false, [1, 2, 3]]);
    await stage.decide(id, person(0));
    expect(await isDecided(id)).toBe(true);
  });

  it('does not count the approval of a person who left before it was decided', async () => {
    const id = await stage.request(await stage.ready({ prod: { requiredApprovals: 2 } }));
    const leaver = await stage.world.member('DEVELOPER');
    await stage.decide(id, leaver);
    const { people: repo } = stage.world;
    const user = await repo.get((await stage.stored(id)).tenantId as never, leaver);
    await stage.world.seed(repo.change(user, new Date(stage.clock.at).toISOString(), { isActive: false }));
    await stage.decide(id, person(0));
    expect([await isDecided(id), (await stage.get(id)).statusReason]).toEqual([false, 'It needs 1 more approval.']);
    await stage.decide(id, person(1));
    expect(await isDecided(id)).toBe(true);
  });
});

describe('an override of a freeze', () => {
  const frozen = async (prod: object = {}) => {
    const ready = await stage.ready({ prod: { ...prod } });
    const dtstart = new Date(stage.clock.at - 60_000).toISOString().slice(0, 16);
    await stage.freezeWindow({
      ...{ environments: [ready.prod], rrule: undefined, dtstart, duration: 'P20D', timeZone: 'UTC' },
    });
    return stage.request(ready);
  };
  const inHours = (hours: number) => new Date(stage.clock.at + hours * 3_600_000).toISOString();
  const ask = (id: string, userId: string, hours = 24) =>
    stage.as('DEVELOPER', userId)('POST', `/promotions/${id}/override`, {
      reason: 'A leak',
      expiresAt: inHours(hours),
    });
  const grant = async (id: string, userId: string) => {
    const reply = await stage.as('LEAD', userId)('POST', `/promotions/${id}/override/grant`);
    await stage.settle();
    return reply;
  };

  it('by two people lets the promotion begin', async () => {
    const id = await frozen();
    await ask(id, person(0));
    await stage.settle();
    expect(await stage.standing(id)).toBe('PENDING_GATES freeze.closed');
    expect((await grant(id, person(0))).status).toBe(403);
    expect(await stage.standing(id)).toBe('PENDING_GATES freeze.closed');
    expect((await grant(id, person(1))).status).toBe(200);
    const { decision } = await stage.get(id);
    expect(decision.gates[2]).toMatchObject({ status: 'PASSED', reasonCode: 'freeze.overridden' });
    expect(await isDecided(id)).toBe(true);
  });

  it('ends when it expires', async () => {
    const id = await frozen({ requiredApprovals: 1 });
    await ask(id, person(0), 2);
    await grant(id, person(1));
    expect(await stage.standing(id)).toBe('PENDING_APPROVAL approvals.missing');
    await stage.later(360);
    expect(await stage.standing(id)).toBe('PENDING_GATES freeze.closed');
  });

  it('keeps the person who asked for it from approving, and asks others if that person has approved', async () => {
    const id = await frozen({ requiredApprovals: 1 });
    await ask(id, person(2));
    await grant(id, person(1));
    expect((await stage.decide(id, person(2))).status).toBe(403);
    await ask(id, person(3));
    await grant(id, person(1));
    await stage.decide(id, person(3));
    expect([await stage.standing(id), await roundsOf(id)]).toEqual(['PENDING_APPROVAL approvals.missing', [1, 2]]);
    expect((await stage.decide(id, person(3))).status).toBe(403);
    await stage.decide(id, person(0));
    expect(await isDecided(id)).toBe(true);
  });
});
