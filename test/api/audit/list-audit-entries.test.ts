// listAuditEntries: every combination of filters against a model in memory, pages, totals, roles, and what it refuses.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RETENTION_DAYS } from '../../../entities/names.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { auditItem } from '../../support/services/audit-sealing.ts';
import { MONTH_MS, NOW, startAudit } from './fixture.ts';

const DAY_MS = 86_400_000;

interface Made {
  readonly id: string;
  readonly at: string;
  readonly user: string;
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId: string;
}

const USERS = ['ada', 'ben'];
/** One action is of two types. */
const KINDS = [
  { action: 'release.created', resourceType: 'Release' },
  { action: 'release.paused', resourceType: 'Release' },
  { action: 'train.created', resourceType: 'Train' },
  { action: 'approval.decided', resourceType: 'Release' },
  { action: 'approval.decided', resourceType: 'Train' },
];
const START = new Date(NOW - 1.5 * MONTH_MS).toISOString();
const END = new Date(NOW - MONTH_MS / 4).toISOString();

let audit: Awaited<ReturnType<typeof startAudit>>;
let made: Made[];
beforeAll(async () => {
  audit = await startAudit();
  // Over three months; every user has every kind on two resources of its type.
  const items = await Promise.all(
    Array.from({ length: 120 }, (_, index) => {
      const kind = KINDS[index % KINDS.length] as (typeof KINDS)[number];
      return auditItem(audit, NOW - 3 * MONTH_MS + Math.floor((index * 3 * MONTH_MS) / 120), {
        ...kind,
        actor: { type: 'USER', id: USERS[index % USERS.length] ?? '', name: 'somebody' },
        resourceId: `${kind.resourceType}-${index % 3}`,
        details: { index },
      });
    }),
  );
  await audit.deliver([...items, await auditItem(audit, NOW - 1, { tenantId: OTHER_TENANT_ID as never })]);
  made = items.map((item) => {
    const {
      entryId: id,
      at,
      action,
      resourceType,
      resourceId,
      actor,
    } = item as never as Made & { entryId: string; actor: { id: string } };
    return { id, at, action, resourceType, resourceId, user: actor.id };
  });
});
afterAll(() => audit.stop());

type Filter = Readonly<Partial<Record<'user' | 'action' | 'resourceType' | 'resourceId' | 'start' | 'end', string>>>;
const VALUES: Required<Filter> = {
  user: 'ada',
  action: 'approval.decided',
  resourceType: 'Train',
  resourceId: 'Train-1',
  start: START,
  end: END,
};
const names = Object.keys(VALUES) as (keyof Filter)[];
const combinations: Filter[] = Array.from({ length: 2 ** names.length }, (_, bits) =>
  Object.fromEntries(names.filter((_, index) => bits & (1 << index)).map((name) => [name, VALUES[name]])),
);
const fits = (entry: Made, { start, end, ...values }: Filter): boolean =>
  (start === undefined || entry.at >= start) &&
  (end === undefined || entry.at < end) &&
  Object.entries(values).every(([name, value]) => entry[name as keyof Made] === value);
/** Newest first. */
const expected = (filter: Filter): string[] =>
  made
    .filter((entry) => fits(entry, filter))
    .map(({ id }) => id)
    .toSorted()
    .toReversed();
const pathOf = (filter: Filter, more: Record<string, string> = {}) =>
  `/audit?${new URLSearchParams({ ...(filter as Record<string, string>), ...more })}`;

/** All pages of a list. */
async function idsOf(filter: Filter, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let more: Record<string, string> = {};
  for (let pages = 0; pages < 100; pages++) {
    const { status, body } = await audit.get(pathOf(filter, { limit: String(limit), ...more }));
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    ids.push(...body.items.map(({ id }: { id: string }) => id));
    if (body.nextCursor === null) return ids;
    more = { cursor: body.nextCursor };
  }
  throw new Error('the pages do not end');
}

