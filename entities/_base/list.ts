// The query fields of every list and the shape of its answer.
import * as z from 'zod';

/** Query fields of a paged list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(25).describe('Items per page, 1 to 100'),
  cursor: z.string().min(1).max(2048).optional().describe('nextCursor of the previous page'),
};

/** `{ "items": […], "nextCursor": "…" | null }` */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

/** A query field that is true or false. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A query field with one or more of `values`, separated by commas. */
export const anyOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .string()
    .max(500)
    .transform((text, context): Values[number][] => {
      const named = text.split(',');
      const unknown = named.filter((one) => !values.includes(one));
      if (unknown.length === 0) return named;
      const message = `must be one or more of ${values.join(', ')}, separated by commas; ${unknown.join(', ')} is not allowed`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
