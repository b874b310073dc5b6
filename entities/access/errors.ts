// Errors of credentials.
import { errorCatalogue } from '../_base/errors.ts';

export const tokenErrors = errorCatalogue('token', {
  not_found: { status: 404, title: 'The token does not exist in this tenant' },
  limit_reached: { status: 409, title: 'The owner has as many tokens as allowed' },
  revoked: { status: 409, title: 'The token is revoked or has expired' },
});

export const sessionErrors = errorCatalogue('session', {
  not_found: { status: 404, title: 'The session does not exist' },
  /** The one answer for every reason. */
  refused: { status: 401, title: 'The sign-in is refused' },
  too_many_attempts: { status: 429, title: 'Too many attempts; wait before the next one' },
  required: { status: 409, title: 'Only a session can do this' },
});

export const passwordErrors = errorCatalogue('password', {
  wrong: { status: 422, title: 'The present password is wrong' },
  reset_invalid: { status: 422, title: 'The link to reset the password is not valid, was used, or has expired' },
});
