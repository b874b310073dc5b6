// Answers a request that fits no route of a domain. API Gateway sends a domain all methods of its paths; the domain's
// router throws this error. The answer is the same for everybody and reveals nothing about a tenant.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type DomainError, errorCatalogue } from '../../../entities/_base/errors.ts';
import type { Route } from '../manifest.ts';

const routeErrors = errorCatalogue('route', {
  not_found: { status: 404, title: 'The route does not exist' },
  method_not_allowed: { status: 405, title: 'The route does not support this method' },
});

const MAX_SHOWN = 500;

/** A browser's preflight request (CORS). API Gateway adds the allowed origins to the answer. */
export const isPreflight = ({ headers, requestContext }: Pick<APIGatewayProxyEventV2, 'headers' | 'requestContext'>) =>
  requestContext.http.method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

const isAt = (path: string, given: readonly string[]): boolean => {
  const segments = path.split('/');
  return (
    segments.length === given.length &&
    segments.every((segment, index) => (segment.startsWith('{') ? given[index] !== '' : given[index] === segment))
  );
};

/** 405 with the methods that `routes` have for the path below `base`, or 404. */
export function unknownRoute(
  base: string,
  routes: readonly Pick<Route, 'method' | 'path'>[],
  method: string,
  path: string,
): DomainError {
  const given = path.split('/');
  const legal = [
    ...new Set(routes.filter((route) => isAt(`${base}${route.path}`, given)).map((route) => route.method)),
  ].sort();
  const shown = path.slice(0, MAX_SHOWN);
  if (legal.length === 0) return routeErrors.not_found({ detail: `${method} ${shown} does not exist.` });
  return routeErrors.method_not_allowed({ detail: `${shown} supports ${legal.join(' and ')}, not ${method}.`, legal });
}
