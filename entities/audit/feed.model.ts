// The feed of changes: the entries of a tenant's chain after a number, without who did them. The chain has no gaps, so a page
// that asks after the last number that it saw misses nothing and gets nothing twice. Pure.
import * as z from 'zod';

/** A page that missed more reads everything again. */
export const MOST_CHANGES = 100;

export const feedQuery = z.strictObject({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(999_999_999_999)
    .optional()
    .describe('The `latest` of the last answer; without it only the present number is answered'),
});

export const feedView = z.strictObject({
  latest: z.number().int().describe('Ask after this number next'),
  changes: z
    .array(z.strictObject({ resourceType: z.string(), resourceId: z.string(), action: z.string(), at: z.string() }))
    .describe('Oldest first'),
  isPartial: z.boolean().describe(`More than ${MOST_CHANGES} changes were made: everything may have changed`),
});
export type Feed = z.output<typeof feedView>;
