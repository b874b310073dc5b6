// Parses replies by the schema of their route: a field that the schema does not name is never sent. A reply that does not
// fit is reported to `misfit`, and its named fields are sent: the change may be stored already.
import type * as z from 'zod';

/** Called for every reply that does not fit its schema. */
export type Misfit = (operation: string, issues: readonly z.core.$ZodIssue[]) => void;

export function parseReply(operation: string, schema: z.ZodType | undefined, body: unknown, misfit: Misfit): unknown {
  if (schema === undefined || body === undefined) return undefined;
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  misfit(operation, parsed.error.issues);
  return named(schema, body);
}

type Def = z.core.$ZodTypeDef & {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly out?: z.ZodType;
  readonly getter?: () => z.ZodType;
  readonly options?: readonly z.ZodType[];
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parts of a value that the schema names; the value need not fit the schema. */
function named(schema: z.ZodType, value: unknown): unknown {
  const { type, shape, catchall, element, innerType, valueType, out, getter, options } = schema._zod.def as Def;
  const inner = innerType ?? out ?? getter?.();
  if (inner) return named(inner, value);
  if (options) {
    const fitting = options.find((option) => option.safeParse(named(option, value)).success);
    return fitting && named(fitting, value);
  }
  if (Array.isArray(value)) return element ? value.map((one) => named(element, one)) : unnamed(type, value);
  if (!isRecord(value)) return value;
  if (valueType) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(valueType, one)]));
  if (!shape) return unnamed(type, value);
  const others = catchall && catchall._zod.def.type !== 'never' ? value : {};
  const own = Object.entries(shape).filter(([key]) => Object.hasOwn(value, key));
  return { ...others, ...Object.fromEntries(own.map(([key, field]) => [key, named(field, value[key])])) };
}

/** A value for which the schema names no fields: passed on only if the schema is `unknown` or `any`. */
const unnamed = (type: string, value: unknown): unknown => (type === 'unknown' || type === 'any' ? value : undefined);