describe('listAuditEntries', () => {
  it.each(combinations.map((filter) => [Object.keys(filter).join(', ') || 'no filter', filter] as const))(
    'answers what fits by %s, page by page, and its number',
    async (_, filter) => {
      expect(await idsOf(filter, 7)).toEqual(expected(filter));
      const { body } = await audit.get(pathOf(filter, { total: 'true' }));
      expect(body).toMatchObject({ total: expected(filter).length, totalIsExact: true });
    },
  );

  it('answers an entry with its place in the chain', async () => {
    const { body } = await audit.get('/audit?limit=1');
    expect(body.items[0]).toEqual({
      id: made.at(-1)?.id,
      at: made.at(-1)?.at,
      actor: { type: 'USER', id: 'ben', name: 'somebody' },
      action: 'approval.decided',
      resourceType: 'Train',
      resourceId: 'Train-2',
      details: { index: 119 },
      ip: '192.0.2.1',
      userAgent: 'tests',
      correlationId: 'correlation-1',
      seq: 120,
      previousHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it.each([
    ['an action of another type', { action: 'release.created', resourceType: 'Train' }],
    ['a resource of another type', { resourceId: 'Train-1', resourceType: 'Release' }],
    ['an end before the start', { start: END, end: START }],
    ['an unknown user', { user: 'nobody' }],
  ])('answers nothing for %s', async (_, filter) => {
    expect(await idsOf(filter, 25)).toEqual([]);
  });

  it('reads no more than 12 units for any page', async () => {
    for (const filter of combinations) {
      const { readUnits, commands } = await audit.meter(() => audit.get(pathOf(filter, { limit: '50' })));
      expect(readUnits).toBeLessThanOrEqual(12);
      expect(new Set(commands)).toEqual(new Set(['Query']));
    }
  });

  it('hides entries that have expired, though the table still has them', async () => {
    let now = NOW;
    const old = await startAudit(() => now);
    await old.deliver([auditItem(old, NOW)]);
    const shown = async () => (await old.get('/audit?total=true')).body;
    now = NOW + RETENTION_DAYS.audit * DAY_MS - 1000;
    expect(await shown()).toMatchObject({ items: [{ seq: 1 }], total: 1 });
    now += 1000;
    expect(await shown()).toMatchObject({ items: [], total: 0 });
    await old.stop();
  });

  it('leaves out details that are too long, and says which they were', async () => {
    const long = await startAudit();
    await long.deliver([auditItem(long, NOW, { details: { before: 'x'.repeat(16_000) } })]);
    const [entry] = (await long.get('/audit')).body.items;
    expect(entry.details).toEqual({ omitted: 'longer than 16000 characters', fields: ['before'] });
    await long.stop();
  });

  it.each(['ADMIN', 'LEAD'] as const)('answers %s', async (role) => {
    expect((await audit.call({ role, method: 'GET', path: '/audit' })).status).toBe(200);
  });

  it.each(['DEVELOPER', 'VIEWER', 'CI'] as const)('answers %s 403', async (role) => {
    expect((await audit.call({ role, method: 'GET', path: '/audit' })).status).toBe(403);
  });

  it.each(['limit=0', 'limit=101', 'start=yesterday', 'end=2026-03-01', 'total=yes', 'user=', 'offset=5'])(
    'answers 400 for %s',
    async (query) => {
      expect((await audit.get(`/audit?${query}`)).status).toBe(400);
    },
  );

  it('answers 400 for the cursor of another filter or another tenant', async () => {
    const { body } = await audit.get('/audit?limit=5');
    const cursor = encodeURIComponent(body.nextCursor);
    expect((await audit.get(`/audit?limit=5&user=ada&cursor=${cursor}`)).body.code).toBe('request.invalid_cursor');
    const there = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    const foreign = await audit.call({
      role: 'LEAD',
      method: 'GET',
      path: `/audit?limit=5&cursor=${cursor}`,
      ...there,
    });
    expect(foreign.body.code).toBe('request.invalid_cursor');
  });

  it('shows a tenant its own entries alone', async () => {
    const there = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    const { body } = await audit.call({ role: 'ADMIN', method: 'GET', path: '/audit', ...there });
    expect(body.items).toHaveLength(1);
    expect(TENANT_ID).not.toBe(OTHER_TENANT_ID);
  });
});
