// listReleases: filters, pages without gap or duplicate, cursors of one list, and the cost of a page.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../../entities/_base/table/page.ts';
import {
  inOtherTenant,
  type Kit,
  MISSING_ID,
  OTHER_TENANT_ID,
  startWorld,
  verdict,
  type World,
} from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
/** Newest first, as lists show them. */
let all: Readonly<{
  id: string;
  service: string;
  version: string;
  releaseType: string;
  status: string;
  isPaused: boolean;
  isDelayed: boolean;
  releasePilotId?: string;
}>[];
let pilot: string;

/** As many that each has a version once. */
const SERVICES = ['app', 'web', 'pay', 'map', 'chat', 'feed'];
const TYPES = ['PLANNED', 'HOTFIX', 'MAJOR'];

beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  all = [];
  pilot = await world.member('LEAD');
  for (let index = 0; index < 120; index++) {
    world.clock.at += 1;
    const release = await world.release(kit, {
      service: SERVICES[index % SERVICES.length],
      version: `1.${index % 40}.0`,
      releaseType: TYPES[index % 3],
      releaseKey: `key-${index}`,
      ...(index % 5 === 0 || index % 10 === 9 ? { releasePilotId: pilot } : {}),
    });
    if (index % 4 === 0) await world.asLead('POST', `/releases/${release.id}/kickoff`);
    if (index % 10 === 9) {
      await world.asLead('POST', `/releases/${release.id}/cancel`);
      if (index % 20 === 19) await world.asLead('POST', `/releases/${release.id}/archive`);
    }
    if (index % 6 === 0) await world.asLead('POST', `/releases/${release.id}/pause`);
    if (index % 7 === 0) {
      const { release: stored } = await world.stored(release.id);
      await world.seed([world.releases.update(stored, stored.updatedAt, { isDelayed: true })]);
    }
    const { body } = await world.asLead('GET', `/releases/${release.id}`);
    all.unshift(body);
  }
});
afterAll(() => world.stop());

const list = (query: string) =>
  world.asLead('GET', `/releases${query === '' ? '' : `?${query.replace('PILOT', pilot)}`}`);

/** Every item of a list, page by page; fails on a page that is larger than asked for. */
async function walk(query: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const { status, body, headers } = await list(
      `${query}${query === '' ? '' : '&'}limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`,
    );
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    expect(headers.link === undefined).toBe(body.nextCursor === null);
    ids.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return ids;
}

type Release = (typeof all)[number];
const filters: [string, (release: Release) => boolean][] = [
  ['', () => true],
  ['status=KICKOFF_PENDING', ({ status }) => status === 'KICKOFF_PENDING'],
  ['status=PENDING', ({ status }) => status === 'PENDING'],
  ['status=CANCELLED', ({ status }) => status === 'CANCELLED'],
  ['status=RELEASED', () => false],
  ['service=app', ({ service }) => service === 'app'],
  ['service=none', () => false],
  ['version=1.7.0', ({ version }) => version === '1.7.0'],
  ['type=HOTFIX', ({ releaseType }) => releaseType === 'HOTFIX'],
  ['service=app&status=PENDING', ({ service, status }) => service === 'app' && status === 'PENDING'],
  ['service=web&type=MAJOR', ({ service, releaseType }) => service === 'web' && releaseType === 'MAJOR'],
  ['version=1.7.0&service=app', () => false],
  ['version=1.8.0&type=MAJOR', ({ version, releaseType }) => version === '1.8.0' && releaseType === 'MAJOR'],
  ['status=CANCELLED&type=PLANNED', ({ status, releaseType }) => status === 'CANCELLED' && releaseType === 'PLANNED'],
  ['status=PENDING,CANCELLED', ({ status }) => status === 'PENDING' || status === 'CANCELLED'],
  [
    'status=PENDING,CANCELLED&type=MAJOR',
    ({ status, releaseType: t }) => status !== 'KICKOFF_PENDING' && t === 'MAJOR',
  ],
  ['isPaused=true', ({ isPaused }) => isPaused],
  ['isPaused=true&service=app', ({ isPaused, service }) => isPaused && service === 'app'],
  ['isPaused=false&status=PENDING', ({ isPaused, status }) => !isPaused && status === 'PENDING'],
  ['isDelayed=true', ({ isDelayed, status }) => isDelayed && status !== 'CANCELLED'],
  ['pilot=PILOT', ({ releasePilotId, status }) => releasePilotId !== undefined && status !== 'CANCELLED'],
  [
    'pilot=PILOT&status=CANCELLED',
    ({ releasePilotId, status }) => releasePilotId !== undefined && status === 'CANCELLED',
  ],
  [
    'status=KICKOFF_PENDING&service=web&version=1.3.0&type=PLANNED',
    (release) =>
      release.status === 'KICKOFF_PENDING' &&
      release.service === 'web' &&
      release.version === '1.3.0' &&
      release.releaseType === 'PLANNED',
  ],
];

