// The promises of the OpenAPI document on the running stack. Of every list: its limits, its cursors, its pages and its filters; then
// the conditions of every operation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawReply } from '../../support/raw-request.ts';
import { type Body, startTestStack, type TestStack } from '../../support/stack.ts';
import type { Operation } from '../fuzz/document.ts';
import { describeEtags, describeIfMatch } from './conditions.ts';
import { FILTERS, type Filtered, type Filters } from './filters.ts';
import { type Asking, asker, isList, operations, queryOf } from './requests.ts';
import { type World, worldOf } from './things.ts';

/** A release is brought to its sign-off; the machine may be busy. */
const START_MS = 600_000;

let stack: TestStack;
let world: World;
/** An ADMIN of another tenant. */
let stranger: { readonly tenant: string; readonly token: string };

const ask = (operation: Operation, asking?: Asking): Promise<RawReply> =>
  asker(stack, { ...world.things, kind: 'pipelines' })(operation, asking);

beforeAll(async () => {
  stack = await startTestStack();
  world = await worldOf(stack);
  const { BootstrapFunctionName }: Body = await (await fetch(`${stack.url}/_local/outputs`)).json();
  const members = [{ role: 'ADMIN', fullName: 'Eve' }];
  const task = { task: 'bootstrapTenant', slug: 'mallory', name: 'Mallory', members };
  const { tokens } = await stack.operator.invoke(BootstrapFunctionName, task);
  stranger = { tenant: 'mallory', token: tokens[0].token };
}, START_MS);
afterAll(async () => {
  await stack?.remove();
  await world?.stop();
});

const lists = operations.filter(([, operation]) => isList(operation));
/** The sample tenant has no such messages: test/api/notifications pages through these lists. */
const isFilled = ([name]: (typeof lists)[number]) => !/^list(?:Unsent|Tenant)Notifications$/.test(name);
const filled = lists.filter(isFilled);
const most = (operation: Operation): number =>
  operation.parameters.find(({ name }) => name === 'limit')?.schema.maximum ?? 0;

const refusal = ({ status, body }: RawReply) => [
  status,
  body?.code,
  body?.fields && [...new Set(body.fields.map(({ path }: Body) => path))],
];

