// The smallest valid value of a JSON schema: enough of a request's body for the operation to look for what its path names.
// biome-ignore lint/suspicious/noExplicitAny: JSON Schema as zod writes it
type Schema = any;

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-03-01T12:00:00.000Z',
  date: '2026-03-01',
  email: 'nobody@windlass.example',
  uri: 'https://windlass.example/',
  uuid: '0192f000-0000-7000-8000-00000000dead',
};

export function minimalOf(schema: Schema): unknown {
  if (schema === undefined || schema === true) return undefined;
  if ('default' in schema) return schema.default;
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [one] = schema.anyOf ?? schema.oneOf ?? [];
  if (one) return minimalOf(one);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(minimalOf));
  const { type } = schema;
  if (type === 'object') {
    const { properties = {}, required = [] } = schema;
    const wanted = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
    return Object.fromEntries(wanted.map((name: string) => [name, minimalOf(properties[name])]));
  }
  if (type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => minimalOf(schema.items));
  if (type === 'boolean') return true;
  if (type === 'number' || type === 'integer') return schema.minimum ?? 1;
  if (type === 'null') return null;
  return FORMATS[schema.format] ?? 'x'.repeat(Math.max(4, schema.minLength ?? 0));
}
