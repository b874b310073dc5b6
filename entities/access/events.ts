// Events of credentials. They hold ids only.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

export const TokensIssued = defineEvent('access', 'TokensIssued', 1, () => z.object({ count: z.number().int() }));
/** The token is no longer accepted. `tokenId` is the result of `tokenIdOf`. */
export const TokenRevoked = defineEvent('access', 'TokenRevoked', 1, () => z.object({ tokenId: z.string() }));
