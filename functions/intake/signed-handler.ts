// The HTTP bundle of signed routes: no authorizer and no parser before the operation, because a signature is over the
// bytes as they came. Errors become problem documents as everywhere.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { problemReply } from '../_kit/http/problem.ts';
import type { Route } from '../_kit/manifest.ts';

export interface SignedRequest {
  /** Id or slug, as in the path. */
  readonly tenant: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw bytes that the signature is over. */
  readonly body: Buffer;
  readonly correlationId: string;
}

/** An undefined body answers 200 with nothing, for senders that show what they are answered. */
export interface SignedReply {
  readonly body?: unknown;
  /** The route's own by default. */
  readonly status?: 200;
}

export type SignedOperation<Deps> = (request: SignedRequest, deps: Deps) => Promise<SignedReply>;

/** Lambda is given 6 MB at most, and API Gateway refuses what is more. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

function rawBody({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Buffer {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MAX_BODY_BYTES) throw baseErrors.too_large({ detail: `At most ${MAX_BODY_BYTES} bytes.` });
  return bytes;
}

export function signedHandler<Deps>(route: Route, operation: SignedOperation<Deps>, deps: Deps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const correlationId = event.requestContext.requestId;
    try {
      const { tenant = '', ...params } = event.pathParameters ?? {};
      const request = { tenant, params, headers: event.headers, body: rawBody(event), correlationId };
      const { body, status = route.status } = await operation(request, deps);
      if (body === undefined) return { statusCode: 200, body: '' };
      const headers = { 'content-type': 'application/json' };
      return { statusCode: status, headers, body: JSON.stringify(body) };
    } catch (error) {
      return problemReply(error, correlationId);
    }
  };
}
