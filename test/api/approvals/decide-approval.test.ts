// decideApproval: the people who may decide, the stored decision, and repeated decisions: one decision ends a question.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Policy } from '../../../entities/approvals/approval.model.ts';
import type { Role } from '../../../entities/names.ts';
import { type Kit, MISSING_ID, NOW_ISO, paths, startWorld, verdict, type World } from '../../support/release-world.ts';
import { askForSignOff, storeApproval } from './fixture.ts';

let world: World;
let kit: Kit;
let people: Record<'admin' | 'lead' | 'pilot' | 'developer' | 'viewer', string>;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  people = {
    admin: await world.member('ADMIN'),
    lead: await world.member('LEAD'),
    pilot: await world.member('DEVELOPER'),
    developer: await world.member('DEVELOPER'),
    viewer: await world.member('VIEWER'),
  };
});
afterAll(() => world.stop());

const ask = () => askForSignOff(world, kit, people.pilot);
const decide = (
  approvalId: string,
  userId: string,
  body: unknown = { action: 'APPROVED' },
  request: { role?: Role; headers?: Record<string, string> } = {},
) =>
  world.call({
    role: 'LEAD',
    userId,
    method: 'POST',
    path: `/approvals/${approvalId}/decisions`,
    body,
    ...request,
  });
const eventsOf = async (releaseId: string) =>
  (await world.eventsOf(releaseId)).filter(({ type }) => type.startsWith('Approval'));

