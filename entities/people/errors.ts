// Errors of people and their identities.
import { errorCatalogue } from '../_base/errors.ts';

export const userErrors = errorCatalogue('user', {
  taken: { status: 409, title: 'Another user has this email or username' },
  identity_taken: { status: 409, title: 'Another user has this identity at the provider' },
});
