// Errors of integrations, and the names of the failures of services outside. Adapters throw these. State machines retry
// `integration.unavailable` and `.rate_limited`, wait while a service is `.busy` or states a time, and give up on the
// others.
import { type DomainError, errorCatalogue, isDomainError } from '../_base/errors.ts';

export const integrationErrors = errorCatalogue('integration', {
  not_found: { status: 404, title: 'The integration does not exist' },
  name_taken: { status: 409, title: 'An integration of this kind already has this name' },
  in_use: { status: 409, title: 'The integration is used by releases or pipelines' },
  /** The stored credentials would be sent to another address. */
  credentials_needed: { status: 422, title: 'The credentials must be given again if the address changes' },
  /** EMAIL: an address that the tenant may not send from or to. */
  mail_not_bound: { status: 422, title: 'This tenant may not send such mails' },
  reference_invalid: { status: 422, title: 'A referenced integration or environment does not exist or cannot be used' },
  /** The service refused our credential (401, 403). */
  unauthorized: { status: 422, title: 'The service refused the credential' },
  /** The service says that the credential has expired or was revoked. */
  expired: { status: 422, title: 'The credential has expired' },
  /** The service cannot answer now: 5xx, time-out, connection reset. A retry may help. */
  unavailable: { status: 503, title: 'The service is not available' },
  /** 429, or the service's own error for it. `retryAfterSeconds` says when to retry. */
  rate_limited: { status: 503, title: 'The service asks us to slow down' },
  /** The service must finish earlier work of ours first, which takes minutes. */
  busy: { status: 503, title: 'The service is still busy with an earlier request' },
  /** The service refused (any other 4xx): a retry cannot help. */
  refused: { status: 422, title: 'The service refused the request' },
  /** A branch, tag or release page of that name exists and is not ours: a person must decide. */
  branch_exists: { status: 409, title: 'A branch with this name already exists' },
  tag_exists: { status: 409, title: 'A tag with this name already exists' },
  page_exists: { status: 409, title: 'A release page of this tag already exists' },
  /** The store accepts one version at a time and has another; `inTheWay` names it and its state. */
  version_in_the_way: { status: 409, title: 'The store has another version that must be finished or withdrawn first' },
  /** The SCM answered that the branch, tag or commit does not exist. */
  ref_unknown: { status: 422, title: 'The branch, tag or commit does not exist' },
  /** The service requires fields that Windlass cannot fill: no issue is created, and the release continues without it. */
  fields_refused: { status: 422, title: 'The service requires fields that Windlass cannot fill' },
  /** The reply does not have the shape that the service documents. */
  reply_invalid: { status: 502, title: 'The service answered in an unexpected shape' },
  /** This deployment may not call the address. */
  address_refused: { status: 422, title: 'This deployment may not call that address' },
});

const PASSING: readonly string[] = ['integration.unavailable', 'integration.rate_limited'];

/** True for an error of a service after which another attempt may succeed. */
export const isPassing = (error: unknown): error is DomainError => isDomainError(error) && PASSING.includes(error.code);

/** The same, or the service must finish earlier work of ours first. */
export const isPassingOrBusy = (error: unknown): boolean =>
  isPassing(error) || (isDomainError(error) && error.code === 'integration.busy');
