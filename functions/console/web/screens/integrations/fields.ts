// The fields of a form, read from the schema of a config or of credentials, and the part of the body that they make. A new type
// of integration needs no form of its own.
import { textOf } from '../../app/sending.ts';
import { labelOf } from './names.ts';

/** The part of a JSON schema that a form shows. */
export interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
}

/** LIST: one text a line. TEXTS: texts by name. FLAG: yes, no, or the default. */
export type FieldKind = 'TEXT' | 'URL' | 'EMAIL' | 'NUMBER' | 'CHOICE' | 'FLAG' | 'LIST' | 'TEXTS';

export interface SchemaField {
  /** Within the schema: `channels.releases`. */
  readonly path: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  readonly options: readonly string[];
  readonly standard: string | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

const KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ['uri', 'URL'],
  ['email', 'EMAIL'],
  ['integer', 'NUMBER'],
  ['number', 'NUMBER'],
  ['boolean', 'FLAG'],
  ['array', 'LIST'],
  ['object', 'TEXTS'],
]);

const kindOf = ({ type = '', format = '', enum: options }: Shape): FieldKind =>
  options ? 'CHOICE' : (KINDS.get(format) ?? KINDS.get(type) ?? 'TEXT');

/** The fields of an object and of the objects in it. */
function fieldsIn(shape: Shape, above: string, isRequired: boolean): SchemaField[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, one]) => {
    const path = `${above}${name}`;
    const isNeeded = isRequired && (shape.required ?? []).includes(name);
    if (one.properties) return fieldsIn(one, `${path}.`, isNeeded);
    // A list of objects is written by the API alone.
    if (one.items?.properties) return [];
    return [
      {
        ...{ path, label: labelOf(path), kind: kindOf(one), isRequired: isNeeded },
        hint: one.description ?? (above === '' ? undefined : shape.description),
        options: one.enum ?? [],
        standard: one.default === undefined ? undefined : String(one.default),
        ...{ min: one.minimum, max: one.maximum },
      },
    ];
  });
}

export const fieldsOf = (schema: Shape): SchemaField[] => fieldsIn(schema, '', true);

export type Part = Readonly<Record<string, unknown>>;

/** The value at a path of the stored config. */
export const valueAt = (part: Part, path: string): unknown =>
  path.split('.').reduce<unknown>((found, name) => (found as Part | undefined)?.[name], part);

/** Texts by name; a name that was removed becomes null, as a merge wants it. */
function textsOf(form: FormData, name: string, before: unknown): Part | undefined {
  const values = form.getAll(`${name}#value`).map(String);
  const given = form.getAll(`${name}#name`).map((text, index) => [String(text).trim(), values[index] ?? ''] as const);
  const texts = Object.fromEntries(given.filter(([key, text]) => key !== '' && text.trim() !== ''));
  const removed = Object.keys(before ?? {}).filter((key) => !(key in texts));
  const all = { ...texts, ...Object.fromEntries(removed.map((key) => [key, null])) };
  return Object.keys(all).length === 0 ? undefined : all;
}

function givenValue(form: FormData, { kind, path }: SchemaField, prefix: string, before: Part | undefined): unknown {
  const name = `${prefix}.${path}`;
  if (kind === 'TEXTS') return textsOf(form, name, before && valueAt(before, path));
  const text = textOf(form, name);
  if (text === undefined) return undefined;
  if (kind === 'NUMBER') return Number(text);
  if (kind === 'FLAG') return text === 'true';
  if (kind === 'LIST') return text.split(/[\s,]+/).filter(Boolean);
  return text;
}

/** Puts a value at a path. */
function placed(part: Part, [name = '', ...rest]: readonly string[], value: unknown): Part {
  return { ...part, [name]: rest.length === 0 ? value : placed((part[name] ?? {}) as Part, rest, value) };
}

/** The config of a new integration, or with `before` the change of it: an emptied field is null, which removes it. */
export function partOf(form: FormData, fields: readonly SchemaField[], prefix: string, before?: Part): Part {
  return fields.reduce<Part>((part, field) => {
    const value = givenValue(form, field, prefix, before);
    const known = before && valueAt(before, field.path);
    const isEmptied = value === undefined && known !== undefined && field.kind !== 'TEXTS';
    if (isEmptied) return placed(part, field.path.split('.'), null);
    const isNew = value !== undefined && JSON.stringify(value) !== JSON.stringify(known);
    return isNew ? placed(part, field.path.split('.'), value) : part;
  }, {});
}
