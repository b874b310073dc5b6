// Examples of JSON schemas: a field's value is its `.meta({ examples })`, or follows from its name, format or bounds. Pure.
import { createHash } from 'node:crypto';
import { NAMED } from './named-examples.ts';

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema
type Node = any;

/** The same id for the same name, in the form of our ids. */
function idFor(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `0192f3a0-7c00-7${hex.slice(0, 3)}-a${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-03-02T09:30:00.000Z',
  date: '2026-03-09',
  email: 'ada@acme.example',
  uri: 'https://acme.example/',
};

/** Ends of names of fields. */
const ENDS: Readonly<Record<string, string>> = { At: '2026-03-02T09:30:00.000Z', Url: 'https://acme.example/' };

const TESTS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\dT/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /@/,
  uri: /^\w+:/,
  uuid: /^[\da-f-]{36}$/,
};

/** `repositories` has items named `repository`. */
const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

/** The thing that a component is about: `release` of `CreateReleaseBody`, `ReleaseSummary` and `Release`. */
const thingOf = (component: string): string =>
  component
    .replace(/^(?:Create|Update|Edit|Record)(?=.*Body$)/, '')
    .replace(/(?:Body|Input|Summary|WithSecret)+$/, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase());

/** A field, and the thing whose field it is. */
interface Field {
  readonly name: string;
  readonly thing: string;
}

/** A text, number or boolean that may be null. */
function isNullable({ type, anyOf = [] }: Node): boolean {
  const types = anyOf.length > 0 ? anyOf.map((one: Node) => one.type) : [type].flat();
  return types.includes('null') && types.every((one: unknown) => typeof one === 'string' && one !== 'object');
}

function namedOf({ name, thing }: Field) {
  const special = NAMED[`${thing}.${name}`];
  return special === undefined ? NAMED[name] : special;
}

function textOf(field: Field, schema: Node): string {
  const { name, thing } = field;
  const { pattern = '', minLength = 0, maxLength = Number.POSITIVE_INFINITY, format } = schema;
  const suggested = [
    namedOf(field),
    FORMATS[format],
    ...Object.keys(ENDS).flatMap((end) => (name.endsWith(end) ? ENDS[end] : [])),
    ...(/id$/i.test(name) || format === 'uuid' ? [idFor(name === 'id' ? `${thing}Id` : name)] : []),
    ...[name, 'main', 'x'.repeat(minLength)],
  ];
  const fits = (text: unknown) =>
    typeof text === 'string' &&
    text.length >= minLength &&
    text.length <= maxLength &&
    new RegExp(pattern, 'u').test(text) &&
    (TESTS[format]?.test(text) ?? true);
  const found = suggested.find(fits);
  if (found === undefined) throw new Error(`no example of ${name}: ${JSON.stringify(schema)}`);
  return found as string;
}

/** Makes an example of a schema that may refer to `components`. */
export function examplesOf(components: Readonly<Record<string, Node>>): (schema: Node) => unknown {
  /** Fields that may be missing are shown only if they are named. */
  function objectOf({ properties = {}, required = [], propertyNames, additionalProperties }: Node, thing: string) {
    const names = Object.keys(properties);
    const shown = names.filter(
      (name) => required.includes(name) || (namedOf({ name, thing }) ?? undefined) !== undefined,
    );
    const known = (shown.length > 0 ? shown : names.slice(0, 1)).map((name) => [
      name,
      of(properties[name], { name, thing }),
    ]);
    const key = { name: 'key', thing };
    if (known.length > 0 || typeof additionalProperties !== 'object') return Object.fromEntries(known);
    if (propertyNames?.enum === undefined && namedOf(key) === undefined) return {};
    return {
      [String(of(propertyNames ?? { type: 'string' }, key))]: of(additionalProperties, { name: 'value', thing }),
    };
  }

  function of(schema: Node, field: Field): unknown {
    if (schema.$ref) {
      const component = schema.$ref.split('/').at(-1);
      return of(components[component], {
        ...field,
        name: ['', 'item'].includes(field.name) ? thingOf(component) : field.name,
      });
    }
    const { examples, const: only, enum: words, anyOf, oneOf = anyOf, allOf, type } = schema;
    const named = namedOf(field);
    if (named === null || (named === undefined && isNullable(schema))) return null;
    if (examples) return examples[0];
    if (only !== undefined) return only;
    if (words) return words.includes(named) ? named : words[0];
    if (oneOf) {
      const isNamed = ({ properties = {} }: Node) => Object.values<Node>(properties).some((one) => one.const === named);
      return of((named && oneOf.find(isNamed)) ?? oneOf.find((one: Node) => one.type !== 'null'), field);
    }
    if (allOf) return Object.assign({}, ...allOf.map((one: Node) => of(one, field)));
    switch (Array.isArray(type) ? type[0] : type) {
      case 'object':
        return objectOf(schema, field.name);
      case 'array':
        if (schema.maxItems === 0) return [];
        return [of(schema.items ?? {}, { ...field, name: named === undefined ? singular(field.name) : field.name })];
      case 'string':
        return textOf(field, schema);
      case 'boolean':
        return named ?? schema.default ?? true;
      case 'integer':
      case 'number':
        return named ?? schema.default ?? schema.minimum ?? 1;
      case 'null':
        return null;
      default:
        return named ?? 'main';
    }
  }
  return (schema) => of(schema, { name: '', thing: '' });
}
