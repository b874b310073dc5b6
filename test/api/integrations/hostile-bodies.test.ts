// Bodies that only an attacker sends: halves of characters, deep nesting, names of prototypes, thousands of problems. Each is answered
// with a 400 that names the place, costs little, and writes nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { bodies, type Fixture, paths, segmentOf, startIntegrations } from './fixture.ts';

let api: Fixture;
let github: { id: string; path: string };
beforeAll(async () => {
  api = await startIntegrations();
  const { id } = await api.create('scm', bodies.GITHUB);
  github = { id, path: `/integrations/scm/${id}` };
});
afterAll(() => api.stop());

const HALF = 'x\ud83d';

/** Every text field of config and credentials of every type. */
const texts = (Object.keys(bodies) as IntegrationType[]).flatMap((type) =>
  (['config', 'credentials'] as const).flatMap((part) =>
    Object.entries(bodies[type][part]).flatMap(([field, value]) =>
      typeof value === 'string' ? [[type, part, field] as const] : [],
    ),
  ),
);

describe('half a character', () => {
  it.each(texts)('is refused in a new %s’s %s.%s (S12)', async (type, part, field) => {
    const body = { ...bodies[type], name: 'half', [part]: { ...bodies[type][part], [field]: HALF } };
    const reply = await api.asLead('POST', `/integrations/${segmentOf[type]}`, body);
    expect([reply.status, reply.body.code]).toEqual([400, 'request.invalid']);
    expect(reply.body.fields).toContainEqual({
      path: `${part}.${field}`,
      code: 'request.malformed_text',
      message: 'must not hold half a character',
    });
  });

  it.each([
    [{ config: { owner: HALF } }, 'config.owner'],
    [{ credentials: { token: HALF } }, 'credentials.token'],
    [{ name: HALF }, 'name'],
    [{ config: { [HALF]: 1 } }, 'config.x\ufffd'],
  ])('is refused in a change (S12)', async (body, path) => {
    const reply = await api.asLead('PATCH', github.path, body);
    expect([reply.status, paths(reply)]).toEqual([400, [path]]);
  });
});

describe('deep nesting', () => {
  const deep = (field: string) => `{"${field}":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;

  it.each(['config', 'credentials', 'name'])('is refused in %s of a change and of a creation (S12)', async (field) => {
    for (const [method, path] of [
      ['PATCH', github.path],
      ['POST', '/integrations/scm'],
    ] as const) {
      const headers = { 'content-type': 'application/json' };
      const reply = await api.call({ role: 'LEAD', method, path, body: deep(field), headers });
      expect([reply.status, reply.body.code]).toEqual([400, 'request.invalid']);
    }
  });
});

describe('the name of a prototype', () => {
  it.each(['config', 'credentials'])('is no field of %s (S16)', async (part) => {
    const before = await api.itemOf(github.id);
    const body = `{"${part}":{"__proto__":{"owner":"x"}}}`;
    const headers = { 'content-type': 'application/json' };
    const reply = await api.call({ role: 'LEAD', method: 'PATCH', path: github.path, body, headers });
    expect([reply.status, paths(reply)]).toEqual([400, [`${part}.__proto__`]]);
    expect(await api.itemOf(github.id)).toEqual(before);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('is refused as any unknown field: %s (S12)', async (name) => {
    const reply = await api.asLead('PATCH', github.path, { config: { [name]: 'x' } });
    expect([reply.status, paths(reply)]).toEqual([400, [`config.${name}`]]);
  });

  it.each(['constructor', 'toString', '__proto__'])('is no kind and no type: %s (S12)', async (name) => {
    expect((await api.asLead('GET', `/integrations/${name}`)).status).toBe(404);
    expect((await api.asLead('POST', '/integrations/scm', { ...bodies.GITHUB, name: 'x', type: name })).status).toBe(
      400,
    );
  });
});

describe('problems by the thousand', () => {
  it('are a hundred and a number (S16)', async () => {
    const body = Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`field-${index}`, 1]));
    const reply = await api.asLead('PATCH', github.path, { name: 'x', config: body });
    expect(reply.status).toBe(400);
    expect(reply.body.fields).toHaveLength(100);
    expect(reply.body.detail).toMatch(/; and 14900 more problems$/);
    expect(reply.text.length).toBeLessThan(30_000);
  });

  it('are a hundred of halves of characters (S16)', async () => {
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field-${index}`, HALF]));
    const reply = await api.asLead('POST', '/integrations/scm', body);
    expect([reply.status, reply.body.fields.length]).toEqual([400, 100]);
    expect(reply.text.length).toBeLessThan(30_000);
  });

  it('say of a long name where it begins (S16)', async () => {
    const reply = await api.asLead('PATCH', github.path, { config: { ['n'.repeat(200_000)]: 1 } });
    expect(reply.status).toBe(400);
    expect(reply.text.length).toBeLessThan(2_000);
  });
});
