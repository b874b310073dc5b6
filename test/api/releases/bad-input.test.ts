// Every route with a body or a query, and every kind of invalid input: a 4xx problem that names the mistake, never a 5xx, and nothing is
// written.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Kit, MISSING_ID, paths, startWorld, verdict, type World } from '../../support/release-world.ts';

let world: World;
let kit: Kit;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  id = (await world.release(kit)).id;
});
afterAll(() => world.stop());

let before: Record<string, unknown>[];
beforeEach(async () => {
  before = await world.items();
});
const nothingWritten = async () => expect(await world.items()).toEqual(before);

const json = { 'content-type': 'application/json' };
const post = (path: string, body: unknown) => world.asLead('POST', path, body, json);
const at = (path: string) =>
  path.replace('{id}', id).replace('{ios}', kit.iosPipeline).replace('{store}', kit.appStore);

const bodies = {
  none: '/releases/{id}/kickoff /releases/{id}/resume /releases/{id}/retry /releases/{id}/archive /releases/{id}/pipelines/{ios}/trigger',
  reason: '/releases/{id}/pause /releases/{id}/cancel',
  rollout: '/releases/{id}/targets/{store}/rollout',
  target: '/releases/{id}/targets/{store}/status',
  cycle: '/releases/{id}/regression-cycles',
  create: '/releases',
};
const all = Object.values(bodies).flatMap((some) => some.split(' '));

describe.each(all)('POST %s', (path) => {
  const refusals: [string, string, number, string][] = [
    ['broken JSON', '{"reason":', 400, 'request.invalid_json'],
    ['1 MB of text', 'x'.repeat(1_000_000), 413, 'request.too_large'],
    ['1 MB of JSON', JSON.stringify({ reason: 'x'.repeat(1_000_000) }), 413, 'request.too_large'],
    ['an unknown field', '{"unknown":1}', 400, 'request.invalid'],
    ['an array', '[]', 400, 'request.invalid'],
    ['a text', '"x"', 400, 'request.invalid'],
    ['a number', '7', 400, 'request.invalid'],
    ['a prototype', '{"__proto__":{"isAdmin":true}}', 400, 'request.invalid'],
  ];
  it.each(refusals)('refuses %s', async (_, body, status, code) => {
    const reply = await post(at(path), body);
    expect(verdict(reply)).toEqual([status, code]);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    if (code === 'request.invalid') expect(reply.body.fields.length).toBeGreaterThan(0);
    await nothingWritten();
  });

  it('refuses a body that is not JSON', async () => {
    const reply = await world.asLead('POST', at(path), 'reason=x', { 'content-type': 'text/plain' });
    expect(verdict(reply)).toEqual([415, 'request.unsupported_media_type']);
  });

  it('refuses a query that it does not know, and an If-Match that is no ETag', async () => {
    expect(paths(await world.asLead('POST', `${at(path)}?dry=1`))).toContain('dry');
    const reply = await world.asLead('POST', at(path), undefined, { 'if-match': 'yesterday' });
    expect(reply.status).toBe(400);
    await nothingWritten();
  });
});

describe('createRelease', () => {
  const required = ['releaseType', 'scmIntegrationId', 'service', 'targets', 'version'];
  const wrong: [string, unknown, string[]][] = [
    ['no body', undefined, ['body']],
    ['an empty body', '', ['body']],
    ['null', 'null', ['']],
    ['an empty object', {}, required],
    [
      'wrong types everywhere',
      {
        service: 7,
        version: null,
        releaseType: 'PATCH',
        scmIntegrationId: {},
        baseBranch: ['main'],
        targets: 'ios',
        pipelines: [7],
        autoKickoff: 'yes',
        plannedDate: 'soon',
        platforms: ['TV'],
        releasePilotId: '',
      },
      [...required, 'autoKickoff', 'baseBranch', 'pipelines[0]', 'plannedDate', 'platforms[0]', 'releasePilotId'],
    ],
  ];
  it.each(wrong)('names every field of %s', async (_, body, fields) => {
    const reply = await post('/releases', body);
    expect(verdict(reply)).toEqual([400, 'request.invalid']);
    expect(paths(reply)).toEqual([...fields].sort());
    await nothingWritten();
  });

  it('names unknown fields beside wrong ones', async () => {
    const reply = await post('/releases', { ...world.bodyOf(kit), status: 'RELEASED', tenantId: 'x', version: '' });
    expect(paths(reply)).toEqual(['status', 'tenantId', 'version']);
    await nothingWritten();
  });

  it('answers 4xx to whatever there is in JSON', async () => {
    const fields = Object.keys(world.bodyOf(kit));
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.jsonValue(),
      fc.constantFrom('T#', '../x', '${x}', '\u0000', '\ud800'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fields, 'description', 'plannedDate', 'releaseKey', 'platforms'),
        odd,
        async (field, value) => {
          const reply = await post('/releases', { ...world.bodyOf(kit), targets: [MISSING_ID], [field]: value });
          expect([400, 409, 422]).toContain(reply.status);
        },
      ),
      { numRuns: 150 },
    );
    await nothingWritten();
  });
});

