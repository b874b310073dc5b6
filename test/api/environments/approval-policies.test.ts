// The approval policy of an environment: groups of people, and a version for each change.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf, MISSING_ID, verdict } from '../../support/release-world.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
let teamId: string;
beforeAll(async () => {
  world = await startEnvironments();
  teamId = await world.team('qa');
});
afterAll(() => world.stop());

const policies = async (id: unknown, query = '') =>
  (await world.asLead('GET', `/environments/${id}/approval-policies${query}`)).body;
const versions = async (id: unknown) => (await policies(id)).items.map(({ version }: { version: number }) => version);

describe('createEnvironment', () => {
  it('begins with version 1 of its policy', async () => {
    const approvalGroups = [{ teamId, approvalsNeeded: 2 }];
    const { id, ...body } = await world.environment({ requiredApprovals: 3, requireSod: true, approvalGroups });
    expect(body).toMatchObject({ policyVersion: 1, approvalGroups });
    expect((await policies(id)).items).toMatchObject([
      { version: 1, requiredApprovals: 3, requireSod: true, approvalGroups, changedByName: expect.any(String) },
    ]);
  });

  it('refuses an unknown team at its field, and creates nothing', async () => {
    const approvalGroups = [
      { teamId, approvalsNeeded: 1 },
      { teamId: MISSING_ID, approvalsNeeded: 1 },
    ];
    const reply = await world.asLead('POST', '/environments', { name: 'no-team', approvalGroups });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([
      422,
      'environment.invalid',
      ['approvalGroups[1].teamId team.not_found'],
    ]);
    expect((await world.asLead('GET', '/environments/no-team')).status).toBe(404);
  });

  it.each<[string, object[], string]>([
    ['a team twice', [1, 1].map((approvalsNeeded) => ({ teamId: MISSING_ID, approvalsNeeded })), 'approvalGroups'],
    ['no approvals', [{ teamId: MISSING_ID, approvalsNeeded: 0 }], 'approvalGroups[0].approvalsNeeded'],
    [
      'too many groups',
      Array.from({ length: 11 }, (_, index) => ({ teamId: `t${index}`, approvalsNeeded: 1 })),
      'approvalGroups',
    ],
  ])('answers 400 for %s', async (_, approvalGroups, path) => {
    const reply = await world.asLead('POST', '/environments', { name: 'bad', approvalGroups });
    expect([reply.status, reply.body.errors?.[0]?.path ?? fieldsOf(reply)[0]?.split(' ')[0]]).toEqual([400, path]);
  });
});

describe('updateEnvironment', () => {
  it.each<[string, object, number]>([
    ['more approvals', { requiredApprovals: 5 }, 2],
    ['separation of duties', { requireSod: true }, 2],
    ['other groups', { approvalGroups: [] }, 2],
    ['the same number of approvals', { requiredApprovals: 1 }, 1],
    ['another name', { displayName: 'Other' }, 1],
    ['another soak time', { soakMinutes: 5 }, 1],
  ])('with %s has the policy of version %$', async (_, change, version) => {
    const approvalGroups = [{ teamId, approvalsNeeded: 1 }];
    const { id } = await world.environment({ requiredApprovals: 1, approvalGroups });
    const { status, body } = await world.asAdmin('PATCH', `/environments/${id}`, change);
    expect([status, body.policyVersion]).toEqual([200, version]);
    expect(await versions(id)).toEqual(version === 1 ? [1] : [2, 1]);
  });

  it('of two changes at once one is refused or tried again: no version is lost', async () => {
    const { id } = await world.environment();
    const replies = await Promise.all(
      [1, 2, 3].map((requiredApprovals) => world.asAdmin('PATCH', `/environments/${id}`, { requiredApprovals })),
    );
    const changed = replies.filter(({ status }) => status === 200).length;
    expect(await versions(id)).toEqual(Array.from({ length: changed + 1 }, (_, index) => changed + 1 - index));
  });
});

describe('listApprovalPolicies', () => {
  it('answers pages, newest first', async () => {
    const { id } = await world.environment();
    for (const requiredApprovals of [1, 2]) await world.asLead('PATCH', `/environments/${id}`, { requiredApprovals });
    const { items, nextCursor } = await policies(id, '?limit=2');
    const rest = await policies(id, `?limit=2&cursor=${nextCursor}`);
    const numbers = [...items, ...rest.items].map(({ version }: { version: number }) => version);
    expect([numbers, rest.nextCursor]).toEqual([[3, 2, 1], null]);
  });

  it('answers 404 for an unknown environment', async () => {
    expect(verdict(await world.asLead('GET', `/environments/${MISSING_ID}/approval-policies`))).toEqual([
      404,
      'environment.not_found',
    ]);
  });
});
