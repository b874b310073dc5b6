// Errors of promotions and of their holds.
import { errorCatalogue } from '../_base/errors.ts';

export const promotionErrors = errorCatalogue('promotion', {
  /** Digests, environment or policy are no longer those that people were asked about. */
  approval_void: { status: 409, title: 'The question about the promotion is void' },
  not_found: { status: 404, title: 'The promotion does not exist' },
  invalid: { status: 422, title: 'The promotion names something that cannot be promoted' },
  release_not_ready: { status: 409, title: 'The components of the release are not fixed, or it was cancelled' },
  illegal_transition: { status: 409, title: 'The promotion cannot do this in its status' },
  not_evaluated: { status: 404, title: 'The promotion had not been evaluated at that time' },
  no_override: { status: 409, title: 'Nobody has asked for an override that could be granted' },
  not_a_person: { status: 403, title: 'Only a user can ask for an override or grant one' },
  same_person: { status: 403, title: 'Another person must grant the override' },
});

export const promotionHoldErrors = errorCatalogue('promotion_hold', {
  not_found: { status: 404, title: 'No hold of automatic promotions of this service in this environment is in force' },
});
