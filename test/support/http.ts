// Calls an API handler as API Gateway would, with the context that the authorizer gives. A reply that does not fit its schema fails
// the test.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Actor } from '../../entities/_base/events.ts';
import type { Table } from '../../entities/_base/table/table.ts';
import type { CallerRole } from '../../entities/names.ts';
import { createHttpKit, type HttpKit } from '../../functions/_kit/http/http-handler.ts';
import { refusalsOf } from '../../functions/_kit/http/refusals.ts';
import type { HttpEvent } from '../../functions/_kit/http/request.ts';
import type { Manifest, Route } from '../../functions/_kit/manifest.ts';
import { baseOf } from '../../functions/_kit/manifest.ts';
import { asCallerOf } from './tenants/tenant-keys.ts';
import { isAccepted, onTrial, triedBy } from './trial/trial.ts';

export const strictKit = (table: Table, now: () => number): HttpKit => ({
  ...triedBy(createHttpKit(table, now), table),
  misfit: (operation, issues) => {
    throw new Error(`${operation} answers what its schema does not take: ${JSON.stringify(issues)}`);
  },
});

export const TENANT_ID = '0192f000-0000-7000-8000-000000000001';
export const OTHER_TENANT_ID = '0192f000-0000-7000-8000-000000000002';
export const USER_ID = '0192f000-0000-7000-8000-0000000000aa';

export interface ApiRequest {
  readonly method: string;
  /** Below the tenant, with its query: `/releases?status=STARTED`. */
  readonly path: string;
  /** Undefined: no credential at all. */
  readonly role?: CallerRole;
  readonly scopes?: string;
  readonly userId?: string;
  /** Default: TOKEN for CI, AGENT for an agent, USER for the others. */
  readonly actorType?: Actor['type'];
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The tenant in the path; the credential's is TENANT_ID unless `credentialTenantId`. */
  readonly tenantId?: string;
  readonly credentialTenantId?: string;
  /** The answer of the authorizer, instead of the fields above. */
  readonly context?: Readonly<Record<string, string>>;
  readonly ip?: string;
  readonly userAgent?: string;
  /** Changes nothing (see trial/trial.ts). */
  readonly isTrial?: true;
}

/** Whether a route of the manifest takes the request; `path` may have a query. */
export const takes = (manifest: Manifest, method: string, path: string): boolean =>
  addressed(manifest, method, path.split('?')[0] ?? '') !== undefined;

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of Set-Cookie. */
  readonly cookies: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: tests assert on the body's fields, whatever the route
  readonly body: any;
  readonly text: string;
}

const ACTOR_TYPES: Readonly<Partial<Record<CallerRole, Actor['type']>>> = { CI: 'TOKEN', AGENT: 'AGENT' };

type Handler = (event: HttpEvent, context: never) => Promise<APIGatewayProxyStructuredResultV2>;

/** The operation that a request is for, with the parameters of its path. */
function addressed(manifest: Manifest, method: string, path: string) {
  const wordsFirst = Object.entries<Route>(manifest.routes).sort(
    ([, one], [, other]) => one.path.split('{').length - other.path.split('{').length,
  );
  for (const [operation, route] of wordsFirst) {
    const pattern = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = route.method === method ? pattern.exec(path) : null;
    if (!match) continue;
    const groups = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    return { operation, route, parameters: Object.fromEntries(groups) as Record<string, string> };
  }
  return undefined;
}

/** Throws for a refusal that the route does not declare, and the OpenAPI document hence does not list. */
function assertDeclared({ operation, route }: { operation: string; route: Route }, { status, body }: ApiReply): void {
  if (status < 400 || refusalsOf(route).some(({ code, status: own }) => code === body.code && own === status)) return;
  throw new Error(
    `${operation} answers ${status} ${body.code}: add it to \`errors\` of its route. ${body.detail ?? ''}`,
  );
}

/** A caller of one domain's handler. */
export const apiCaller = (manifest: Manifest, handler: unknown) => (request: ApiRequest) =>
  callApi(manifest, handler as Handler, request);

async function callApi(manifest: Manifest, handler: Handler, request: ApiRequest): Promise<ApiReply> {
  const tenant = request.tenantId ?? TENANT_ID;
  const [path = '', query = ''] = request.path.split('?');
  const called = addressed(manifest, request.method, path);
  const rawPath = `${baseOf(manifest).replace('{tenant}', tenant)}${path}`;
  const text =
    request.body === undefined || typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  const lambda =
    request.context ??
    (request.role && {
      tenantId: request.credentialTenantId ?? TENANT_ID,
      tenantSlug: 'acme',
      actorType: request.actorType ?? ACTOR_TYPES[request.role] ?? 'USER',
      actorId: request.userId ?? USER_ID,
      actorName: `the ${request.role.toLowerCase()}`,
      role: request.role,
      scopes: request.scopes ?? '*',
      credential: request.role === 'AGENT' ? 'AGENT' : 'API_TOKEN',
      credentialId: '0192f000-0000-7000-8000-00000000c0de',
    });
  const event = {
    version: '2.0',
    routeKey: '',
    rawPath,
    rawQueryString: query,
    headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...request.headers },
    ...(query === '' ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    pathParameters: { tenant, ...called?.parameters },
    requestContext: {
      requestId: '0192f000-0000-7000-8000-00000000c0de',
      http: {
        method: request.method,
        path: rawPath,
        sourceIp: request.ip ?? '192.0.2.1',
        userAgent: request.userAgent ?? 'tests',
        protocol: 'HTTP/1.1',
      },
      ...(lambda ? { authorizer: { lambda } } : {}),
    },
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded: false,
  } as unknown as HttpEvent;
  const send = () => handler(event, {} as never);
  const result = await asCallerOf(lambda?.tenantId, () => (request.isTrial ? onTrial(send) : send()));
  const body = result.body ?? '';
  const isJson = /[/+]json\b/.test(String(result.headers?.['content-type']));
  const reply = {
    status: result.statusCode ?? 200,
    headers: (result.headers ?? {}) as Record<string, string>,
    cookies: result.cookies ?? [],
    body: isJson ? JSON.parse(body) : body,
    text: body,
  };
  if (called && !isAccepted(reply)) assertDeclared(called, reply);
  return reply;
}
