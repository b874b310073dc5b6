// Answers a request that no route of the API is for, as API Gateway's $default route brings it: without authorizer, since the
// answer is the same for everybody and names nothing of any tenant. It is here because this function starts fastest.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { errorCatalogue } from '../../entities/_base/errors.ts';
import { API_BASE } from '../../entities/names.ts';
import { problemReply } from '../_kit/http/problem.ts';

export const UNKNOWN_ROUTE_KEY = '$default';

const routeErrors = errorCatalogue('route', {
  not_found: { status: 404, title: 'There is no such route' },
  method_not_allowed: { status: 405, title: 'The route does not take this method' },
});

const MAX_SHOWN = 500;

interface Path {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
}

/** `GET,POST /releases`, with parameters in braces. */
function pathOf(line: string): Path {
  const [methods = '', path = ''] = line.split(' ');
  return { segments: `${API_BASE}${path}`.split('/'), methods: methods.split(',') };
}

const isAt = ({ segments }: Path, given: readonly string[]): boolean =>
  segments.length === given.length &&
  segments.every((segment, index) => (segment.startsWith('{') ? given[index] !== '' : given[index] === segment));

/** `table` is API_ROUTES. */
export function unknownRoute(table: string) {
  const paths = table.split(';').map(pathOf);
  return ({ rawPath, headers, requestContext }: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 => {
    const { method } = requestContext.http;
    // With this route API Gateway leaves the question of a browser to us; who may ask is its to say.
    if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined) return { statusCode: 204 };
    const given = rawPath.split('/');
    const legal = [...new Set(paths.filter((path) => isAt(path, given)).flatMap(({ methods }) => methods))].sort();
    const path = rawPath.slice(0, MAX_SHOWN);
    if (legal.length === 0) {
      const error = routeErrors.not_found({ detail: `There is no ${method} ${path}.` });
      return problemReply(error, requestContext.requestId);
    }
    const detail = `${path} takes ${legal.join(' and ')}, not ${method}.`;
    const reply = problemReply(routeErrors.method_not_allowed({ detail, legal }), requestContext.requestId);
    return { ...reply, headers: { ...reply.headers, allow: legal.join(', ') } };
  };
}
