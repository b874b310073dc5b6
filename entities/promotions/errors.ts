// Errors of promotions.
import { errorCatalogue } from '../_base/errors.ts';

export const promotionErrors = errorCatalogue('promotion', {
  /** Digests, environment or policy are no longer those that people were asked about. */
  approval_void: { status: 409, title: 'The question about the promotion is void' },
  not_found: { status: 404, title: 'The promotion does not exist' },
});
