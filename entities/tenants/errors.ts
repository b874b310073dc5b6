// Errors of tenants, their people and their names.
import { errorCatalogue } from '../_base/errors.ts';

export const tenantErrors = errorCatalogue('tenant', {
  slug_taken: { status: 409, title: 'Another tenant has this slug' },
  user_taken: { status: 409, title: 'Another user has this email or username' },
  identity_taken: { status: 409, title: 'Another user has this name on the provider' },
  not_found: { status: 404, title: 'There is no such tenant' },
  token_not_found: { status: 404, title: 'The tenant has no such token' },
  /** The removal was started for a tenant that nobody deleted. */
  not_deleted: { status: 409, title: 'The tenant is not being deleted' },
});
