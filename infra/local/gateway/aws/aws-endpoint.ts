// The AWS endpoint of the local runtime, `/_local/aws`: AWS's JSON protocols by X-Amz-Target, Lambda's Invoke and SES by path, S3 by
// the service that the signature names.
// Called by dispatch.ts. Source: Smithy, "AWS JSON 1.0 and 1.1 protocols"; the caller is known by its access key id.
import { randomUUID } from 'node:crypto';
import { AwsError, type AwsJsonService, type FunctionInvoker, type Json, type JsonObject } from '../../contracts.ts';
import type { Objects } from '../../storage/objects.ts';
import type { GatewayReply, GatewayRequest } from '../server.ts';
import type { AuthorizeCall } from './callers.ts';

export interface AwsEndpointOptions {
  readonly services: readonly AwsJsonService[];
  readonly invoker: FunctionInvoker;
  /** DynamoDB's calls, which are passed on as they are. */
  readonly dynamo: (request: GatewayRequest) => Promise<GatewayReply>;
  /** SES's calls, which are its stand-in's to answer. */
  readonly mail: (request: GatewayRequest) => Promise<GatewayReply>;
  readonly objects: Objects;
  readonly authorize: AuthorizeCall;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const SEND_EMAIL = '/v2/email/outbound-emails';

/** A handler of requests whose path is what follows `/_local/aws`. */
export function createAwsEndpoint(options: AwsEndpointOptions): (request: GatewayRequest) => Promise<GatewayReply> {
  const services = new Map(options.services.map((service) => [service.targetPrefix, service]));

  const answer = async (request: GatewayRequest): Promise<GatewayReply> => {
    assertSigned(request);
    if (isForObjects(request)) return toObjects(options, request);
    const functionName = INVOKE.exec(request.path)?.[1];
    if (functionName !== undefined) return invoke(options, request, decodeURIComponent(functionName));
    if (request.path === SEND_EMAIL) {
      authorizeRest(options, request, 'SES.SendEmail', readInput(request));
      return options.mail(request);
    }
    const target = request.headers['x-amz-target'] ?? '';
    const [prefix = '', operation = ''] = target.split('.');
    const isDynamo = prefix.startsWith('DynamoDB');
    const run = services.get(prefix)?.operations[operation];
    if (!run && !isDynamo) throw new AwsError('UnknownOperationException', `${target || request.path} is not known`);
    const input = readInput(request);
    options.authorize(accessKeyOf(request), target, input);
    if (!run) return options.dynamo(request);
    return json(200, await run(input), request.headers['content-type']);
  };

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
      const reply = json(known.status, { __type: known.code, message: known.message }, request.headers['content-type']);
      return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': known.code } };
    }
  };
}

const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=[^/,\s]+\/\d{8}\/[\w-]+\/[\w.-]+\/aws4_request, ?SignedHeaders=[\w;-]+, ?Signature=\w+$/;

/** A page cannot set these headers on its own, and every SDK does. Only callers.ts checks their values. */
function assertSigned({ headers }: GatewayRequest): void {
  if (SIGNED.test(headers.authorization ?? '') && headers['x-amz-date'] !== undefined) return;
  throw new AwsError(
    'MissingAuthenticationTokenException',
    'Sign the request: AWS Signature Version 4 in headers',
    403,
  );
}

/** Lambda's Invoke, synchronous only: the answer is the payload, a failed function is told by a header. */
async function invoke(options: AwsEndpointOptions, request: GatewayRequest, name: string): Promise<GatewayReply> {
  if ((request.headers['x-amz-invocation-type'] ?? 'RequestResponse') !== 'RequestResponse') {
    throw new AwsError('InvalidParameterValueException', 'only InvocationType RequestResponse is supported');
  }
  const payload = request.body.length > 0 ? readInput(request) : {};
  options.authorize(accessKeyOf(request), 'Lambda.InvokeFunction', { FunctionName: name });
  const result = await options.invoker.invoke(name, payload);
  if (result.ok) return json(200, result.payload);
  const { errorType, errorMessage, trace } = result;
  if (errorType === 'ResourceNotFoundException') throw new AwsError(errorType, errorMessage, 404);
  const reply = json(200, { errorType, errorMessage, trace: [...(trace ?? [])] });
  return { ...reply, headers: { ...reply.headers, 'x-amz-function-error': 'Unhandled' } };
}

/** A REST service says no with 403. */
function authorizeRest(
  { authorize }: AwsEndpointOptions,
  request: GatewayRequest,
  target: string,
  input: JsonObject,
): void {
  try {
    authorize(accessKeyOf(request), target, input);
  } catch (error) {
    throw error instanceof AwsError ? new AwsError(error.code, error.message, 403) : error;
  }
}

const isForObjects = ({ headers }: GatewayRequest): boolean =>
  /Credential=[^,\s]+\/s3\/aws4_request/.test(headers.authorization ?? '');

/** S3 speaks XML; bodies and object names are not for this endpoint to read. */
function toObjects(options: AwsEndpointOptions, request: GatewayRequest): GatewayReply {
  try {
    return options.objects(request, (operation, { Bucket, Key }) =>
      authorizeRest(options, request, `S3.${operation}`, { Bucket, Key }),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;
    return { status: error.status, headers: { 'content-type': 'application/xml' }, body };
  }
}

function readInput(request: GatewayRequest): JsonObject {
  try {
    return JSON.parse(request.body.toString('utf8') || '{}') as JsonObject;
  } catch {
    throw new AwsError('SerializationException', 'the request is not JSON');
  }
}

/** The access key id in a SigV4 header; signatures are not checked. */
function accessKeyOf(request: GatewayRequest): string | undefined {
  return /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1];
}

function json(status: number, body: Json, contentType = 'application/json'): GatewayReply {
  return {
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(body),
  };
}
