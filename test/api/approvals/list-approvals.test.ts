// listApprovals, getApproval, and who may call the routes of approvals.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shelfOf } from '../../../entities/_base/ids.ts';
import { APPROVAL_STATUSES } from '../../../entities/approvals/approval.model.ts';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/approvals/manifest.ts';
import {
  inOtherTenant,
  type Kit,
  MISSING_ID,
  NOW_ISO,
  OTHER_TENANT_ID,
  startWorld,
  TENANT_ID,
  USER_ID,
  verdict,
  type World,
} from '../../support/release-world.ts';
import { storeApproval } from './fixture.ts';

let world: World;
let kit: Kit;
/** Ids by status, newest first. */
const ids: Record<string, string[]> = {};
let pending = '';
let releaseId = '';
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  await world.member('LEAD', { userId: USER_ID });
  const release = await world.release(kit);
  releaseId = release.id;
  for (let cycle = 1; cycle <= 40; cycle++) {
    world.clock.at += 1;
    const status = APPROVAL_STATUSES[cycle % APPROVAL_STATUSES.length] ?? 'PENDING';
    ids[status] = [await storeApproval(world, release, { cycle, status }), ...(ids[status] ?? [])];
  }
  pending = ids.PENDING?.[0] ?? '';
});
afterAll(() => world.stop());

const listed = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);

