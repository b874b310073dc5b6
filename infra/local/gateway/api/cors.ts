// Cross-origin answers of an HTTP API from its CorsConfiguration. Called by http-api.ts.
// Source: API Gateway Developer Guide, "Configure CORS for HTTP APIs".
import type { CorsModel } from '../../template/model.ts';
import type { GatewayReply, GatewayRequest } from '../server.ts';

/** The answer to a preflight, or undefined when the request is none. API Gateway answers it without any integration. */
export function preflight(request: GatewayRequest, cors: CorsModel): GatewayReply | undefined {
  const isPreflight =
    request.method === 'OPTIONS' && request.headers.origin && request.headers['access-control-request-method'];
  if (!isPreflight) return undefined;
  const headers = corsHeaders(request, cors);
  if (Object.keys(headers).length === 0) return { status: 204 };
  return {
    status: 204,
    headers: {
      ...headers,
      ...list('access-control-allow-methods', cors.allowMethods),
      ...list('access-control-allow-headers', cors.allowHeaders),
      ...(cors.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(cors.maxAgeSeconds) }),
    },
  };
}

/** The headers an ordinary answer gets; none for an origin that is not allowed. */
export function corsHeaders(request: GatewayRequest, cors: CorsModel): Record<string, string> {
  const { origin } = request.headers;
  if (!origin || !['*', origin].some((allowed) => cors.allowOrigins.includes(allowed))) return {};
  return {
    'access-control-allow-origin': cors.allowOrigins.includes('*') ? '*' : origin,
    ...list('access-control-expose-headers', cors.exposeHeaders),
    vary: 'origin',
  };
}

function list(name: string, values: readonly string[]): Record<string, string> {
  return values.length > 0 ? { [name]: values.join(',') } : {};
}
