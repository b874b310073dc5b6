// Errors of tenants, their people and their identities.
import { errorCatalogue } from '../_base/errors.ts';

export const tenantErrors = errorCatalogue('tenant', {
  slug_taken: { status: 409, title: 'Another tenant has this slug' },
  user_taken: { status: 409, title: 'Another user has this email or username' },
  identity_taken: { status: 409, title: 'Another user has this identity at the provider' },
  not_found: { status: 404, title: 'The tenant does not exist' },
  token_not_found: { status: 404, title: 'The token does not exist in this tenant' },
  /** The removal was started for a tenant that is not deleted. */
  not_deleted: { status: 409, title: 'The tenant is not being deleted' },
});