describe('a reason', () => {
  const wrong: [string, unknown, string][] = [
    ['that is blank', { reason: '  ' }, 'reason'],
    ['that is too long', { reason: 'x'.repeat(1001) }, 'reason'],
    ['that is no text', { reason: 7 }, 'reason'],
    ['with half a character', { reason: 'a\ud800' }, 'reason'],
    ['of null', { reason: null }, 'reason'],
  ];
  it.each(wrong)('%s is refused', async (_, body, path) => {
    for (const route of bodies.reason.split(' ')) {
      const reply = await post(at(route), body);
      expect([...verdict(reply), ...paths(reply)]).toEqual([400, 'request.invalid', path]);
    }
    await nothingWritten();
  });
});

describe('reportTarget', () => {
  const wrong: [string, unknown, string[]][] = [
    ['no body', undefined, ['body']],
    ['no status', {}, ['status']],
    ['a status that stores do not give', { status: 'BUILDING' }, ['status']],
    ['a status in small letters', { status: 'approved' }, ['status']],
    ['a reason that is no text', { status: 'REJECTED', reason: 7 }, ['reason']],
  ];
  it.each(wrong)('refuses %s', async (_, body, fields) => {
    const reply = await post(at(bodies.target), body);
    expect([reply.status, ...paths(reply)]).toEqual([400, ...fields]);
    await nothingWritten();
  });
});

describe('a list', () => {
  const wrong: [string, string[]][] = [
    ['limit=0', ['limit']],
    ['limit=101', ['limit']],
    ['limit=x', ['limit']],
    ['limit=', ['limit']],
    ['limit=1.5', ['limit']],
    ['status=DONE', ['status']],
    ['type=PATCH', ['type']],
    ['version=a%20b', ['version']],
    ['service=Payments', ['service']],
    ['cursor=', ['cursor']],
    [`cursor=${'x'.repeat(2049)}`, ['cursor']],
    ['sort=name', ['sort']],
    ['limit=0&status=DONE&x=1', ['limit', 'status', 'x']],
  ];
  it.each(wrong)('refuses ?%s', async (query, fields) => {
    const reply = await world.asLead('GET', `/releases?${query}`);
    expect([...verdict(reply), ...paths(reply)]).toEqual([400, 'request.invalid', ...fields]);
  });

  it.each(['/releases', '/releases/{id}/activity'])('%s refuses any cursor that is not its own', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.base64String({ minLength: 1 }), fc.string({ minLength: 1 })), async (cursor) => {
        const reply = await world.asLead('GET', `${at(path)}?cursor=${encodeURIComponent(cursor)}`);
        expect(verdict(reply)).toEqual([400, 'request.invalid_cursor']);
      }),
      { numRuns: 50 },
    );
  });
});

it.each([
  ['DELETE', '/releases/{id}/notes', 405, 'route.method_not_allowed'],
  ['PUT', '/releases', 405, 'route.method_not_allowed'],
  ['GET', '/releases/{id}/', 404, 'route.not_found'],
  ['GET', '/nothing', 404, 'route.not_found'],
] as const)('answers where there is no route: %s %s %i', async (method, path, ...expected) => {
  expect(verdict(await world.asLead(method, at(path)))).toEqual(expected);
});
