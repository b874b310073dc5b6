// The policy for signing in: body and view. Pure.
import * as z from 'zod';

const requiresPasskey = z
  .boolean()
  .describe('Whether everybody with a password also needs a passkey; without one, the next sign-in registers it');

export const updateSignInPolicyBody = z.lazy(() => z.strictObject({ requiresPasskey }));
export const signInPolicyView = z.lazy(() => z.strictObject({ requiresPasskey, revision: z.number().int() }));
