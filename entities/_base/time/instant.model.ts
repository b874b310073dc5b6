// The schema of a moment in requests: ISO 8601 with its offset, read as UTC. Pure.
import * as z from 'zod';
import { isoOf, momentOf } from './iso.ts';

const form = z.iso.datetime({ offset: true });

/** `error` says the format. An offset may move a moment out of the years that sort as text: it is refused. */
export const instant = (error = 'must be a date-time such as 2026-04-07T07:00:00Z') =>
  z.iso
    .datetime({ offset: true, error })
    .refine((text) => !form.safeParse(text).success || momentOf(text) !== undefined, {
      error: 'must lie in the years 0000 to 9999 of UTC',
    })
    .transform((text) => isoOf(text));
