// The names of schemas in the OpenAPI document, and their JSON schemas.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { listOf } from '../../../../../entities/_base/list.ts';
import type { Manifest, Route } from '../../../../../functions/_kit/manifest.ts';
import { pascalOf, schemasOf } from '../../../../../infra/documents/openapi/schemas.ts';

/** A manifest with these bodies and replies by operation. */
const manifestOf = (routes: Readonly<Record<string, Pick<Route, 'body' | 'reply'>>>): Manifest => ({
  domain: 'things',
  routes: Object.fromEntries(
    Object.entries(routes).map(([name, parts]) => [
      name,
      { method: 'POST', path: `/${name}`, summary: name, access: 'OPEN', status: 200, ...parts },
    ]),
  ),
  subscriptions: {},
  tasks: {},
  lambdas: {},
});
const namesOf = (routes: Parameters<typeof manifestOf>[0]) => Object.keys(schemasOf([manifestOf(routes)]).components);

const view = z.strictObject({ id: z.string() });
const named = z.strictObject({ key: z.string() }).meta({ id: 'KeySummary' });

describe('the name of a schema', () => {
  it.each<[string, Parameters<typeof manifestOf>[0], readonly string[]]>([
    ['of a body is that of its operation', { doThing: { body: view } }, ['DoThingBody']],
    ['of a reply is that of its operation', { doThing: { reply: view } }, ['DoThingReply']],
    ['of what a get answers is the noun', { makeThing: { reply: view }, getThing: { reply: view } }, ['Thing']],
    [
      'of a reply of several is that of the first',
      { doThing: { reply: view }, beThing: { reply: view } },
      ['BeThingReply'],
    ],
    ['is its own id', { getThing: { reply: named } }, ['KeySummary']],
    ['inside another is its own id', { getThing: { reply: z.strictObject({ named }) } }, ['KeySummary', 'Thing']],
    [
      'of a list is that of its items',
      { getThing: { reply: view }, listAll: { reply: listOf(view) } },
      ['Thing', 'ThingList'],
    ],
    ['of a list of summaries has no Summary', { listAll: { reply: listOf(named) } }, ['KeyList', 'KeySummary']],
    ['of a lazy list is the same', { listAll: { reply: z.lazy(() => listOf(named)) } }, ['KeyList', 'KeySummary']],
    [
      'of a list without a name for its items is that of its operation',
      { listAll: { reply: listOf(view) } },
      ['ListAllReply'],
    ],
  ])('%s', (_, routes, names) => {
    expect(namesOf(routes)).toEqual(names);
  });

  it('is one for lists of the same items', () => {
    const [one, other] = [listOf(named), listOf(named)];
    const { components, of } = schemasOf([manifestOf({ listSome: { reply: one }, listAll: { reply: other } })]);
    expect(Object.keys(components)).toEqual(['KeyList', 'KeySummary']);
    expect(of(other, 'output')).toEqual(of(one, 'output'));
  });

  it.each<[string, Parameters<typeof manifestOf>[0]]>([
    ['two schemas', { getThing: { reply: view }, doThing: { reply: z.string().meta({ id: 'Thing' }) } }],
    [
      'lists with other fields',
      { listSome: { reply: listOf(named) }, listAll: { reply: listOf(named).extend({ total: z.int() }) } },
    ],
  ])('is refused for %s', (_, routes) => {
    expect(() => namesOf(routes)).toThrow(/two schemas are named (?:Thing|KeyList)/);
  });

  it('has Input at its end where a body has it in another form than an answer', () => {
    const part = z.strictObject({ size: z.int().default(1) }).meta({ id: 'Part' });
    const { components, of } = schemasOf([manifestOf({ doThing: { body: part, reply: part } })]);
    expect(components).toMatchObject({
      Part: { required: ['size'] },
      PartInput: { properties: { size: { default: 1 } } },
    });
    expect(components.PartInput).not.toHaveProperty('required');
    expect([of(part, 'input'), of(part, 'output')]).toEqual([
      { $ref: '#/components/schemas/PartInput' },
      { $ref: '#/components/schemas/Part' },
    ]);
  });
});

describe('a JSON schema', () => {
  it.each<[z.ZodType, object]>([
    [z.iso.datetime(), { type: 'string', format: 'date-time' }],
    [z.iso.date(), { type: 'string', format: 'date' }],
    [z.int(), { type: 'integer' }],
    [z.int().min(1).max(5), { type: 'integer', minimum: 1, maximum: 5 }],
    [z.string().describe('A name'), { type: 'string', description: 'A name' }],
    [z.string().meta({ examples: ['a'] }), { type: 'string', examples: ['a'] }],
    [z.date(), {}],
  ])('%# is short, and has the words of its schema', (schema, expected) => {
    expect(schemasOf([]).of(schema, 'output')).toEqual(expected);
  });
});

it.each([
  ['request.not_found', 'RequestNotFound'],
  ['createRelease', 'CreateRelease'],
  ['app-store', 'AppStore'],
])('%s is %s in a name', (name, pascal) => {
  expect(pascalOf(name)).toBe(pascal);
});
