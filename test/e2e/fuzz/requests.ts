// Random requests of one operation: most are valid but for their data, the others are wrong in one way each, as the tools of
// outsiders are: method, content type, headers, path, query, body.
import fc from 'fast-check';
import type { Node, Operation } from './document.ts';
import { brokenOf, strange, strangeText, valuesOf } from './values.ts';
import type { WireRequest } from './wire.ts';

/** The tenant's tokens, and its ids by the last words of the lists that show them. */
export interface World {
  readonly document: Node;
  readonly tenant: string;
  readonly tokens: readonly string[];
  readonly ids: ReadonlyMap<string, readonly string[]>;
}

const MISSING = '0192f000-0000-7000-8000-000000000000';

/** Text as a URL has it, or as it is where it cannot be encoded. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const strangeSegment = fc.oneof(
  strangeText.map(encoded),
  fc.constantFrom('%', '%zz', '%ff', '%C0%AF', '.', '%2e%2e', '%2F', '%5c', '%00', '~', ';a=b', '+', 'a%0d%0ab'),
);

/** The word before the parameter names the list whose ids fit: `/releases/{release}`. */
const listOf = (path: string, name: string): string => path.split(`/{${name}}`)[0]?.split('/').at(-1) ?? '';

function paths({ path, parameters }: Operation, { ids, tenant, document }: World): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const segments = names.map((name) => {
    if (name === 'tenant') {
      return fc.oneof({ arbitrary: fc.constant(tenant), weight: 30 }, { arbitrary: strangeSegment, weight: 1 });
    }
    const known = ids.get(listOf(path, name)) ?? ids.get(name) ?? [];
    const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
    return fc.oneof(
      { arbitrary: fc.constantFrom(...(known.length > 0 ? known : [MISSING])).map(encoded), weight: 12 },
      { arbitrary: fc.constant(MISSING), weight: 1 },
      { arbitrary: valuesOf(document, schema).map((value) => encoded(String(value))), weight: 1 },
      { arbitrary: strangeSegment, weight: 1 },
    );
  });
  return fc
    .tuple(...segments)
    .map((values) =>
      names.reduce((whole, name, index) => whole.replace(`{${name}}`, () => values[index] as string), path),
    );
}

function queries({ parameters }: Operation, { document }: World): fc.Arbitrary<string> {
  const known = parameters.filter((one) => one.in === 'query');
  const fields: Record<string, fc.Arbitrary<string>> = Object.fromEntries(
    known.map(({ name, schema }) => [
      name,
      fc.oneof(
        { arbitrary: valuesOf(document, schema).map((value) => encoded(String(value))), weight: 6 },
        { arbitrary: strangeText.map(encoded), weight: 1 },
      ),
    ]),
  );
  const required: string[] = known.filter((one) => one.required).map((one) => one.name);
  const valid = fc
    .record(fields, { requiredKeys: required })
    .map((values) => Object.entries(values).map(([name, value]) => `${name}=${value}`));
  const wrong = fc.constantFrom(
    'a=b',
    '__proto__=x',
    '=',
    '&&',
    'limit=10&limit=20',
    'cursor=%00',
    '%ff=%ff',
    'limit[]=1',
    '?',
    'limit',
    'constructor[prototype]=1',
  );
  return fc
    .tuple(valid, fc.option(wrong, { freq: 8, nil: undefined }))
    .map(([pairs, other]) => [...pairs, ...(other === undefined ? [] : [other])].join('&'))
    .map((query) => (query === '' ? '' : `?${query}`));
}

interface Body {
  readonly text?: string | Uint8Array;
  readonly type?: string;
}

const RAW_BODIES: readonly (string | Uint8Array)[] = [
  ...[
    '{',
    'null',
    '[]',
    '"text"',
    '1e999',
    '{"a":1}{',
    '\ufeff{}',
    '{"a":"\\ud800"}',
    '{"__proto__":{"a":1}}',
    '',
    '   ',
  ],
  ...['{"name":"a","name":"b"}', '['.repeat(40_000), `"${'x'.repeat(300_000)}"`, 'a=b&c=d', '<a/>', '{"a":\u0000}'],
  new Uint8Array([0xff, 0xfe, 0x00, 0x7b, 0x7d]),
  new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
];
const TYPES = ['application/json', 'application/json; charset=utf-8', 'application/merge-patch+json'];
const WRONG_TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  '',
  ';',
  'application/x-www-form-urlencoded',
];