/** The pages of a list from its beginning to its end. */
async function pagesOf(operation: Operation, limit: number, query: Filters = {}): Promise<Body[][]> {
  const pages: Body[][] = [];
  let cursor: string | null | undefined;
  do {
    const { status, body } = await ask(operation, { query: { ...query, limit, ...(cursor && { cursor }) } });
    if (status !== 200) throw new Error(`${operation.name} ${JSON.stringify(query)}: ${JSON.stringify(body)}`);
    pages.push(body.items);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return pages;
}

/** Without a query some lists show too little for pages. */
const queried = ({ name }: Operation): Filters =>
  name === 'listApprovals' ? { subjectId: world.things.release ?? '' } : {};

const allOf = async (operation: Operation, query: Filters = {}): Promise<Body[]> =>
  (await pagesOf(operation, most(operation), query)).flat();

/** A cursor of the second page. Every list of the sample tenant has one. */
async function cursorOf(operation: Operation): Promise<string> {
  const { body } = await ask(operation, { query: { ...queried(operation), limit: 1 } });
  if (typeof body.nextCursor !== 'string') throw new Error(`${operation.name} has one page: ${JSON.stringify(body)}`);
  return body.nextCursor;
}

describe('the limit', () => {
  it.each(lists)('of %s is from 1 to what the document says', async (_, operation) => {
    const max = most(operation);
    expect(max).toBeGreaterThan(1);
    for (const limit of [1, 2, max]) {
      const { status, body } = await ask(operation, { query: { limit } });
      expect([limit, status]).toEqual([limit, 200]);
      expect(body.items.length).toBeLessThanOrEqual(limit);
    }
    for (const limit of [0, -1, max + 1, 1.5, 'abc', '', 'NaN', 1e300]) {
      expect([limit, ...refusal(await ask(operation, { query: { limit } }))]).toEqual([
        limit,
        400,
        'request.invalid',
        ['limit'],
      ]);
    }
  });
});

describe('the cursor', () => {
  it.each(filled)('of %s is refused with its field unless this list gave it', async (_, operation) => {
    const cursor = await cursorOf(operation);
    const flipped = `${cursor.slice(0, 30)}${cursor[30] === 'A' ? 'B' : 'A'}${cursor.slice(31)}`;
    const [, other] =
      lists.find(([name]) => name === (operation.name === 'listTeams' ? 'listServices' : 'listTeams')) ?? [];
    const foreign = await cursorOf(other as Operation);
    for (const wrong of ['x', '%00', cursor.slice(0, -9) || 'x', flipped, 'WyJhIl0', '.', `.${cursor}`, foreign]) {
      expect([wrong, ...refusal(await ask(operation, { query: { cursor: wrong } }))]).toEqual([
        wrong,
        400,
        'request.invalid_cursor',
        ['cursor'],
      ]);
    }
    for (const wrong of ['', 'x'.repeat(2049)]) {
      expect(refusal(await ask(operation, { query: { cursor: wrong } }))).toEqual([400, 'request.invalid', ['cursor']]);
    }
    expect((await ask(operation, { query: { ...queried(operation), cursor } })).status).toBe(200);
  });

  /** A cursor between two kinds of integrations names the next kind alone. */
  const ofTenant = filled.filter(
    ([name, { path }]) => name !== 'listAllIntegrations' && !path.includes('{', '/api/v1/{tenant}'.length),
  );
  it.each(ofTenant)('of %s is refused for another tenant', async (_, operation) => {
    const cursor = await cursorOf(operation);
    expect(refusal(await ask(operation, { query: { cursor }, ...stranger }))).toEqual([
      400,
      'request.invalid_cursor',
      ['cursor'],
    ]);
  });

  const ofOther = filled.filter(
    ([name, { path }]) => name !== 'listRunbooksOfRelease' && path.includes('{', '/api/v1/{tenant}'.length),
  );
  it.each(ofOther)('of %s is refused for another path', async (_, operation) => {
    const [, parameter = ''] = /\{tenant\}.*\{(\w+)\}/.exec(operation.path.replace(/\/\{tag\}.*/, '')) ?? [];
    if (world.others[parameter] === undefined) return;
    const things = { ...world.things, [parameter]: world.others[parameter] };
    const cursor = await cursorOf(operation);
    expect(refusal(await asker(stack, things)(operation, { query: { cursor } }))).toEqual([
      400,
      'request.invalid_cursor',
      ['cursor'],
    ]);
  });
});

describe('the pages', () => {
  it.each(filled)('of %s have every item once, in the same order for every limit', async (_, operation) => {
    const query = queried(operation);
    const all = await allOf(operation, query);
    const single = await pagesOf(operation, 1, query);
    expect(all.length).toBeGreaterThan(1);
    expect(single.flat()).toEqual(all);
    expect(single.every((page) => page.length <= 1)).toBe(true);
    expect((await pagesOf(operation, 2, query)).flat()).toEqual(all);
    expect(new Set(all.map((item) => JSON.stringify(item))).size).toBe(all.length);
  });
});

describe('the filters', () => {
  const filtered = lists.filter(([, operation]) => filtersOf(operation).length > 0);

  it('of every list are in the table', () => {
    const named = Object.fromEntries(filtered.map(([name, operation]) => [name, filtersOf(operation)]));
    const known = Object.fromEntries(Object.entries(FILTERS).map(([name, { of }]) => [name, Object.keys(of).sort()]));
    expect(known).toEqual(named);
  });

  const valuesOf = (of: Filtered['of']) =>
    Object.fromEntries(
      Object.entries(of).map(([field, value]) => [field, typeof value === 'function' ? value(world) : value]),
    );

  it.each(filtered.filter(isFilled))(
    'of %s choose what they say, alone, in pairs and all together',
    async (name, operation) => {
      const { of = {}, all, fits, needs = {} } = FILTERS[name] ?? {};
      const wanted = valuesOf(of);
      const everything = await allOf(operation, all?.(world));
      const fields = Object.keys(wanted);
      const isRefused = (chosen: readonly string[]) =>
        chosen.some((field) => needs[field] !== undefined && !chosen.includes(needs[field]));
      const pairs = fields.flatMap((one, at) => fields.slice(at + 1).map((other) => [one, other]));
      for (const chosen of [...fields.map((one) => [one]), ...pairs, fields].filter((some) => !isRefused(some))) {
        const query = Object.fromEntries(chosen.map((field) => [field, wanted[field] as string]));
        const expected = everything.filter((item) => fits?.(item, query, world));
        const found = await allOf(operation, query);
        const ids = (items: Body[]) => items.map((item) => item.id ?? JSON.stringify(item)).sort();
        expect([query, ids(found)]).toEqual([query, ids(expected)]);
        if (chosen.length === 1) expect([query, expected.length > 0]).toEqual([query, true]);
      }
    },
  );

  it.each(filtered.filter(isFilled))('of %s are part of its cursors', async (name, operation) => {
    const { of = {}, needs = {} } = FILTERS[name] ?? {};
    const cursor = await cursorOf(operation);
    const wanted = valuesOf(of);
    for (const field of Object.keys(wanted).filter((one) => !(one in queried(operation)))) {
      const chosen = [field, ...(needs[field] === undefined ? [] : [needs[field]])].map((one) => [one, wanted[one]]);
      const query = { ...queried(operation), ...Object.fromEntries(chosen), cursor };
      expect([field, ...refusal(await ask(operation, { query }))]).toEqual([
        field,
        400,
        'request.invalid_cursor',
        ['cursor'],
      ]);
    }
  });
});

describeEtags((operation, asking) => asker(stack, world.things)(operation, asking));
describeIfMatch(
  (operation, asking) => asker(stack, world.things)(operation, asking),
  () => stack,
);

function filtersOf(operation: Operation): string[] {
  return queryOf(operation)
    .filter((field) => !['limit', 'cursor', 'total'].includes(field) && operation.name !== 'findComponentVersions')
    .sort();
}
