// Errors of tenants.
import { errorCatalogue } from '../_base/errors.ts';

export const tenantErrors = errorCatalogue('tenant', {
  slug_taken: { status: 409, title: 'Another tenant has this slug' },
  too_many_aliases: { status: 409, title: 'A tenant keeps at most twenty earlier slugs' },
  not_found: { status: 404, title: 'The tenant does not exist' },
  /** The removal was started for a tenant that is not deleted. */
  not_deleted: { status: 409, title: 'The tenant is not being deleted' },
});