function bodies({ method, body }: Operation, { document }: World): fc.Arbitrary<Body> {
  const valid = body === undefined ? fc.constant(undefined) : valuesOf(document, body);
  const json = (value: unknown): Body =>
    value === undefined ? {} : { text: JSON.stringify(value), type: 'application/json' };
  const raw = fc.record({ text: fc.constantFrom(...RAW_BODIES), type: fc.constantFrom(...TYPES) });
  const mistyped = fc
    .tuple(valid, fc.constantFrom(...WRONG_TYPES))
    .map(([value, type]) => ({ ...json(value ?? {}), type }));
  if (method === 'GET') {
    return fc.oneof({ arbitrary: fc.constant({}), weight: 20 }, { arbitrary: raw, weight: 1 });
  }
  return fc.oneof(
    { arbitrary: valid.map(json), weight: 8 },
    { arbitrary: brokenOf(valid).map(json), weight: 6 },
    { arbitrary: strange.map(json), weight: 1 },
    { arbitrary: raw, weight: 1 },
    { arbitrary: mistyped, weight: 1 },
    { arbitrary: fc.constant({}), weight: 1 },
  );
}

const headerText = fc.string({
  unit: fc
    .integer({ min: 0x21, max: 0xff })
    .filter((one) => one !== 0x7f)
    .map((one) => String.fromCharCode(one)),
  maxLength: 300,
});

function credentials({ isOpen }: Operation, { tokens }: World): fc.Arbitrary<Record<string, string>> {
  const wrong = fc.oneof(
    fc.constant({}),
    fc
      .constantFrom(
        'Bearer',
        'Bearer ',
        'Basic YTpi',
        'Bearer a.b.c',
        'Bearer wl_',
        `Bearer ${'x'.repeat(4000)}`,
        'wl_',
      )
      .map((authorization) => ({ authorization })),
    headerText.map((text) => ({ authorization: `Bearer ${text}` })),
  );
  const right = fc.constantFrom(...tokens).map((token) => ({ authorization: `Bearer ${token}` }));
  return fc.oneof({ arbitrary: right, weight: isOpen ? 1 : 14 }, { arbitrary: wrong, weight: 1 });
}

const conditions = fc.record(
  {
    'if-match': fc.oneof(
      fc.constantFrom('*', '"1"', 'W/"1"', '"x"', '"9999999999999999999"', '"', '1', '"1", "2"', '""'),
      headerText,
    ),
    'if-none-match': fc.oneof(fc.constantFrom('*', '"1"', 'W/"1"', ',', '"'), headerText),
    'idempotency-key': fc.oneof(fc.uuid(), fc.constantFrom('same', 'x'.repeat(256), 'T#'), headerText),
    accept: fc.constantFrom('application/json', 'text/html', 'nothing', '*/*;q=0', 'application/xml'),
    'accept-encoding': fc.constantFrom('gzip', 'br', 'identity;q=0', 'x'),
    'x-forwarded-for': fc.constantFrom('127.0.0.1', '::1', 'x'),
    'x-http-method-override': fc.constant('DELETE'),
  },
  { requiredKeys: [] },
);

const OTHER_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'];

/** Requests of the operation; about every third is valid by the document. */
export const requestsOf = (operation: Operation, world: World): fc.Arbitrary<WireRequest> =>
  fc
    .record({
      path: paths(operation, world),
      query: fc.oneof({ arbitrary: queries(operation, world), weight: 9 }, { arbitrary: fc.constant(''), weight: 4 }),
      body: bodies(operation, world),
      credential: credentials(operation, world),
      headers: fc.oneof({ arbitrary: fc.constant({}), weight: 3 }, { arbitrary: conditions, weight: 1 }),
      method: fc.oneof(
        { arbitrary: fc.constant(operation.method), weight: 30 },
        { arbitrary: fc.constantFrom(...OTHER_METHODS), weight: 1 },
      ),
    })
    .map(({ path, query, body, credential, headers, method }) => ({
      method,
      target: `${path}${query}`,
      headers: { ...headers, ...credential, ...(body.type === undefined ? {} : { 'content-type': body.type }) },
      body: method === 'HEAD' ? undefined : body.text,
    }));