describe('listReleases', () => {
  describe.each([100, 25, 7])('in pages of %i', (limit) => {
    it.each(filters)(
      '?%s lists each matching release once, newest first, and no archived one (W-missed)',
      async (query, matches) => {
        const expected = all.filter((release) => release.status !== 'ARCHIVED' && matches(release));
        expect(await walk(query, limit)).toEqual(expected.map(({ id }) => id));
      },
    );

    it.each([
      ['status=ARCHIVED', (): boolean => true],
      ['status=ARCHIVED&service=web', ({ service }: Release) => service === 'web'],
      [
        'status=ARCHIVED&version=1.39.0&type=HOTFIX',
        ({ version, releaseType }: Release) => version === '1.39.0' && releaseType === 'HOTFIX',
      ],
    ])('?%s lists the archived ones', async (query, matches) => {
      const expected = all.filter((release) => release.status === 'ARCHIVED' && matches(release));
      expect(await walk(query, limit)).toEqual(expected.map(({ id }) => id));
    });
  });

  it('shows 25 by default, with a Link to the next page that keeps the filters', async () => {
    const { body, headers } = await list('type=PLANNED');
    expect(body.items).toHaveLength(25);
    const next = /^<([^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1] ?? '';
    const { body: second } = await world.asLead('GET', next.replace(/^.*\/releases/, '/releases'));
    const planned = all.filter(({ releaseType, status }) => releaseType === 'PLANNED' && status !== 'ARCHIVED');
    expect(second.items.map(({ id }: Release) => id)).toEqual(planned.slice(25, 50).map(({ id }) => id));
  });

  it('shows each release as getRelease does, without its parts and actions', async () => {
    const { body } = await list('limit=1');
    const {
      scmIntegration,
      communicationIntegration,
      ticketIntegration,
      targets,
      pipelines,
      components,
      steps,
      actions,
      ...summary
    } = (await world.asLead('GET', `/releases/${body.items[0].id}`)).body;
    expect(body.items).toEqual([{ ...summary, waitsFor: null }]);
  });

  it('goes on where it was when releases are created and archived between two pages', async () => {
    const { body: first } = await list('limit=10');
    const newer = await world.release(kit, { releaseKey: 'between' });
    const { body: second } = await list(`limit=10&cursor=${first.nextCursor}`);
    const visible = all.filter(({ status }) => status !== 'ARCHIVED').map(({ id }) => id);
    expect(second.items.map(({ id }: Release) => id)).toEqual(visible.slice(10, 20));
    await world.asLead('POST', `/releases/${newer.id}/cancel`);
    await world.asLead('POST', `/releases/${newer.id}/archive`);
    expect((await list('limit=1')).body.items[0].id).toBe(visible[0]);
  });

  it('is empty in another tenant, and answers 404 with its own credential there', async () => {
    const theirs = await world.call({ role: 'VIEWER', method: 'GET', path: '/releases', ...inOtherTenant });
    expect(theirs.body).toEqual({ items: [], nextCursor: null });
    const foreign = await world.call({ role: 'VIEWER', method: 'GET', path: '/releases', tenantId: OTHER_TENANT_ID });
    expect(foreign.status).toBe(404);
  });

  it('refuses a cursor with other filters, of another list, or of another tenant', async () => {
    const { nextCursor } = (await list('limit=5')).body;
    const replies = [
      await list(`service=app&cursor=${nextCursor}`),
      await list(`status=PENDING&cursor=${nextCursor}`),
      await world.asLead('GET', `/releases/${all[0]?.id}/activity?cursor=${nextCursor}`),
      await world.call({ role: 'LEAD', method: 'GET', path: `/releases?cursor=${nextCursor}`, ...inOtherTenant }),
    ];
    for (const reply of replies) expect(verdict(reply)).toEqual([400, 'request.invalid_cursor']);
  });

  it('refuses a cursor that was forged to begin at no release', async () => {
    const { nextCursor } = (await list('limit=5')).body;
    const [inner, mark] = nextCursor.split('.');
    const [binding, key] = JSON.parse(Buffer.from(inner, 'base64url').toString());
    const forge = (over: object) => `${encodeCursor(binding, { ...key, ...over })}.${mark}`;
    expect((await list(`limit=5&cursor=${forge({})}`)).status).toBe(200);
    for (const releaseId of [`T#${OTHER_TENANT_ID}`, 7, null, {}]) {
      expect(verdict(await list(`cursor=${forge({ releaseId })}&limit=5`))).toEqual([400, 'request.invalid_cursor']);
    }
  });

  it('loses nothing when DynamoDB answers a batch in parts', async () => {
    const { client } = world.table;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName !== 'BatchGetItemCommand') return next(args);
        client.middlewareStack.remove('in parts');
        const { RequestItems } = args.input as { RequestItems: Record<string, { Keys: object[] }> };
        const Keys = RequestItems.windlass?.Keys ?? [];
        const result = await next({ ...args, input: { RequestItems: { windlass: { Keys: Keys.slice(3) } } } } as never);
        const UnprocessedKeys = { windlass: { Keys: Keys.slice(0, 3) } };
        return { ...result, output: { ...(result.output as object), UnprocessedKeys } } as never;
      },
      { step: 'initialize', name: 'in parts', priority: 'high' },
    );
    const { result, commands } = await world.meter(() => list('limit=20'));
    expect(commands).toEqual(['Query', 'BatchGetItem', 'BatchGetItem']);
    const visible = all.filter(({ status }) => status !== 'ARCHIVED').map(({ id }) => id);
    expect(result.body.items.map(({ id }: Release) => id)).toEqual(visible.slice(0, 20));
  });

  it('costs the same read units with 120 and with 1,000 releases', async () => {
    const page = async () => (await world.meter(() => list('limit=50'))).readUnits;
    const few = await page();
    const { release } = await world.stored(all[0]?.id ?? MISSING_ID);
    for (let index = 0; index < 880; index += 40) {
      const copies = Array.from({ length: 40 }, (_, copy) => {
        const serial = String(index + copy).padStart(12, '0');
        return { ...release, releaseId: `0192f000-0000-7000-8000-${serial}`, releaseKey: `copy-${index + copy}` };
      });
      await world.seed(copies.flatMap((copy) => world.releases.create(copy)));
    }
    expect((await world.items()).filter(({ sk }) => sk === 'RELEASE').length).toBeGreaterThan(1000);
    expect(await page()).toBe(few);
  });

  it('hides what was archived a moment ago, before the index knows', async () => {
    const { id } = await world.release(kit, { releaseKey: 'lagging' });
    const { release } = await world.stored(id);
    await world.seed([world.releases.update(release, release.updatedAt, { status: 'ARCHIVED' })]);
    expect((await list('limit=1')).body.items[0].id).not.toBe(id);
  });
});
