// Errors of every domain: optimistic locking, idempotency, lists and requests.
import { errorCatalogue } from './errors.ts';

export const baseErrors = errorCatalogue('request', {
  /** Another writer changed the entity between our read and our write. Load, decide and save again. */
  conflict: { status: 409, title: 'The resource was changed by another request at the same time' },
  precondition_failed: { status: 412, title: 'The resource is not at the revision that If-Match names' },
  precondition_invalid: { status: 400, title: 'If-Match is not an ETag of this API' },
  invalid: { status: 400, title: 'The request is not valid' },
  invalid_json: { status: 400, title: 'The body is not JSON' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  too_large: { status: 413, title: 'The body is too large' },
  invalid_cursor: { status: 400, title: 'The cursor does not belong to this list' },
  idempotency_mismatch: { status: 422, title: 'This Idempotency-Key was used with another request' },
  idempotency_running: { status: 409, title: 'The first request with this Idempotency-Key is still running' },
  not_found: { status: 404, title: 'The resource does not exist' },
  rate_limited: { status: 429, title: 'The tenant has used up its share of requests for the moment' },
  unauthenticated: { status: 401, title: 'A valid bearer token is required' },
  issuer_unavailable: { status: 503, title: 'The issuer of the token cannot be reached to check its signature' },
  cross_site: { status: 403, title: 'Only a page of the console may send this with its session cookie' },
  forbidden: { status: 403, title: 'The credential does not allow this' },
  internal: { status: 500, title: 'Something went wrong on our side' },
});

/** Throws `request.precondition_failed` if the condition names another revision than the stored item's, which is 0 without an item. */
export function assertRevision(
  { revision: asked }: { readonly revision: number | undefined },
  stored: { readonly revision: number } | undefined,
): void {
  if (asked !== undefined && asked !== (stored?.revision ?? 0)) throw baseErrors.precondition_failed();
}
