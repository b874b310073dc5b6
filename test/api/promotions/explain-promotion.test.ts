// The decisions about a promotion, as they were made, and as another version of the policy would have made them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalHash, canonicalJson } from '../../../entities/_base/json.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { evaluate } from '../../../entities/promotions/decisions/decision-record.model.ts';
import { MISSING_ID, verdict } from '../../support/release-world.ts';
import { type PromotionsStage, startPromotions } from './fixture.ts';

let world: PromotionsStage;
beforeAll(async () => {
  world = await startPromotions();
});
afterAll(() => world.stop());

const explain = (id: string, query = '') => world.as('VIEWER')('GET', `/promotions/${id}/explain${query}`);
const wait = (minutes: number) => {
  world.clock.at += minutes * 60_000;
  return isoOf(world.clock.at);
};

/** A promotion that was looked at during a stop and after it, when its approvals were missing. */
async function explained() {
  const ready = await world.ready({ prod: { requiredApprovals: 1 } });
  await world.asLead('POST', `/environments/${ready.prod}/stop`, { reason: 'a fire' });
  const { id } = await world.promote(ready);
  const first = wait(1);
  await world.evaluate(id);
  await world.asLead('POST', `/environments/${ready.prod}/lift-stop`);
  const second = wait(1);
  await world.heartbeat();
  await world.evaluate(id);
  return { id, ready, first, second };
}

describe('explainPromotion', () => {
  it('answers the last record, byte for byte as it is stored, with its snapshot', async () => {
    const { id, second } = await explained();
    const { body } = await explain(id);
    const stored = await world.deps.promotions.evaluation((await world.stored(id)).tenantId, id, second);
    expect(canonicalJson(body.record)).toBe(canonicalJson(stored?.record));
    expect(body).toEqual({ promotionId: id, isReplayed: false, record: stored?.record, snapshot: stored?.snapshot });
    expect(body.record).toEqual((await world.get(id)).decision);
  });

  it('answers a record that the snapshot gives again', async () => {
    const { body } = await explain((await explained()).id);
    expect(canonicalJson(evaluate(body.snapshot))).toBe(canonicalJson(body.record));
    expect(body.record.snapshotHash).toBe(canonicalHash(body.snapshot));
  });

  it('answers the decision that was in force at a time', async () => {
    const { id, first, second } = await explained();
    const codeAt = async (at: string) => {
      const { body } = await explain(id, `?at=${at}`);
      const open = body.record.gates.find(({ status }: { status: string }) => status === 'PENDING');
      return [body.record.evaluatedAt, open.reasonCode];
    };
    const between = isoOf(Date.parse(second) - 1);
    expect(await codeAt(first)).toEqual([first, 'emergency_stop.in_force']);
    expect(await codeAt(between)).toEqual([first, 'emergency_stop.in_force']);
    expect(await codeAt(second)).toEqual([second, 'approvals.missing']);
    expect(await codeAt('2099-01-01T00:00:00Z')).toEqual([second, 'approvals.missing']);
  });

  it('answers the decision under another version of the policy, and changes nothing', async () => {
    const { id, ready } = await explained();
    await world.asAdmin('PATCH', `/environments/${ready.prod}`, { requiredApprovals: 0 });
    const count = (await world.world.items()).length;
    const { body } = await explain(id, '?policyVersion=2');
    expect([body.isReplayed, body.record.result, body.record.policyVersion]).toEqual([true, 'ALLOW', 2]);
    expect(body.snapshot.policy).toEqual({ version: 2, approvalsNeeded: 0, groups: [], requireSod: false });
    expect((await world.world.items()).length).toBe(count);
    expect((await explain(id, '?policyVersion=1')).body.record).toEqual((await explain(id)).body.record);
  });

  it('answers the decision under the first policy of an environment that a report has created', async () => {
    const { service, release } = await world.ready();
    await world.report('told-by-a-report', service, release.key);
    await world.asAdmin('PATCH', '/environments/told-by-a-report', { order: 0 });
    const { id } = await world.promote({ body: { release: release.key, environment: 'told-by-a-report' } });
    await world.evaluate(id);
    expect((await explain(id, '?policyVersion=1')).status).toBe(200);
    const { body } = await world.as('LEAD')('GET', '/environments/told-by-a-report/approval-policies');
    expect(body.items).toMatchObject([{ version: 1, requiredApprovals: 0, changedByName: expect.any(String) }]);
  });

  it('answers 404 environment.policy_not_found for a version that does not exist', async () => {
    const { id } = await explained();
    expect(verdict(await explain(id, '?policyVersion=9'))).toEqual([404, 'environment.policy_not_found']);
  });

  it('answers 404 promotion.not_evaluated before the first decision', async () => {
    const { id, first } = await explained();
    expect(verdict(await explain(id, `?at=${isoOf(Date.parse(first) - 1)}`))).toEqual([404, 'promotion.not_evaluated']);
    const { id: fresh } = await world.promote(await world.ready());
    expect(verdict(await explain(fresh))).toEqual([404, 'promotion.not_evaluated']);
  });

  it('answers 404 promotion.not_found for a missing promotion', async () => {
    expect(verdict(await explain(MISSING_ID))).toEqual([404, 'promotion.not_found']);
  });

  it.each(['?at=yesterday', '?policyVersion=0', '?policyVersion=one', '?version=1'])(
    'answers 400 for %s',
    async (query) => {
      expect((await explain((await explained()).id, query)).status).toBe(400);
    },
  );
});
