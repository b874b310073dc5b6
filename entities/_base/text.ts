// Text that people write, as request bodies take it.
import * as z from 'zod';

/** At most `max` characters, none of them half a surrogate pair, which no store or service takes. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed(), { error: 'must not hold half a character' });
