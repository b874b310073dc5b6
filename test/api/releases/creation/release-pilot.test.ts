// The right to choose the pilot of a release: a pilot may sign off, so only those who may sign off choose one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../../entities/names.ts';
import { fieldsOf, type Kit, startWorld, USER_ID, verdict, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
let people: Record<'me' | 'developer' | 'lead' | 'viewer', string>;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  people = {
    me: await world.member('DEVELOPER', { userId: USER_ID }),
    developer: await world.member('DEVELOPER'),
    lead: await world.member('LEAD'),
    viewer: await world.member('VIEWER'),
  };
});
afterAll(() => world.stop());

type Person = keyof typeof people;
const REFUSED = [403, 'release.pilot_not_allowed'];

const choices: [Role, Person, boolean][] = [
  ['ADMIN', 'developer', true],
  ['LEAD', 'developer', true],
  ['DEVELOPER', 'lead', true],
  ['DEVELOPER', 'me', false],
  ['DEVELOPER', 'developer', false],
  ['CI', 'developer', false],
  ['CI', 'lead', false],
];

describe('createRelease', () => {
  it.each(choices)('for a %s that names the %s as pilot: %s (S1)', async (role, person, isAllowed) => {
    const body = world.bodyOf(kit, { releasePilotId: people[person] });
    const before = (await world.items()).length;
    const reply = await world.asRole(role)('POST', '/releases', body);
    expect(verdict(reply)).toEqual(isAllowed ? [201, undefined] : REFUSED);
    if (!isAllowed) expect((await world.items()).length).toBe(before);
  });

  it('answers 422 for a pilot who may not decide (S1)', async () => {
    const reply = await world.asLead('POST', '/releases', world.bodyOf(kit, { releasePilotId: people.viewer }));
    expect(fieldsOf(reply)).toEqual(['releasePilotId release.pilot_may_not_decide']);
  });
});

describe('updateRelease', () => {
  const patch = (role: Role, id: string, body: object) => world.asRole(role)('PATCH', `/releases/${id}`, body);

  it.each(choices)('for a %s that makes the %s the pilot: %s (S1)', async (role, person, isAllowed) => {
    const { id } = await world.release(kit);
    const before = await world.traceOf(id);
    const reply = await patch(role, id, { releasePilotId: people[person], description: 'new' });
    expect(verdict(reply)).toEqual(isAllowed ? [200, undefined] : REFUSED);
    if (!isAllowed) expect(await world.traceOf(id)).toEqual(before);
  });

  it('lets the pilot hand over, and nobody who was handed over from take it back (S1)', async () => {
    const { id } = await world.release(kit, { releasePilotId: people.me });
    expect((await patch('DEVELOPER', id, { releasePilotId: people.developer })).status).toBe(200);
    expect(verdict(await patch('DEVELOPER', id, { releasePilotId: people.me }))).toEqual(REFUSED);
  });

  it('lets a developer take the pilot away, and CI not (S1)', async () => {
    const { id } = await world.release(kit, { releasePilotId: people.developer });
    expect(verdict(await patch('CI', id, { releasePilotId: null }))).toEqual(REFUSED);
    expect((await patch('DEVELOPER', id, { releasePilotId: null })).status).toBe(200);
  });

  it('lets everybody change the rest and name the pilot that it has (S1)', async () => {
    const { id } = await world.release(kit, { releasePilotId: people.developer });
    for (const role of ['DEVELOPER', 'CI'] as const) {
      const reply = await patch(role, id, { releasePilotId: people.developer, description: `by ${role}` });
      expect(reply.status).toBe(200);
    }
  });
});
