// Examples of JSON schemas: by `examples`, name, format and bounds.
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../../../../../infra/documents/openapi/examples.ts';
import { NAMED } from '../../../../../infra/documents/openapi/named-examples.ts';
import { openapiOf, readFacts } from '../../../../../infra/documents/openapi/openapi.ts';
import { manifests } from '../../../../../infra/manifests.ts';

const text = { type: 'string' };
const components = {
  Thing: { type: 'object', required: ['id'], properties: { id: text } },
  CreateThingBody: { type: 'object', required: ['id'], properties: { id: text } },
};
const exampleOf = examplesOf(components);
/** The example of a field of this name, which must be given. */
const field = (name: string, schema: object) =>
  Object(exampleOf({ type: 'object', required: [name], properties: { [name]: schema } }))[name];
const of = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const ID = expect.stringMatching(/^0192f3a0-7c00-7[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);

describe('an example of a field', () => {
  it.each<[string, object, unknown]>([
    ['version', text, '1.5.0'],
    ['version', { ...text, examples: ['7', '8'] }, '7'],
    ['version', { ...text, pattern: '^[a-z]+$' }, 'version'],
    ['version', { ...text, minLength: 9 }, 'xxxxxxxxx'],
    ['version', { ...text, maxLength: 4 }, 'main'],
    ['version', { ...text, format: 'email' }, 'ada@acme.example'],
    ['brokenSince', { ...text, format: 'date-time' }, '2026-03-02T09:30:00.000Z'],
    ['day', { ...text, format: 'date' }, '2026-03-09'],
    ['seenAt', text, '2026-03-02T09:30:00.000Z'],
    ['logUrl', text, 'https://acme.example/'],
    ['partId', text, ID],
    ['projectId', { ...text, format: 'uuid' }, ID],
    ['role', { enum: ['ADMIN', 'DEVELOPER'] }, 'DEVELOPER'],
    ['role', { enum: ['MAINTAINER', 'MEMBER'] }, 'MAINTAINER'],
    ['kind', { const: 'SCM' }, 'SCM'],
    ['isActive', { type: 'boolean' }, true],
    ['isActive', { type: 'boolean', default: false }, false],
    ['size', { type: 'integer', minimum: 4 }, 4],
    ['size', { type: 'integer', minimum: 4, default: 5 }, 5],
    ['size', { type: 'number' }, 1],
    ['revision', { type: 'integer' }, 3],
    ['unknown', { anyOf: [text, { type: 'null' }] }, null],
    ['unknown', { type: ['string', 'null'] }, null],
    ['version', { anyOf: [text, { type: 'null' }] }, '1.5.0'],
    ['part', { anyOf: [of('Thing'), { type: 'null' }] }, { id: ID }],
    ['nothing', { type: 'null' }, null],
    ['anything', {}, 'main'],
    ['platforms', { type: 'array', items: text }, ['IOS']],
    ['aliases', { type: 'array', items: text }, ['acme-mobile']],
    ['claims', { type: 'object', additionalProperties: text }, { repository: 'acme/sample-app' }],
    ['others', { type: 'object', additionalProperties: text }, {}],
    ['others', { type: 'object', propertyNames: { enum: ['a'] }, additionalProperties: text }, { a: 'value' }],
    [
      'both',
      {
        allOf: [
          { type: 'object', properties: { a: text } },
          { type: 'object', properties: { b: text } },
        ],
      },
      { a: 'a', b: 'b' },
    ],
  ])('%s with %j is %j', (name, schema, expected) => {
    expect(field(name, schema)).toEqual(expected);
  });

  it('is refused if no text fits', () => {
    expect(() => field('version', { ...text, pattern: '^§$' })).toThrow('no example of version');
  });
});

describe('an example of an object', () => {
  const properties = { id: text, unknown: text, version: text, tag: text };

  it.each<[string, object, unknown]>([
    [
      'that is a release has no tag',
      { required: ['id', 'tag'], properties },
      { release: { id: ID, tag: null, version: '1.5.0' } },
    ],
    [
      'leaves out fields that may be missing and have no name',
      { properties },
      { thing: { tag: 'v1.5.0', version: '1.5.0' } },
    ],
    ['has at least one field', { properties: { unknown: text } }, { thing: { unknown: 'unknown' } }],
  ])('%s', (_, schema, expected) => {
    const [name = ''] = Object.keys(Object(expected));
    expect({ [name]: field(name, { type: 'object', ...schema }) }).toEqual(expected);
  });

  it('has the same id wherever the thing is', () => {
    const thing = { id: field('thingId', text) };
    expect([
      exampleOf(of('Thing')),
      exampleOf(of('CreateThingBody')),
      field('items', { type: 'array', items: of('Thing') }),
    ]).toEqual([thing, thing, [thing]]);
  });

  it.each([
    ['integration', 'GITHUB'],
    ['ticketIntegration', 'JIRA'],
  ])('has the variant that the field %s is named for', (name, type) => {
    const variant = (only: string) => ({ type: 'object', required: ['type'], properties: { type: { const: only } } });
    expect(field(name, { oneOf: ['GITHUB', 'JIRA'].map(variant) })).toEqual({ type });
  });
});

it('has no name that the document does not use', () => {
  const document = JSON.stringify(openapiOf(manifests, readFacts()));
  const isUsed = (name: string) => [name, `${name}s`].some((field) => document.includes(`"${field}"`));
  const fields = Object.keys(NAMED).filter((name) => !/\.(?:key|value)$/.test(name));
  expect(fields.filter((name) => !isUsed(name.replace(/^\w+\./, '')))).toEqual([]);
});