describe('decideApproval', () => {
  const who: [keyof typeof people, number, string | undefined][] = [
    ['admin', 200, undefined],
    ['lead', 200, undefined],
    ['pilot', 200, undefined],
    ['developer', 403, 'approval.not_an_approver'],
    ['viewer', 403, 'approval.not_an_approver'],
  ];
  it.each(who)('answers the %s with %i, by the membership that is stored', async (person, status, code) => {
    const { approvalId, releaseId } = await ask();
    const reply = await decide(approvalId, people[person], undefined, { role: 'ADMIN' });
    expect(verdict(reply)).toEqual([status, code]);
    expect(await eventsOf(releaseId)).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ['somebody who is no member', 'DEVELOPER' as const, MISSING_ID, 'approval.not_an_approver'],
    ['a credential that acts for nobody', 'CI' as const, 'token', 'request.forbidden'],
    ['a viewer’s credential', 'VIEWER' as const, 'lead', 'request.forbidden'],
  ])('refuses %s', async (_, role, userId, code) => {
    const { approvalId } = await ask();
    const reply = await decide(approvalId, userId === 'lead' ? people.lead : userId, undefined, { role });
    expect(verdict(reply)).toEqual([403, code]);
  });

  it('refuses a lead whose credential is for a developer (S7)', async () => {
    const { approvalId } = await ask();
    expect(verdict(await decide(approvalId, people.lead, undefined, { role: 'DEVELOPER' }))).toEqual([
      403,
      'approval.not_an_approver',
    ]);
  });

  it('refuses a lead who has left', async () => {
    const { approvalId } = await ask();
    const gone = await world.member('LEAD');
    const { tenantId } = world.caller();
    const user = await world.people.get(tenantId, gone);
    await world.seed(world.people.change(user, NOW_ISO, { isActive: false }));
    expect(verdict(await decide(approvalId, gone))).toEqual([403, 'approval.not_an_approver']);
  });

  it.each([
    ['APPROVED', 'approval.approved'],
    ['REJECTED', 'approval.rejected'],
  ])('writes %s with its comment, its event and its audit entry', async (action, audited) => {
    const { approvalId, releaseId } = await ask();
    const { body, headers } = await decide(approvalId, people.lead, { action, comment: ' seen it ' });
    expect(body).toMatchObject({ id: approvalId, status: action, decidedAt: NOW_ISO, revision: 2 });
    expect(body.decisions).toEqual([
      { userId: people.lead, name: 'Person 2', action, comment: 'seen it', decidedAt: NOW_ISO },
    ]);
    expect(headers.etag).toBe('"2"');
    const read = { role: 'LEAD', userId: people.lead, method: 'GET', path: `/approvals/${approvalId}` } as const;
    expect((await world.call(read)).body).toEqual(body);
    expect(await eventsOf(releaseId)).toEqual([
      {
        type: 'ApprovalDecided',
        data: expect.objectContaining({
          approvalId,
          subject: { type: 'Release', id: releaseId, key: expect.any(String) },
          round: 1,
          status: action,
          decidedBy: people.lead,
          comment: 'seen it',
        }),
      },
    ]);
    expect((await world.auditOf(releaseId)).at(-1)).toMatchObject({ action: audited, actor: { id: people.lead } });
  });

  it('changes nothing when the same person gives the same answer again', async () => {
    const { approvalId, releaseId } = await ask();
    const first = await decide(approvalId, people.lead);
    const second = await decide(approvalId, people.lead);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await eventsOf(releaseId)).toHaveLength(1);
  });

  it.each([
    ['another answer of the same person', 'lead', 'REJECTED'],
    ['the same answer of another person', 'admin', 'APPROVED'],
    ['another answer of another person', 'pilot', 'REJECTED'],
  ] as const)('answers 409 approval.already_decided to %s', async (_, person, action) => {
    const { approvalId, releaseId } = await ask();
    await decide(approvalId, people.lead);
    const reply = await decide(approvalId, people[person], { action });
    expect(verdict(reply)).toEqual([409, 'approval.already_decided']);
    expect(reply.body.detail).toContain('APPROVED');
    expect(await eventsOf(releaseId)).toHaveLength(1);
  });

  it('is decided once when ten leads decide at once', async () => {
    const { approvalId, releaseId } = await ask();
    const leads = await Promise.all(Array.from({ length: 10 }, () => world.member('LEAD')));
    const replies = await Promise.all(
      leads.map((lead, index) => decide(approvalId, lead, { action: index % 2 === 0 ? 'APPROVED' : 'REJECTED' })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(reply.status).toBe(409);
    expect(await eventsOf(releaseId)).toHaveLength(1);
    expect((await world.asLead('GET', `/approvals/${approvalId}`)).body.decisions).toHaveLength(1);
  });

  it('keeps to If-Match', async () => {
    const { approvalId } = await ask();
    const at = (etag: string) => decide(approvalId, people.lead, undefined, { headers: { 'if-match': etag } });
    expect(verdict(await at('"7"'))).toEqual([412, 'request.precondition_failed']);
    expect((await at('"1"')).status).toBe(200);
    const late = await decide(approvalId, people.lead, { action: 'REJECTED' }, { headers: { 'if-match': '"1"' } });
    expect(verdict(late)).toEqual([412, 'request.precondition_failed']);
  });

  it('answers a repetition of the same Idempotency-Key byte for byte, and 422 for another answer', async () => {
    const { approvalId } = await ask();
    const headers = { 'idempotency-key': approvalId };
    const first = await decide(approvalId, people.lead, undefined, { headers });
    const second = await decide(approvalId, people.lead, undefined, { headers });
    expect([second.status, second.text]).toEqual([200, first.text]);
    const other = await decide(approvalId, people.lead, { action: 'REJECTED' }, { headers });
    expect(verdict(other)).toEqual([422, 'request.idempotency_mismatch']);
  });

  describe('with a policy', () => {
    const asked = async (policy: Partial<Policy>) => {
      const { releaseId } = await ask();
      const { body } = await world.asLead('GET', `/releases/${releaseId}`);
      return { releaseId, approvalId: await storeApproval(world, body, { stage: 'SECOND_LOOK', policy }) };
    };

    it('of two approvals stays PENDING after the first and tells both', async () => {
      const { releaseId, approvalId } = await asked({ approvalsNeeded: 2 });
      const first = await decide(approvalId, people.lead);
      expect(first.body).toMatchObject({ status: 'PENDING', revision: 2, decisions: [{ userId: people.lead }] });
      expect((await decide(approvalId, people.lead)).body).toEqual(first.body);
      const second = await decide(approvalId, people.admin);
      expect(second.body).toMatchObject({ status: 'APPROVED', revision: 3 });
      expect(second.body.decisions).toHaveLength(2);
      expect((await eventsOf(releaseId)).map(({ type }) => type)).toEqual(['ApprovalAnswered', 'ApprovalDecided']);
    });

    it('of two approvals takes the other answer of the same person in the place of the first', async () => {
      const { approvalId } = await asked({ approvalsNeeded: 2 });
      await decide(approvalId, people.lead);
      const { body } = await decide(approvalId, people.lead, { action: 'REJECTED' });
      expect(body).toMatchObject({ status: 'REJECTED', decisions: [{ userId: people.lead, action: 'REJECTED' }] });
    });

    it('of three approvals counts each person once when all decide at once', async () => {
      const { approvalId } = await asked({ approvalsNeeded: 3 });
      const leads = await Promise.all(Array.from({ length: 3 }, () => world.member('LEAD')));
      await Promise.all([...leads, ...leads].map((lead) => decide(approvalId, lead)));
      const { body } = await world.asLead('GET', `/approvals/${approvalId}`);
      expect([body.status, body.decisions.length]).toEqual(['APPROVED', 3]);
    });

    it('keeps out those who took part, whatever their role', async () => {
      const { approvalId } = await asked({ excludedUserIds: [people.lead] });
      expect(verdict(await decide(approvalId, people.lead))).toEqual([403, 'approval.not_an_approver']);
      expect((await decide(approvalId, people.admin)).status).toBe(200);
    });

    it('of the moment it was asked with: a pilot who is named later does not decide', async () => {
      const { releaseId, approvalId } = await asked({});
      await world.asLead('PATCH', `/releases/${releaseId}`, { releasePilotId: people.developer });
      expect(verdict(await decide(approvalId, people.developer))).toEqual([403, 'approval.not_an_approver']);
    });
  });

  const bad: [string, unknown, number, string[]][] = [
    ['no body', undefined, 400, ['body']],
    ['an empty object', {}, 400, ['action']],
    ['another word', { action: 'YES' }, 400, ['action']],
    ['a name of its own', { action: 'APPROVED', userId: 'ada' }, 400, ['userId']],
    ['a blank comment', { action: 'APPROVED', comment: ' ' }, 400, ['comment']],
    ['a comment of 1,001 characters', { action: 'APPROVED', comment: 'x'.repeat(1001) }, 400, ['comment']],
    ['half a character', { action: 'APPROVED', comment: '\ud83d' }, 400, ['comment']],
    ['broken JSON', '{', 400, []],
    ['1 MB of text', 'x'.repeat(1_000_000), 413, []],
  ];
  it.each(bad)('refuses %s and writes nothing', async (_, body, status, fields) => {
    const { approvalId, releaseId } = await ask();
    const before = await world.traceOf(releaseId);
    const headers = { 'content-type': 'application/json' };
    const reply = await world.call({
      role: 'LEAD',
      userId: people.lead,
      method: 'POST',
      path: `/approvals/${approvalId}/decisions`,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    expect([reply.status, ...paths(reply)]).toEqual([status, ...fields]);
    expect(await world.traceOf(releaseId)).toEqual(before);
  });
});
