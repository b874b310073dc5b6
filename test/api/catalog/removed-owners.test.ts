// Services whose owner or team was removed lose it; a team that does not exist cannot be named.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumers } from '../../../functions/catalog/events.handler.ts';
import { fieldsOf, MISSING_ID, NOW_ISO, startWorld, TENANT_ID, type World } from '../../support/release-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

type Body = Record<string, unknown>;
const get = (slug: string) => world.asLead('GET', `/services/${slug}`);
const eventsOf = async (id: string) =>
  (await world.items()).filter(({ pk }) => String(pk).endsWith(`#OUTBOX#${id}`)).map(({ detailType }) => detailType);

describe('a removed owner', () => {
  const event = (type: string, data: Body) => {
    const envelope = { id: 'e', version: 1, tenantId: TENANT_ID, occurredAt: NOW_ISO, correlationId: 'c', data };
    const actor = { type: 'SYSTEM', id: 'people', name: 'people' };
    return { id: 'e', source: '', 'detail-type': type, time: '', detail: { ...envelope, actor } };
  };
  it.each([
    ['UserRemoved', 'userId', 'ownerId'],
    ['TeamDeleted', 'teamId', 'teamId'],
  ])('by %s leaves the services without it, and nothing else changes', async (type, key, field) => {
    const [gone, other] = [`gone-${type}`, `other-${type}`];
    for (const slug of [1, 2, 3]) await world.service(`${type.toLowerCase()}-${slug}`, { [field]: gone });
    await world.service(`${type.toLowerCase()}-4`, { [field]: other });
    const { services, save, now } = world;
    for (const _ of ['once', 'again']) {
      await consumers.events[type]?.(event(type, { [key]: gone }), { services, save, now } as never);
    }
    const named = async (slug: number) => (await get(`${type.toLowerCase()}-${slug}`)).body;
    expect(await named(1)).toMatchObject({ [field]: null, revision: 2 });
    expect([(await named(3))[field], (await named(4))[field]]).toEqual([null, other]);
    expect(await eventsOf((await named(2)).id)).toEqual(['ServiceUpdated']);
  });

  it('is refused beforehand if the team does not exist', async () => {
    const reply = await world.asLead('POST', '/services', { slug: 'teamless', teamId: MISSING_ID });
    expect(fieldsOf(reply)).toEqual(['teamId service.team_not_found']);
  });
});
