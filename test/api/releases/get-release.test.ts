// getRelease and listReleaseActivity: the whole release in few requests, without internal fields.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kit, NOW, startWorld, verdict, type World } from '../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

describe('getRelease', () => {
  it('is one Query and one BatchGet by id, and one Get more by releaseKey', async () => {
    const { id, releaseKey } = await world.release(kit);
    const byId = await world.meter(() => world.asLead('GET', `/releases/${id}`));
    expect(byId.commands).toEqual(['Query', 'BatchGetItem']);
    const byKey = await world.meter(() => world.asLead('GET', `/releases/${releaseKey}`));
    expect(byKey.commands).toEqual(['GetItem', 'Query', 'BatchGetItem']);
  });

  it('expands every integration as the integrations API shows it, and nothing of how it is stored', async () => {
    const { id } = await world.release(kit);
    const { body, text } = await world.asLead('GET', `/releases/${id}`);
    expect(body.scmIntegration).toMatchObject({ id: kit.scm, type: 'GITHUB', verificationStatus: 'VALID' });
    expect(body.targets.map(({ integration }: { integration: { type: string } }) => integration.type).sort()).toEqual([
      'APP_STORE',
      'PLAY_STORE',
    ]);
    for (const word of [
      '"pk"',
      '"sk"',
      '__edb',
      'useCount',
      'T#',
      'sealed',
      'triggerId',
      'schemaVersion',
      'tenantId',
    ]) {
      expect(text).not.toContain(word);
    }
  });

  it('shows null for chat that was deleted meanwhile', async () => {
    const own = await world.integrationKit();
    const { id } = await world.release(own);
    const chat = await world.integrations.get(world.caller().tenantId, {
      kind: 'COMMUNICATION',
      integrationId: own.chat,
    });
    if (!chat) throw new Error('not seeded');
    await world.seed(world.integrations.remove(chat));
    expect((await world.asLead('GET', `/releases/${id}`)).body.communicationIntegration).toBeNull();
  });

  it('says since when it is in each of its steps, also after it was cancelled', async () => {
    const { id } = await world.release(kit);
    const at = (ms: number) => new Date(NOW + ms).toISOString();
    world.clock.at = NOW + 60_000;
    await world.asLead('POST', `/releases/${id}/kickoff`);
    world.clock.at = NOW + 3_600_000;
    await world.asLead('POST', `/releases/${id}/cancel`);
    world.clock.at = NOW;
    expect((await world.asLead('GET', `/releases/${id}`)).body.steps).toEqual([
      { status: 'KICKOFF_PENDING', since: at(0) },
      { status: 'PENDING', since: at(60_000) },
      { status: 'CANCELLED', since: at(3_600_000) },
    ]);
    const [listed] = (await world.asLead('GET', '/releases?status=CANCELLED')).body.items;
    expect([listed.id, listed.steps, listed.reachedAt]).toEqual([id, undefined, undefined]);
  });

  it('answers the revision in its ETag, which every change of the release moves', async () => {
    const { id } = await world.release(kit);
    const { headers } = await world.asLead('GET', `/releases/${id}`);
    expect(headers.etag).toMatch(/^"1\.[\w-]{16}"$/);
    await world.asLead('POST', `/releases/${id}/kickoff`, undefined, { 'if-match': headers.etag ?? '' });
    expect((await world.asLead('GET', `/releases/${id}`)).headers.etag).toMatch(/^"2\.[\w-]{16}"$/);
    const late = await world.asLead('POST', `/releases/${id}/cancel`, {}, { 'if-match': headers.etag ?? '' });
    expect([late.status, late.body.code]).toEqual([412, 'request.precondition_failed']);
  });

  it('answers 304 to its ETag until a target changes, which is no change of the release itself', async () => {
    const { id, targets } = await world.release(kit);
    const { headers } = await world.asLead('GET', `/releases/${id}`);
    const again = () => world.asLead('GET', `/releases/${id}`, undefined, { 'if-none-match': headers.etag ?? '' });
    expect((await again()).status).toBe(304);
    const changed = await world.asLead('PATCH', `/releases/${id}/targets/${targets[0].integration.id}`, {
      releaseMode: 'MANUAL',
    });
    expect(changed.status).toBe(200);
    expect((await again()).status).toBe(200);
  });
});

describe('listReleaseActivity', () => {
  const activity = (id: string, query = '') => world.asLead('GET', `/releases/${id}/activity${query}`);

  it('lists what happened, newest first, with who, when and why', async () => {
    const { id } = await world.release(kit);
    await world.asRole('DEVELOPER')('POST', `/releases/${id}/kickoff`);
    await world.asLead('POST', `/releases/${id}/cancel`, { reason: 'not now' });
    const { body } = await activity(id);
    expect(body.items).toEqual([
      expect.objectContaining({ action: 'release.cancelled', details: { from: 'PENDING', reason: 'not now' } }),
      expect.objectContaining({
        action: 'release.kicked_off',
        actor: expect.objectContaining({ name: 'the developer' }),
      }),
      expect.objectContaining({ action: 'release.created', at: new Date(NOW).toISOString() }),
    ]);
  });

  it('pages without gap or duplicate, by releaseKey too', async () => {
    const { id, releaseKey } = await world.release(kit);
    for (let round = 0; round < 5; round++) {
      await world.asLead('POST', `/releases/${id}/pause`);
      await world.asLead('POST', `/releases/${id}/resume`);
    }
    const seen: string[] = [];
    let query = '?limit=4';
    while (query !== '') {
      const { body } = await activity(encodeURIComponent(releaseKey), query);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      query = body.nextCursor === null ? '' : `?limit=4&cursor=${body.nextCursor}`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([11, 11]);
  });

  it('refuses the cursor of another release’s activity', async () => {
    const [one, other] = [await world.release(kit), await world.release(kit)];
    await world.asLead('POST', `/releases/${one.id}/kickoff`);
    const { nextCursor } = (await activity(one.id, '?limit=1')).body;
    expect(verdict(await activity(other.id, `?cursor=${nextCursor}`))).toEqual([400, 'request.invalid_cursor']);
  });

  it('does not show what is past its retention, removed or not', async () => {
    const { id } = await world.release(kit);
    world.clock.at = NOW + (3 * 365 + 1) * 86_400_000;
    const { body } = await activity(id);
    world.clock.at = NOW;
    expect(body.items).toEqual([]);
  });
});
