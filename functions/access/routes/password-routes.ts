// Routes of passwords.
import * as z from 'zod';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { passwordErrors, sessionErrors } from '../../../entities/access/errors.ts';
import { sessionView } from '../../../entities/access/session.model.ts';

/** The rules for a new password are those of _kit/accounts/passwords.ts; this only limits what is read. */
const password = z.string().min(1).max(1000);

export const passwordRoutes = {
  changePassword: {
    method: 'PUT',
    path: '/me/password',
    summary: 'Change the own password; all other sessions end, and the one that sends the request gets a new token',
    access: { role: 'VIEWER', scope: 'access:write' },
    body: z.strictObject({ currentPassword: password, newPassword: password }),
    hasRevision: false,
    status: 200,
    reply: z
      .strictObject({
        token: z
          .string()
          .nullable()
          .describe('The new token of the session; null for the console and for other credentials'),
        session: sessionView.nullable(),
      })
      .meta({ id: 'ChangedPassword' }),
    setsCookie: true,
    errors: [passwordErrors.wrong, sessionErrors.too_many_attempts, sessionErrors.not_found],
  },
  requestPasswordReset: {
    method: 'POST',
    path: '/password-resets',
    summary:
      'Ask for a mail with a link that resets the password; the answer does not say whether there is such a user',
    access: 'OPEN',
    body: z.strictObject({ login: z.string().min(1).max(254).describe('E-mail address or username') }),
    status: 202,
    errors: [sessionErrors.too_many_attempts],
  },
  resetPassword: {
    method: 'POST',
    path: '/password-resets/use',
    summary: 'Set a new password with the secret of a mailed link, once; all sessions end',
    access: 'OPEN',
    body: z.strictObject({ secret: z.string().min(1).max(300), password }),
    status: 204,
    errors: [passwordErrors.reset_invalid, baseErrors.conflict],
  },
} as const;
