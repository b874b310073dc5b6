// Errors of the catalog. Codes of single references (`service.owner_not_found`, …) are with the operations that check them.
import { errorCatalogue } from '../_base/errors.ts';

export const serviceErrors = errorCatalogue('service', {
  not_found: { status: 404, title: 'The service does not exist' },
  unknown: { status: 422, title: 'No service has this slug' },
  inactive: { status: 422, title: 'The service is switched off' },
  invalid: { status: 422, title: 'The service names something that does not exist' },
  slug_taken: { status: 409, title: 'Another service has this slug' },
  name_taken: { status: 409, title: 'Another service has this name' },
  in_use: { status: 409, title: 'The service is used' },
});