describe('listApprovals', () => {
  it('lists the pending ones by default, newest first, without their decisions', async () => {
    const { body } = await world.asLead('GET', '/approvals');
    expect(listed(body)).toEqual(ids.PENDING);
    expect(body.items[0]).not.toHaveProperty('decisions');
  });

  it.each(APPROVAL_STATUSES)('lists those that are %s, in pages without gap or duplicate', async (status) => {
    const found: string[] = [];
    let cursor = '';
    do {
      const { body } = await world.asLead('GET', `/approvals?status=${status}&limit=3${cursor}`);
      found.push(...listed(body));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(found).toEqual(ids[status]);
  });

  it('lists those about a subject, of any status or of one, in pages', async () => {
    const about = `/approvals?subjectId=${releaseId}`;
    const first = await world.asLead('GET', `${about}&limit=30`);
    const second = await world.asLead('GET', `${about}&limit=30&cursor=${first.body.nextCursor}`);
    expect([...listed(first.body), ...listed(second.body)].sort()).toEqual(Object.values(ids).flat().sort());
    expect(listed((await world.asLead('GET', `${about}&status=REJECTED&limit=100`)).body).sort()).toEqual(
      ids.REJECTED?.sort(),
    );
    expect((await world.asLead('GET', `/approvals?subjectId=${MISSING_ID}`)).body.items).toEqual([]);
  });

  it('is one Query and at most one BatchGet', async () => {
    expect((await world.meter(() => world.asLead('GET', '/approvals'))).commands).toEqual(['Query', 'BatchGetItem']);
  });

  it('refuses the cursor of another status or tenant', async () => {
    const { nextCursor } = (await world.asLead('GET', '/approvals?limit=3')).body;
    const path = `/approvals?limit=3&cursor=${nextCursor}`;
    const replies = [
      await world.asLead('GET', `${path}&status=APPROVED`),
      await world.call({ role: 'LEAD', method: 'GET', path, ...inOtherTenant }),
    ];
    for (const reply of replies) expect(verdict(reply)).toEqual([400, 'request.invalid_cursor']);
  });

  describe('with mine=true', () => {
    const mine = async (role: 'LEAD' | 'DEVELOPER' | 'VIEWER' | 'CI', query = '') =>
      (await world.call({ role, method: 'GET', path: `/approvals?mine=true&limit=100${query}` })).body;

    it('lists the pending ones that the caller may decide', async () => {
      expect(listed(await mine('LEAD'))).toEqual(ids.PENDING);
      expect(listed(await mine('LEAD', `&subjectId=${releaseId}&status=PENDING`)).sort()).toEqual(
        ids.PENDING?.toSorted(),
      );
      for (const role of ['DEVELOPER', 'VIEWER', 'CI'] as const) expect(listed(await mine(role))).toEqual([]);
    });

    it('leaves out what the caller has answered, though others still have to', async () => {
      const release = await world.release(kit);
      const two = await storeApproval(world, release, { policy: { approvalsNeeded: 2 } });
      expect(listed(await mine('LEAD'))).toContain(two);
      const given = {
        action: 'APPROVED',
        name: 'Lena',
        groupIds: [] as string[],
        decidedAt: NOW_ISO,
        schemaVersion: 1,
      } as const;
      await world.seed([
        world.approvals.putDecision({
          tenantId: TENANT_ID,
          approvalId: two,
          shelf: shelfOf(two),
          userId: USER_ID,
          ...given,
        }),
      ]);
      expect(listed(await mine('LEAD'))).not.toContain(two);
      expect(listed((await world.asLead('GET', '/approvals?limit=100')).body)).toContain(two);
    });

    it.each(['true&status=APPROVED', 'yes', ''])('refuses mine=%s', async (query) => {
      expect((await world.asLead('GET', `/approvals?mine=${query}`)).status).toBe(400);
    });

    it('is a Query and at most two BatchGets', async () => {
      const { commands } = await world.meter(() => world.asLead('GET', '/approvals?mine=true'));
      expect(commands).toEqual(['Query', 'BatchGetItem', 'BatchGetItem']);
    });
  });

  it('is empty in another tenant', async () => {
    const { body } = await world.call({ role: 'LEAD', method: 'GET', path: '/approvals', ...inOtherTenant });
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it.each(['status=OPEN', 'limit=0', 'releaseId=x'])('refuses ?%s', async (query) => {
    expect((await world.asLead('GET', `/approvals?${query}`)).status).toBe(400);
  });
});

describe('getApproval', () => {
  it('answers the approval with its decisions and ETag', async () => {
    const reply = await world.asLead('GET', `/approvals/${pending}`);
    expect(reply.body).toMatchObject({ id: pending, status: 'PENDING', stage: 'REGRESSION_SIGN_OFF', decisions: [] });
    expect(reply.headers.etag).toMatch(/^"1\.[\w-]{16}"$/);
  });
});

const rows = [
  {
    name: 'listApprovals',
    method: 'GET',
    path: '/approvals',
    may: 'ADMIN LEAD DEVELOPER VIEWER CI',
    scope: 'approvals:read',
  },
  {
    name: 'getApproval',
    method: 'GET',
    path: '/approvals/{id}',
    may: 'ADMIN LEAD DEVELOPER VIEWER CI',
    scope: 'approvals:read',
  },
  {
    name: 'decideApproval',
    method: 'POST',
    path: '/approvals/{id}/decisions',
    body: { action: 'REJECTED' },
    may: 'ADMIN LEAD DEVELOPER',
    scope: 'approvals:write',
  },
] as const;
const request = (row: (typeof rows)[number], id: string) => ({
  method: row.method,
  path: row.path.replace('{id}', id),
  ...('body' in row ? { body: row.body } : {}),
});

it('has a row for every route', () => {
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(manifest.routes).sort());
});

describe.each(rows)('$name', (row) => {
  it.each(ROLES)('answers %s as the route allows', async (role) => {
    const reply = await world.call({ role, ...request(row, pending) });
    const may = row.may.split(' ').includes(role);
    // The caller is a lead; a credential for a developer lends no more than a developer may.
    const isApprover = row.name !== 'decideApproval' || role !== 'DEVELOPER';
    const allowed = isApprover ? [200, undefined] : [403, 'approval.not_an_approver'];
    expect(verdict(reply)).toEqual(may ? allowed : [403, 'request.forbidden']);
  });

  it('answers 401 without a credential and 403 without the scope', async () => {
    expect(verdict(await world.call(request(row, pending)))).toEqual([401, 'request.unauthenticated']);
    const scopes = row.scope === 'approvals:read' ? 'approvals:write' : 'approvals:read';
    expect(verdict(await world.call({ role: 'ADMIN', scopes, ...request(row, pending) }))).toEqual([
      403,
      'request.forbidden',
    ]);
  });

  it('answers 404 in a tenant that is not the credential’s', async () => {
    const reply = await world.call({ role: 'ADMIN', tenantId: OTHER_TENANT_ID, ...request(row, pending) });
    expect(verdict(reply)).toEqual([404, 'request.not_found']);
  });
});

describe.each(rows.filter(({ path }) => path.includes('{id}')))('$name', (row) => {
  it('answers the same 404 for another tenant’s approval, a missing one and what is no id', async () => {
    const own = { role: 'ADMIN', ...inOtherTenant } as const;
    const replies = await Promise.all(
      [pending, MISSING_ID, 'no-id', 'a%23b', 'x'.repeat(3000)].map((id) =>
        world.call({ ...own, ...request(row, id) }),
      ),
    );
    for (const reply of replies)
      expect([...verdict(reply), reply.text]).toEqual([404, 'approval.not_found', replies[0]?.text]);
  });
});
