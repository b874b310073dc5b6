// Errors of incoming webhooks. A sender that is not authentic learns nothing more than that.
import { errorCatalogue } from '../_base/errors.ts';

export const intakeErrors = errorCatalogue('intake', {
  /** Unknown integration, one of a type without webhooks, no secret, no signature, a wrong or an old one: the same answer for all. */
  signature_invalid: { status: 401, title: 'The request is not signed by a known integration' },
  payload_invalid: { status: 400, title: 'The payload is not of the shape that the sender documents' },
  /** The sender should deliver again. */
  unavailable: { status: 503, title: 'The event could not be passed on' },
});
