// Errors of promotions.
import { errorCatalogue } from '../_base/errors.ts';

export const promotionErrors = errorCatalogue('promotion', {
  not_found: { status: 404, title: 'The promotion does not exist' },
});
