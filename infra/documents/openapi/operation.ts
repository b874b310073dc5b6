// One route as an operation of the OpenAPI document, with every parameter, header and answer that it can have. Pure.
import type { ErrorFactory } from '../../../entities/_base/errors.ts';
import { refusalsOf, takesIdempotencyKey, takesIfMatch } from '../../../functions/_kit/http/refusals.ts';
import type { Route } from '../../../functions/_kit/manifest.ts';
import { type Json, pascalOf, type Schemas } from './schemas.ts';
import { PRODUCED } from './shared.ts';

const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });
const header = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** The names in braces, e.g. `tenant` and `release`. */
const namesIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const pathParameters = (path: string): Json[] =>
  namesIn(path).map((name) =>
    name === 'tenant'
      ? parameter('Tenant')
      : {
          name,
          in: 'path',
          required: true,
          description: `The ${wordsOf(name.replace(/Id$/, ''))} of the request`,
          schema: { type: 'string', minLength: 1 },
        },
  );

const queryParameters = ({ query }: Route, schemas: Schemas): Json[] =>
  Object.entries(query?.shape ?? {}).map(([name, field]) => {
    const { description, ...schema } = schemas.of(field, 'input');
    return {
      name,
      in: 'query',
      required: !field.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });

const headerParameters = (route: Route): Json[] => [
  ...(takesIdempotencyKey(route) ? [parameter('IdempotencyKey')] : []),
  ...(takesIfMatch(route) ? [parameter('IfMatch')] : []),
  ...(takesIfMatch(route) && route.method === 'PUT' ? [parameter('OnlyNew')] : []),
  ...(route.setsCookie ? [parameter('WindlassConsole')] : []),
  ...(route.method === 'GET' ? [parameter('IfNoneMatch')] : []),
];

function contentOf({ reply, produces }: Route, schemas: Schemas): Json {
  if (produces !== undefined) return { content: { [produces]: PRODUCED[produces] ?? PRODUCED['*/*'] } };
  return reply ? { content: { 'application/json': schemas.media(reply, 'output') } } : {};
}

/** As the surface v1 gives the header Link. */
const isPaged = ({ method, query }: Route): boolean => method === 'GET' && 'cursor' in (query?.shape ?? {});

function successes(route: Route, schemas: Schemas): Json {
  const { method, status, access, dryReply } = route;
  const headers = {
    ...(status === 204 || access === 'SIGNED' ? {} : { ETag: header('ETag') }),
    ...(status === 201 ? { Location: header('Location') } : {}),
    ...(isPaged(route) ? { Link: header('Link') } : {}),
    ...(route.setsCookie ? { 'Set-Cookie': header('SetCookie') } : {}),
  };
  const answer = {
    description: { 200: 'Done', 201: 'Created', 202: 'Accepted; it is done afterwards', 204: 'Done' }[status],
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...contentOf(route, schemas),
  };
  return {
    [status]: answer,
    ...(dryReply
      ? {
          200: {
            description: 'The decision of a dry run; nothing has changed',
            content: { 'application/json': schemas.media(dryReply, 'output') },
          },
        }
      : {}),
    ...(method === 'GET' ? { 304: { $ref: '#/components/responses/NotModified' } } : {}),
    // Services that show their users the answer, such as Slack, ask for another one.
    ...(access === 'SIGNED' ? { 200: { description: 'Accepted, in the form that the sender asks for' } } : {}),
  };
}

/** API Gateway refuses some requests before any function sees them, in a shape of its own. */
const BY_GATEWAY: readonly number[] = [400, 429, 500];

/** The response for the refusals of one status; one of a single code is shared by its name. */
export function refusal(errors: readonly ErrorFactory[]): Json {
  const [first] = errors;
  const code = errors.map(({ code }) => code).sort();
  const titles = [...new Set(errors.map(({ title }) => title))].sort();
  const headers = {
    'X-Correlation-Id': header('CorrelationId'),
    ...(first?.status === 401 ? { 'WWW-Authenticate': header('WWWAuthenticate') } : {}),
    ...(first?.status === 429 ? { 'Retry-After': header('RetryAfter') } : {}),
  };
  const byGateway = BY_GATEWAY.includes(first?.status ?? 0)
    ? {
        'application/json': {
          schema: { $ref: '#/components/schemas/GatewayRefusal' },
          example: { message: 'Bad Request' },
        },
      }
    : {};
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: code } } }] };
  const example = {
    ...{ type: `urn:windlass:problem:${first?.code}`, title: first?.title, status: first?.status, code: first?.code },
  };
  return {
    description: titles.join('. '),
    headers,
    content: { 'application/problem+json': { schema, example }, ...byGateway },
  };
}

export const sharedRefusal = ({ code }: ErrorFactory): string => pascalOf(code);

function refusals(route: Route): Json {
  const byStatus = Object.entries(Object.groupBy(refusalsOf(route), ({ status }) => status));
  return Object.fromEntries(
    byStatus.map(([status, errors = []]) => {
      const [only] = errors;
      const isShared = only !== undefined && errors.length === 1;
      return [status, isShared ? { $ref: `#/components/responses/${sharedRefusal(only)}` } : refusal(errors)];
    }),
  );
}

function accessOf({ access }: Route): Json {
  if (access === 'OPEN') return { description: 'Needs no credential.', security: [] };
  if (access === 'SIGNED') return { description: 'Needs the signature of the service that sends it.', security: [] };
  const { role, scope, ci = false } = access;
  const strength = role === 'ADMIN' || role === 'AGENT' ? role : `${role} or a stronger one`;
  return {
    description: `Needs the role ${strength} and the scope \`${scope}\`. ${ci ? 'Also for CI.' : 'Not for CI.'}`,
    security: [{ bearer: [scope] }, { session: [] }],
    'x-windlass-role': role,
    'x-windlass-scope': scope,
    'x-windlass-ci': ci,
  };
}

export function operationOf(domain: string, operationId: string, route: Route, path: string, schemas: Schemas): Json {
  const { summary, body } = route;
  const parameters = [...pathParameters(path), ...queryParameters(route, schemas), ...headerParameters(route)];
  return {
    operationId,
    summary,
    tags: [domain],
    ...accessOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { 'application/json': schemas.media(body, 'input') },
          },
        }),
    responses: { ...successes(route, schemas), ...refusals(route) },
  };
}
