// Changes of promotions by people: cancellations and overrides, and the actions that views show.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/promotions/manifest.ts';
import { fieldsOf, MISSING_ID, USER_ID, verdict } from '../../support/release-world.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { type PromotionsStage, type Ready, startPromotions } from './fixture.ts';

const OTHER_ID = '0192f000-0000-7000-8000-0000000000bb';
const HOUR_MS = 3_600_000;

let world: PromotionsStage;
let ready: Ready;
beforeAll(async () => {
  world = await startPromotions();
  ready = await world.ready();
});
afterAll(() => world.stop());

const promotion = async () => (await world.promote(ready)).id;
const inHours = (hours: number) => isoOf(world.clock.at + hours * HOUR_MS);
const send = (id: string, what: string, body?: unknown, headers: Record<string, string> = {}, userId = USER_ID) =>
  world.as('LEAD', userId)('POST', `/promotions/${id}/${what}`, body, headers);
const ask = (id: string, over: object = {}) =>
  send(id, 'override', { reason: 'A leak', expiresAt: inHours(2), ...over });
const grant = (id: string, userId = OTHER_ID) => send(id, 'override/grant', undefined, {}, userId);
const granted = async (id: string) => {
  await ask(id);
  await grant(id);
};
const cancelled = async () => {
  const id = await promotion();
  await send(id, 'cancel', {});
  return id;
};

describe('cancelPromotion', () => {
  it('ends a promotion that waits, with the reason of the person', async () => {
    const id = await promotion();
    const { body, status } = await send(id, 'cancel', { reason: 'not today' });
    expect([status, body.status, body.statusCode, body.statusReason]).toEqual([
      ...[200, 'CANCELLED', 'promotion.cancelled', 'not today'],
    ]);
    expect([body.decidedAt, body.finishedAt, body.revision]).toEqual([inHours(0), inHours(0), 2]);
    expect(await world.eventsOf(id)).toEqual(['PromotionRequested', 'PromotionCancelled']);
    expect(await world.auditOf('Promotion', id)).toEqual(['promotion.requested', 'promotion.cancelled']);
    expect(await world.deps.promotions.waitingAt(await world.stored(id), 100)).not.toContain(id);
  });

  it('names the person without a reason', async () => {
    expect((await world.get(await cancelled())).statusReason).toBe('the lead cancelled it.');
  });

  it('answers 409 promotion.illegal_transition with its status when it has ended', async () => {
    const reply = await send(await cancelled(), 'cancel', {});
    expect([verdict(reply), reply.body.detail, reply.body.legal]).toEqual([
      [409, 'promotion.illegal_transition'],
      'It is CANCELLED.',
      [],
    ]);
  });

  it.each([
    [{ reason: ' ' }, 400],
    [{ force: true }, 400],
  ])('refuses %j', async (body, status) => {
    expect((await send(await promotion(), 'cancel', body)).status).toBe(status);
  });
});

describe('requestOverride', () => {
  it('keeps the person, the reason, the ticket and the end', async () => {
    const id = await promotion();
    const { body } = await ask(id, { ticket: 'OPS-1' });
    expect(body.override).toEqual({
      ...{ requestedBy: USER_ID, requestedByName: 'the lead', requestedAt: inHours(0), reason: 'A leak' },
      ...{ ticket: 'OPS-1', expiresAt: inHours(2), grantedBy: null, grantedByName: null, grantedAt: null },
    });
    expect(await world.eventsOf(id)).toEqual(['PromotionRequested', 'PromotionOverrideRequested']);
    expect((await world.auditOf('Promotion', id)).at(-1)).toBe('promotion.override_requested');
  });

  it('replaces an earlier one, which must be granted again', async () => {
    const id = await promotion();
    await ask(id);
    await grant(id);
    expect((await ask(id, { reason: 'Another' })).body.override).toMatchObject({ reason: 'Another', grantedBy: null });
  });

  it.each([
    ['now', 0],
    ['in the past', -1],
    ['after more than seven days', 7 * 24 + 1],
  ])('answers 422 for an end %s', async (_, hours) => {
    const reply = await ask(await promotion(), { expiresAt: inHours(hours) });
    expect([verdict(reply), fieldsOf(reply)]).toEqual([[422, 'promotion.invalid'], ['expiresAt promotion.expiry']]);
  });

  it('takes seven days', async () => {
    expect((await ask(await promotion(), { expiresAt: inHours(7 * 24) })).status).toBe(200);
  });

  it.each([[{ reason: '' }], [{ expiresAt: 'soon' }], [{ expiresAt: undefined }], [{ grantedBy: OTHER_ID }]])(
    'answers 400 for %j',
    async (over) => {
      expect((await ask(await promotion(), over)).status).toBe(400);
    },
  );

  it('answers 409 when the promotion has ended', async () => {
    expect(verdict(await ask(await cancelled()))).toEqual([409, 'promotion.illegal_transition']);
  });

  it('answers 403 promotion.not_a_person for a credential of no user', async () => {
    const path = `/promotions/${await promotion()}/override`;
    const body = { reason: 'A leak', expiresAt: inHours(1) };
    const reply = await world.call({ role: 'LEAD', actorType: 'TOKEN', method: 'POST', path, body });
    expect(verdict(reply)).toEqual([403, 'promotion.not_a_person']);
  });
});

