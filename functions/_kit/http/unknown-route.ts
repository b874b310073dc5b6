// The answer to a request that no route of a domain is for. API Gateway routes whole paths to a domain, for any method; the
// domain's router throws this error. The same for everybody: it says nothing about any tenant.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type DomainError, errorCatalogue } from '../../../entities/_base/errors.ts';
import type { Route } from '../manifest.ts';

const routeErrors = errorCatalogue('route', {
  not_found: { status: 404, title: 'There is no such route' },
  method_not_allowed: { status: 405, title: 'The route does not take this method' },
});

const MAX_SHOWN = 500;

/** A browser asks before another request. API Gateway adds to the answer what its origin may do. */
export const isPreflight = ({ headers, requestContext }: Pick<APIGatewayProxyEventV2, 'headers' | 'requestContext'>) =>
  requestContext.http.method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

const isAt = (path: string, given: readonly string[]): boolean => {
  const segments = path.split('/');
  return (
    segments.length === given.length &&
    segments.every((segment, index) => (segment.startsWith('{') ? given[index] !== '' : given[index] === segment))
  );
};

/** 405 with the methods that `routes`, below `base`, has for the path, or 404. */
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
  if (legal.length === 0) return routeErrors.not_found({ detail: `There is no ${method} ${shown}.` });
  return routeErrors.method_not_allowed({ detail: `${shown} takes ${legal.join(' and ')}, not ${method}.`, legal });
}
