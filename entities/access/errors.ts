// Errors of credentials, and of the ways to sign in.
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

export const issuerErrors = errorCatalogue('issuer', {
  not_found: { status: 404, title: 'The issuer does not exist' },
  too_many: { status: 409, title: 'The tenant has as many issuers as it may have' },
  owner_missing: { status: 422, title: 'The rules accept tokens of everybody' },
  not_an_issuer: { status: 422, title: 'The address is not that of an OpenID issuer' },
});

export const providerErrors = errorCatalogue('provider', {
  not_found: { status: 404, title: 'The provider does not exist' },
  too_many: { status: 409, title: 'The tenant has as many providers as it may have' },
  unusable: { status: 422, title: 'The provider cannot be used' },
  unavailable: { status: 503, title: 'The provider cannot be reached' },
});

export const signInErrors = errorCatalogue('sign_in', {
  /** The one answer for every reason that an outsider could ask about. */
  refused: { status: 401, title: 'The sign-in is refused' },
});

export const passkeyErrors = errorCatalogue('passkey', {
  not_found: { status: 404, title: 'The passkey does not exist' },
  refused: { status: 422, title: 'The answer of the authenticator is refused' },
  too_many: { status: 409, title: 'The user has as many passkeys as allowed' },
  taken: { status: 409, title: 'The passkey is registered already' },
  last: { status: 409, title: 'The tenant requires a passkey, and this is the last one' },
});