describe('grantOverride', () => {
  it('keeps the other person and the time', async () => {
    const id = await promotion();
    await ask(id);
    const { body } = await grant(id);
    expect(body.override).toMatchObject({ grantedBy: OTHER_ID, grantedByName: 'the lead', grantedAt: inHours(0) });
    expect((await world.eventsOf(id)).at(-1)).toBe('PromotionOverrideGranted');
    expect((await world.auditOf('Promotion', id)).at(-1)).toBe('promotion.override_granted');
  });

  it.each([
    ['nobody has asked', promotion, 'no_override', ['requestOverride']],
    ['it is granted already', granted, 'no_override', []],
  ])('answers 409 when %s', async (_, prepare, code, legal) => {
    const id = await promotion();
    await prepare(id);
    const reply = await grant(id);
    expect([verdict(reply), reply.body.legal]).toEqual([[409, `promotion.${code}`], legal]);
  });

  it('answers 409 when it has expired', async () => {
    const id = await promotion();
    await ask(id);
    world.clock.at += 2 * HOUR_MS;
    const reply = await grant(id);
    expect([verdict(reply), reply.body.detail]).toEqual([[409, 'promotion.no_override'], 'It has expired; ask again.']);
  });

  it.each(['LEAD', 'ADMIN'] as const)(
    'answers 403 promotion.same_person to the person who asked, also as %s',
    async (role) => {
      const id = await promotion();
      await ask(id);
      const path = `/promotions/${id}/override/grant`;
      const reply = await world.call({ role, userId: USER_ID, method: 'POST', path });
      expect(verdict(reply)).toEqual([403, 'promotion.same_person']);
    },
  );

  it('answers 403 promotion.not_a_person for a credential of no user', async () => {
    const id = await promotion();
    await ask(id);
    const path = `/promotions/${id}/override/grant`;
    const reply = await world.call({ role: 'LEAD', actorType: 'TOKEN', userId: OTHER_ID, method: 'POST', path });
    expect(verdict(reply)).toEqual([403, 'promotion.not_a_person']);
  });
});

describe.each([
  ['cancel', {}],
  ['override', () => ({ reason: 'A leak', expiresAt: inHours(1) })],
  ['override/grant', undefined],
])('%s', (what, given) => {
  const body = () => (typeof given === 'function' ? given() : given);

  it('answers 404 for a missing promotion', async () => {
    expect(verdict(await send(MISSING_ID, what, body()))).toEqual([404, 'promotion.not_found']);
  });

  it('answers 412 for another revision', async () => {
    const reply = await send(await promotion(), what, body(), { 'if-match': '"9"' });
    expect(reply.status).toBe(412);
  });
});

describe('the actions of a promotion', () => {
  async function expectTrueOf(id: string, ask: { role: (typeof ROLES)[number]; userId?: string }) {
    const { body } = await world.call({ ...ask, method: 'GET', path: `/promotions/${id}` });
    const bodies = { cancelPromotion: {}, requestOverride: { reason: 'A leak', expiresAt: inHours(1) } };
    await expectTrue(world.call, manifest, ask, { actions: body.actions, params: { promotion: id }, bodies });
  }

  it.each(ROLES)('are true for the role %s', async (role) => {
    await expectTrueOf(await promotion(), { role });
  });

  it.each([USER_ID, OTHER_ID])('are true for %s when one of them has asked for an override', async (userId) => {
    const id = await promotion();
    await ask(id);
    await expectTrueOf(id, { role: 'LEAD', userId });
  });

  it('are true when it has ended', async () => {
    await expectTrueOf(await cancelled(), { role: 'ADMIN' });
  });
});
