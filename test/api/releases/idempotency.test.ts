// Idempotency-Key on every POST and DELETE of releases: the same request once, with the same answer; another request never.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiReply } from '../../support/http.ts';
import { inOtherTenant, type Kit, MISSING_ID, startWorld, verdict, type World } from '../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

let keys = 0;
const freshKey = () => ({ 'idempotency-key': `key-${keys++}` });
const create = (body: unknown, headers: Record<string, string>) => world.asLead('POST', '/releases', body, headers);
const same = (one: ApiReply, other: ApiReply) =>
  expect([other.status, other.text, other.headers]).toEqual([one.status, one.text, one.headers]);

describe('createRelease with an Idempotency-Key', () => {
  it('answers a repetition byte for byte, headers and all, and creates once', async () => {
    const [body, key] = [world.bodyOf(kit), freshKey()];
    const first = await create(body, key);
    const before = await world.items();
    const second = await create(body, key);
    expect(first.status).toBe(201);
    same(first, second);
    expect(await world.items()).toEqual(before);
  });

  it('answers the same also after the release has moved on', async () => {
    const [body, key] = [world.bodyOf(kit), freshKey()];
    const first = await create(body, key);
    await world.asLead('POST', `/releases/${first.body.id}/kickoff`);
    same(first, await create(body, key));
  });

  it('answers 422 to the same key with another body, another route or another query', async () => {
    const [body, key] = [world.bodyOf(kit), freshKey()];
    const { id } = (await create(body, key)).body;
    const others = [
      await create({ ...body, description: 'x' }, key),
      await world.asLead('POST', `/releases/${id}/kickoff`, undefined, key),
      await world.asLead('POST', `/releases/${id}/pause`, {}, key),
    ];
    for (const reply of others) expect(verdict(reply)).toEqual([422, 'request.idempotency_mismatch']);
  });

  it.each([
    ['no field that it needs', {}],
    ['a field that there is not', { colour: 'blue' }],
  ])('answers 422 to the same key with a body that has %s', async (_, body) => {
    const key = freshKey();
    await create(world.bodyOf(kit), key);
    expect(verdict(await create(body, key))).toEqual([422, 'request.idempotency_mismatch']);
  });

  it('creates once when ten send it at once; the losers get the answer or 409 with a hint when to come back', async () => {
    const [body, key] = [world.bodyOf(kit), freshKey()];
    const replies = await Promise.all(Array.from({ length: 10 }, () => create(body, key)));
    const created = replies.filter(({ status }) => status === 201);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(verdict(reply)).toEqual([409, 'request.idempotency_running']);
      expect(reply.headers['retry-after']).toBe('1');
    }
    same(created[0] as ApiReply, await create(body, key));
  });

  it.each([
    ['refused for its references', { ticketIntegrationId: MISSING_ID }],
    ['malformed', { version: '' }],
  ])('lets the key be used again after a request that was %s', async (_, over) => {
    const key = freshKey();
    const refused = await create(world.bodyOf(kit, over), key);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect((await create(world.bodyOf(kit), key)).status).toBe(201);
  });

  it('lets the key be used again after a conflict', async () => {
    const key = freshKey();
    const { releaseKey } = await world.release(kit);
    expect((await create(world.bodyOf(kit, { releaseKey }), key)).status).toBe(409);
    expect((await create(world.bodyOf(kit), key)).status).toBe(201);
  });

  it('is nobody else’s: not another user’s, not another tenant’s', async () => {
    const [body, key] = [world.bodyOf(kit), freshKey()];
    await create(body, key);
    const request = { role: 'LEAD', method: 'POST', path: '/releases', headers: key } as const;
    const other = await world.call({ ...request, userId: MISSING_ID, body: world.bodyOf(kit) });
    expect(other.status).toBe(201);
    const theirs = await world.integrationKit(inOtherTenant.tenantId);
    expect((await world.call({ ...request, ...inOtherTenant, body: world.bodyOf(theirs) })).status).toBe(201);
  });

  it('is not looked up for somebody who may not call the route', async () => {
    const [body, key] = [world.bodyOf(kit), freshKey()];
    await create(body, key);
    expect((await world.asRole('VIEWER')('POST', '/releases', body, key)).status).toBe(403);
  });

  it.each([[''], ['x'.repeat(256)]])('refuses a key of a wrong length: %#', async (key) => {
    const reply = await create(world.bodyOf(kit), { 'idempotency-key': key });
    expect(verdict(reply)).toEqual([400, 'request.invalid']);
    expect(reply.body.fields[0]).toMatchObject({ path: 'Idempotency-Key', code: 'request.invalid_header' });
  });
});

describe('deleteRelease with an Idempotency-Key', () => {
  it('answers the same when it is repeated, where a repetition without a key is a 404', async () => {
    const { id } = await world.release(kit);
    const key = freshKey();
    const remove = (headers = {}) => world.asLead('DELETE', `/releases/${id}`, undefined, headers);
    const first = await remove(key);
    expect([first.status, first.text]).toEqual([204, '']);
    same(first, await remove(key));
    expect(verdict(await remove())).toEqual([404, 'release.not_found']);
  });

  it('lets the key be used again after it was refused', async () => {
    const { id } = await world.release(kit);
    await world.asLead('POST', `/releases/${id}/kickoff`);
    const key = freshKey();
    const remove = () => world.asLead('DELETE', `/releases/${id}`, undefined, key);
    expect(verdict(await remove())).toEqual([409, 'release.illegal_transition']);
    await world.asLead('POST', `/releases/${id}/cancel`);
    expect((await remove()).status).toBe(204);
  });
});

describe('an operation on a release with an Idempotency-Key', () => {
  it('happens once and answers the same, where a repetition without a key would be a 409', async () => {
    const { id } = await world.release(kit);
    const key = freshKey();
    const kickOff = () => world.asLead('POST', `/releases/${id}/kickoff`, undefined, key);
    const first = await kickOff();
    expect(first.status).toBe(200);
    same(first, await kickOff());
    expect((await world.asLead('POST', `/releases/${id}/kickoff`)).status).toBe(409);
  });

  it('answers the same also when it had changed nothing', async () => {
    const { id } = await world.release(kit);
    const { release, targets } = await world.stored(id);
    const target = targets.find((item) => item.targetIntegrationId === kit.appStore);
    if (!target) throw new Error('not created');
    const at = release.updatedAt;
    await world.seed([
      world.releases.update(release, at, { status: 'BUILD_SUBMITTED' }),
      world.releases.updateTarget(target, at, { targetStatus: 'APPROVED' }),
    ]);
    const key = freshKey();
    const path = `/releases/${id}/targets/${kit.appStore}/status`;
    const first = await world.asLead('POST', path, { status: 'APPROVED' }, key);
    await world.asLead('POST', path, { status: 'RELEASED' });
    same(first, await world.asLead('POST', path, { status: 'APPROVED' }, key));
  });
});
