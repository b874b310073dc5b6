// searchTenant: releases by key, version and service, services by slug, and the releases of a commit or ticket.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RETENTION_DAYS } from '../../../../entities/names.ts';
import { wordsOf } from '../../../../entities/releases/contents/release-content.model.ts';
import {
  inOtherTenant,
  type Kit,
  MISSING_ID,
  startWorld,
  TENANT_ID,
  type World,
} from '../../../support/release-world.ts';

const SHA = 'abc1234def'.padEnd(40, '0');
const SHARED = 'fade0000'.padEnd(40, '1');

let world: World;
let kit: Kit;
let first: { id: string; releaseKey: string };
let second: { id: string; releaseKey: string };
const note = (releaseId: string, sha: string, message = 'x', at = world.clock.at) =>
  world.contents.note({ tenantId: TENANT_ID, releaseId }, wordsOf([{ sha, message }]), at);

beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  first = await world.release(kit, { service: 'pay', version: '1.0.0' });
  world.clock.at += 1;
  second = await world.release(kit, { service: 'pay-web', version: '1.0.0' });
  await note(first.id, SHA, 'Faster\n\nPAY-12, PAY-13 and UTF-8');
  for (const { id } of [first, second]) await note(id, SHARED, 'PAY-12: safer');
  await note(MISSING_ID, `${SHA.slice(0, 39)}9`);
});
afterAll(() => world.stop());

const search = (q: string, request: object = {}) =>
  world.call({ role: 'VIEWER', method: 'GET', path: `/search?q=${encodeURIComponent(q)}`, ...request });
interface Item {
  readonly kind: string;
  readonly name: string;
  readonly release: { readonly key: string } | null;
}
const found = async (q: string) =>
  (await search(q)).body.items.map(({ kind, name, release }: Item) => [kind, name, release?.key ?? null]);

describe('searchTenant', () => {
  it.each([
    ['pay@1.0.0', [['RELEASE', 'pay@1.0.0', 'pay@1.0.0']]],
    [
      '1.0.0',
      [
        ['RELEASE', 'pay-web@1.0.0', 'pay-web@1.0.0'],
        ['RELEASE', 'pay@1.0.0', 'pay@1.0.0'],
      ],
    ],
    ['pay@1', [['RELEASE', 'pay@1.0.0', 'pay@1.0.0']]],
    ['Pay-Web@', [['RELEASE', 'pay-web@1.0.0', 'pay-web@1.0.0']]],
    ['pay@1.0.0.', []],
    [
      'pay',
      [
        ['RELEASE', 'pay@1.0.0', 'pay@1.0.0'],
        ['RELEASE', 'pay-web@1.0.0', 'pay-web@1.0.0'],
        ['SERVICE', 'pay', null],
        ['SERVICE', 'pay-web', null],
      ],
    ],
    [
      'PAY-W',
      [
        ['RELEASE', 'pay-web@1.0.0', 'pay-web@1.0.0'],
        ['SERVICE', 'pay-web', null],
      ],
    ],
    [SHA, [['COMMIT', SHA, 'pay@1.0.0']]],
    ['ABC1234', [['COMMIT', SHA, 'pay@1.0.0']]],
    [
      'fade',
      [
        ['COMMIT', SHARED, 'pay@1.0.0'],
        ['COMMIT', SHARED, 'pay-web@1.0.0'],
      ],
    ],
    ['pay-13', [['TICKET', 'pay-13', 'pay@1.0.0']]],
    [
      'PAY-12',
      [
        ['TICKET', 'pay-12', 'pay@1.0.0'],
        ['TICKET', 'pay-12', 'pay-web@1.0.0'],
      ],
    ],
    ['PAY-1', []],
    ['abc1234e', []],
    ['nothing', []],
    ['a#b', []],
  ])('finds by "%s"', async (q, expected) => {
    expect(await found(q)).toEqual(expected);
  });

  it('says the status of the release', async () => {
    const release = { id: first.id, key: first.releaseKey, status: 'KICKOFF_PENDING' };
    expect((await search(SHA)).body.items).toEqual([{ kind: 'COMMIT', name: SHA, release }]);
  });

  it('finds nothing of another tenant, and nothing that has expired', async () => {
    expect((await search(SHA, inOtherTenant)).body).toEqual({ items: [] });
    const old = 'bead'.padEnd(40, '2');
    await note(first.id, old, 'x', world.clock.at - (RETENTION_DAYS.content + 1) * 86_400_000);
    expect(await found(old)).toEqual([]);
  });

  it.each(['', 'a', ' a ', 'x'.repeat(101)])('refuses "%s"', async (q) => {
    expect((await search(q)).status).toBe(400);
  });

  it('finds archived releases and those with a key of their own, also by the version that they hold', async () => {
    world.clock.at += 1;
    const { id } = await world.release(kit, { service: 'till', version: '4.1.0', releaseKey: 'Spring-Sale' });
    const [one] = ['Spring-Sale'];
    for (const q of ['Spring', 'till@4', 'Till@4.1']) expect(await found(q)).toEqual([['RELEASE', one, one]]);
    const archived = { status: 'ARCHIVED' } as const;
    const { release } = await world.stored(id);
    await world.seed([world.releases.update(release, release.updatedAt, archived), world.releases.shelve(release)]);
    expect(await found('Spring')).toEqual([['RELEASE', one, one]]);
  });

  it('finds the last of many keys, eight at most', async () => {
    for (let minor = 0; minor < 12; minor += 1) await world.release(kit, { service: 'lamp', version: `2.${minor}.0` });
    const { readUnits } = await world.meter(() => search('lamp@2'));
    expect(readUnits).toBeLessThanOrEqual(14);
    const names = (await found('lamp@2')).map(([, name]: [string, string]) => name);
    expect(names).toHaveLength(8);
    expect(names[0]).toBe('lamp@2.9.0');
  });

  it('reads as much among 2,000 commits of the same beginning', async () => {
    const shas = Array.from({ length: 2000 }, (_, at) => `cafe${String(at).padStart(8, '0')}`.padEnd(40, 'f'));
    await world.contents.note({ tenantId: TENANT_ID, releaseId: first.id }, shas, world.clock.at);
    const { readUnits, commands } = await world.meter(() => search('cafe'));
    expect((await search('cafe')).body.items).toHaveLength(8);
    expect(commands.toSorted()).toEqual(['BatchGetItem', 'GetItem', ...Array(7).fill('Query')]);
    expect(readUnits).toBeLessThanOrEqual(12);
  });

  it('writes a unit for each commit and ticket of a release, once', async () => {
    const words = wordsOf([{ sha: 'dead'.padEnd(40, '3'), message: 'PAY-99' }]);
    const of = { tenantId: TENANT_ID, releaseId: first.id };
    expect((await world.meter(() => world.contents.note(of, words, world.clock.at))).commands).toEqual([
      'BatchGetItem',
      'PutItem',
      'PutItem',
    ]);
    expect((await world.meter(() => world.contents.note(of, words, world.clock.at))).commands).toEqual([
      'BatchGetItem',
    ]);
  });
});
