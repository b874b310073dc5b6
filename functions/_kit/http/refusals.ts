// The refusals of each route: those of the kit, which follow from the route, and the domain's. The OpenAPI document lists them,
// and the tests of the API refuse any other.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { ErrorFactory } from '../../../entities/_base/errors.ts';
import type { Route } from '../manifest.ts';

/** Methods whose requests have a body; a body of any other is ignored. */
export const hasBody = ({ method }: Pick<Route, 'method'>): boolean => method !== 'GET';

/**
 * Without an idempotency record, a repeated POST would act twice, and a repeated DELETE would answer 404. Not for agents: a sync may be
 * repeated, and its answer has credentials, which are not stored.
 */
export const takesIdempotencyKey = ({ method, access }: Pick<Route, 'method' | 'access'>): boolean =>
  typeof access === 'object' && access.role !== 'AGENT' && (method === 'POST' || method === 'DELETE');

/** A change of something that exists; the creation of something in a list has no revision to name. */
export const takesIfMatch = ({ method, access, path, hasRevision }: Route): boolean =>
  typeof access === 'object' && hasRevision !== false && method !== 'GET' && (method !== 'POST' || path.includes('{'));

/** With the cookie of the console, writes and sign-ins are refused unless a page of the console sends them. */
const isForOwnPages = ({ method, access, setsCookie }: Route): boolean =>
  method !== 'GET' && (typeof access === 'object' || setsCookie === true);

/** Every refusal of the route, each once. */
export function refusalsOf(route: Route): readonly ErrorFactory[] {
  const { access, query, errors = [] } = route;
  const isCredentialed = typeof access === 'object';
  const kinds: readonly (readonly [boolean, readonly ErrorFactory[]])[] = [
    [true, [baseErrors.invalid]],
    [access !== 'SIGNED' && hasBody(route), [baseErrors.invalid_json, baseErrors.unsupported_media_type]],
    [hasBody(route), [baseErrors.too_large]],
    [query !== undefined && 'cursor' in query.shape, [baseErrors.invalid_cursor]],
    [isCredentialed, [baseErrors.unauthenticated, baseErrors.forbidden, baseErrors.not_found, baseErrors.rate_limited]],
    [isCredentialed, [baseErrors.issuer_unavailable]],
    [isCredentialed && hasBody(route), [baseErrors.conflict]],
    [isForOwnPages(route), [baseErrors.cross_site]],
    [takesIfMatch(route), [baseErrors.precondition_failed, baseErrors.precondition_invalid]],
    [takesIdempotencyKey(route), [baseErrors.idempotency_mismatch, baseErrors.idempotency_running]],
    [true, [baseErrors.internal]],
  ];
  return [...new Set([...kinds.flatMap(([applies, ofKind]) => (applies ? ofKind : [])), ...errors])];
}
