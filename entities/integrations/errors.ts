// Errors of integrations, and the names of an outside service's failures. Adapters throw these; state machines retry on
// `integration.unavailable` and `.rate_limited`, wait while a service is `.busy` or states a time, and give up on the others.
import { errorCatalogue } from '../_base/errors.ts';

export const integrationErrors = errorCatalogue('integration', {
  not_found: { status: 404, title: 'There is no such integration' },
  name_taken: { status: 409, title: 'An integration of this kind already has this name' },
  in_use: { status: 409, title: 'The integration is used by releases or pipelines' },
  /** They would go to another address than the one they were given for. */
  credentials_needed: { status: 422, title: 'The credentials must be given again for another address' },
  /** EMAIL: an address that the tenant may not write from or to. */
  mail_not_bound: { status: 422, title: 'This tenant may not send such mails' },
  reference_invalid: { status: 422, title: 'A referenced integration does not exist or is not active' },
  /** The service refused our credential (401, 403). */
  unauthorized: { status: 422, title: 'The service refused the credential' },
  /** The service says the credential was right but has expired or was revoked. */
  expired: { status: 422, title: 'The credential has expired' },
  /** The service cannot answer now: 5xx, time-out, connection reset. Worth a retry. */
  unavailable: { status: 503, title: 'The service is not available' },
  /** 429, or the service's own word for it. `retryAfterSeconds` says when to try again. */
  rate_limited: { status: 503, title: 'The service asks us to slow down' },
  /** The service has to end something of ours first: it will, in minutes. Worth waiting for. */
  busy: { status: 503, title: 'The service is still at work on something of ours' },
  /** The service understood and said no (any other 4xx): retrying cannot help. */
  refused: { status: 422, title: 'The service refused the request' },
  /** A branch, tag or release page of that name exists and is not ours: a person says what becomes of it. */
  branch_exists: { status: 409, title: 'A branch of this name exists already' },
  tag_exists: { status: 409, title: 'A tag of this name exists already' },
  page_exists: { status: 409, title: 'A release page of this tag exists already' },
  /** The store takes one version at a time and has another; the member `inTheWay` says which and in which state. */
  version_in_the_way: { status: 409, title: 'The store has another version that must go first' },
  /** The SCM says, to a look-up of this very name, that it has no such branch, tag or commit. */
  ref_unknown: { status: 422, title: 'There is no such branch, tag or commit' },
  /** The service wants fields that Windlass cannot fill in: nothing is made, and the release goes on without it. */
  fields_refused: { status: 422, title: 'The service wants fields that Windlass does not fill in' },
  /** The reply was not of the shape that the service documents. */
  reply_invalid: { status: 502, title: 'The service answered in an unexpected shape' },
  /** The address is not one that this deployment may call. */
  address_refused: { status: 422, title: 'This deployment may not call that address' },
});
