// A problem explains a wrong field so that a person can correct it, whatever the schema of the field is.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fieldProblems } from '../../../../functions/_kit/http/problem.ts';
import type { Route } from '../../../../functions/_kit/manifest.ts';
import { manifests } from '../../../../infra/manifests.ts';

const messagesOf = (schema: z.ZodType, value: unknown): string[] => {
  const { error } = schema.safeParse(value);
  return error ? fieldProblems(error).map(({ message }) => message) : [];
};

describe('fieldProblems', () => {
  it.each([
    ['a union', z.union([z.iso.date(), z.iso.time()]), 'x', 'Invalid ISO date, or Invalid ISO time'],
    [
      'a union whose forms want the same',
      z.union([z.string().min(3), z.string().min(3)]),
      7,
      'Invalid input: expected string, received number',
    ],
    [
      'a union in a union',
      z.union([z.union([z.literal('a'), z.literal('b')]), z.int()]),
      'x',
      /"a".*, or .*"b".*, or /,
    ],
    ['a rule without words', z.string().refine(() => false), 'x', 'fits none of the allowed forms'],
    ['words of our own', z.union([z.boolean(), z.int()], { error: 'must be a day' }), 'x', 'must be a day'],
  ])('says what would be right of %s (W11f)', (_, schema, value, message) => {
    const [said, ...others] = messagesOf(z.strictObject({ field: schema }), { field: value });
    expect(others).toEqual([]);
    expect(said).toMatch(message instanceof RegExp ? message : new RegExp(`^${message}$`));
  });
});

/** The fields of an object's schema, whatever it is wrapped in. */
function shapeOf(schema: z.ZodType): Record<string, z.ZodType> {
  const { def } = schema._zod as unknown as {
    def: { shape?: Record<string, z.ZodType>; innerType?: z.ZodType; in?: z.ZodType; getter?: () => z.ZodType };
  };
  if (def.shape) return def.shape;
  const inner = def.innerType ?? def.in ?? def.getter?.();
  return inner ? shapeOf(inner) : {};
}

const GARBAGE: readonly unknown[] = ['?!', '', -1.5, true, null, [], ['?!', 7], {}, { x: {} }];
const routes = manifests.flatMap(({ domain, routes: all }) =>
  Object.entries<Route>(all).map(([name, route]) => ({ name: `${domain} ${name}`, route })),
);

describe('a route', () => {
  it.each(routes)('of $name never answers a bare "Invalid input" (W11f)', ({ route }) => {
    const schemas = [route.body, route.query].filter((schema) => schema !== undefined);
    const said = schemas.flatMap((schema) =>
      Object.values(shapeOf(schema)).flatMap((field) => GARBAGE.flatMap((value) => messagesOf(field, value))),
    );
    const whole = schemas.flatMap((schema) => GARBAGE.flatMap((value) => messagesOf(schema, value)));
    expect([...said, ...whole].filter((message) => message === 'Invalid input' || message === '')).toEqual([]);
  });
});
