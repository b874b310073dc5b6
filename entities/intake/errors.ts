// Errors of the intake. All senders that are not authentic get the same error.
import { errorCatalogue } from '../_base/errors.ts';

export const intakeErrors = errorCatalogue('intake', {
  /**
   * The same answer for an unknown integration, a type without a sender, and a missing, wrong or old signature or secret.
   */
  signature_invalid: { status: 401, title: 'The request is not signed by a known integration' },
  payload_invalid: { status: 400, title: 'The payload does not have the shape that the sender documents' },
  /** The sender should retry. */
  unavailable: { status: 503, title: 'The event could not be passed on' },
});
