// Random values: those that a JSON schema allows, and those that it does not.
import fc from 'fast-check';
import { type Node, resolved } from './document.ts';

const STRANGE_TEXTS = [
  ...['', ' ', '\u0000', 'a\u0000b', '\ud800', '\udc00x', '\ufeff', '\u202e', '💥', 'é'.repeat(300), 'x'.repeat(5000)],
  ...[
    '__proto__',
    'constructor',
    'null',
    'undefined',
    'NaN',
    '-1',
    '../../..',
    '%00',
    "' OR 1=1 --",
    '${7*7}',
    '<script>',
  ],
  ...['T#x', '#', '0192f000-0000-7000-8000-000000000000', '2026-02-30T25:61:00Z', '9'.repeat(400), '*', '[]', '{}'],
];
export const strangeText = fc.oneof(fc.constantFrom(...STRANGE_TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));

const STRANGE_NUMBERS = [-1, 0, 1.5, 1e308, -1e308, 2 ** 53, -(2 ** 63), 1e-320, Number.MAX_SAFE_INTEGER];

/** Anything that JSON can say. */
export const strange: fc.Arbitrary<unknown> = fc.oneof(
  strangeText,
  fc.constantFrom<unknown>(...STRANGE_NUMBERS, null, true, [], {}, [[[[]]]], { constructor: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'date-time': fc
    .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  date: fc
    .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  email: fc.emailAddress(),
  uri: fc.webUrl(),
  uuid: fc.uuid(),
};

function texts({ format, pattern, minLength = 0, maxLength = 60 }: Node): fc.Arbitrary<string> {
  const known = FORMATS[format ?? ''];
  if (known) return known;
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, minLength + 40)) };
  const plain = fc.oneof(
    { arbitrary: fc.string({ ...length, unit: fc.constantFrom(...'abcXYZ019-._') }), weight: 3 },
    { arbitrary: fc.string({ ...length, unit: 'grapheme' }), weight: 1 },
  );
  if (pattern === undefined) return plain;
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  } catch {
    // fast-check cannot read every assertion of a pattern.
    return plain;
  }
}

/** Values that the schema allows, as far as JSON schema says it. */
export function valuesOf(document: Node, given: Node, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(document, given);
  const of = (inner: Node) => valuesOf(document, inner, depth + 1);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms) return fc.oneof(...forms.map(of));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(of)).map((parts) => Object.assign({}, ...parts));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type: string) => of({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      return texts(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -1000, -(2 ** 31)),
        max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1),
      });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 3),
      });
    case 'object': {
      const { properties = {}, required = [], additionalProperties } = schema;
      const known = Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, of(inner)]));
      const named = fc.record(known, { requiredKeys: required.filter((key: string) => key in known) });
      if (typeof additionalProperties !== 'object' || depth > 4) return named;
      const keys = schema.propertyNames
        ? (of(schema.propertyNames) as fc.Arbitrary<string>)
        : fc.string({ maxLength: 10 });
      const others = fc.dictionary(keys, of(additionalProperties), { maxKeys: 3 });
      return fc.tuple(others, named).map(([other, own]) => ({ ...other, ...own }));
    }
    default:
      return strange;
  }
}

/** The value with one part replaced, deleted or added. */
export const brokenOf = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(valid, strange, fc.nat(), fc.constantFrom('replace', 'delete', 'add')).map(([value, other, at, how]) => {
    const places: [Record<string, unknown>, string][] = [];
    const copy: Record<string, unknown> = structuredClone({ value });
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const key of Object.keys(node)) {
        places.push([node as Record<string, unknown>, key]);
        walk((node as Record<string, unknown>)[key]);
      }
    };
    walk(copy);
    const [holder, key] = places[at % places.length] ?? ([copy, 'value'] as const);
    if (how === 'delete' && holder !== copy) delete holder[key];
    else if (how === 'add' && typeof holder[key] === 'object' && holder[key] !== null)
      Object.assign(holder[key], { strange: other });
    else holder[key] = other;
    return copy.value;
  });
