// Linear's GraphQL API as far as releases need it: a team's issues, comments and states. https://linear.app/developers/graphql
import { createRequire } from 'node:module';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { type JsonObject, parseJson } from '../../contracts.ts';
import { credentialState, objectOr, saysJson, textOf } from '../reading.ts';
import { type Call, type OutsideReply, refuse, type StandIn } from '../stand-in.ts';
import { rootOf } from './issues.ts';
import { LinearProblem, problemBody } from './problem.ts';
import { SCHEMA } from './schema.ts';

/** Loaded when Linear is first called: 50 ms and 20 MB that a start without it saves. */
const load = () => createRequire(import.meta.url)('graphql') as typeof import('graphql');
let schema: GraphQLSchema | undefined;

/** A personal API key has no scheme before it; an OAuth token is a bearer. */
function authenticate(call: Call): void {
  const header = call.request.headers.authorization ?? '';
  const token = /^Bearer (\S+)$/.exec(header)?.[1] ?? (header.startsWith('lin_api_') ? header : undefined);
  if (token !== undefined && credentialState(token) === 'valid') return;
  const message = token === undefined ? 'Authentication required, not authenticated' : tokenProblem(token);
  const presentable = 'You need to authenticate to access this operation.';
  refuse(401, { errors: [problemBody('AUTHENTICATION_ERROR', 'authentication error', message, presentable)] });
}

const tokenProblem = (token: string) =>
  credentialState(token) === 'expired' ? 'The API key has expired' : 'The API key is not valid';

/** 400 for a document that does not fit the schema; 200 with `errors` for a refusal by a field. */
function execute(call: Call): OutsideReply {
  const body = saysJson(call.request) ? objectOr(parseJson(call.request.body)) : {};
  const source = textOf(body.query);
  if (source === undefined) return invalid('GraphQL operations must contain a non-empty `query`.', 'BAD_REQUEST');
  const graphql = load();
  schema ??= graphql.buildSchema(SCHEMA);
  const variableValues = objectOr(body.variables);
  const result = graphql.graphqlSync({ schema, source, rootValue: rootOf(call), variableValues });
  const [error] = result.errors ?? [];
  if (error === undefined) return { status: 200, headers: REMAINING, body: { data: { ...result.data } as JsonObject } };
  const problem = problemIn(error);
  // Refused, so that nothing of the operation stays.
  return problem
    ? refuse(200, { data: null, errors: [problem.body] })
    : invalid(error.message, 'GRAPHQL_VALIDATION_FAILED');
}

function problemIn({ originalError }: GraphQLError): LinearProblem | undefined {
  if (originalError === undefined || originalError instanceof LinearProblem) return originalError;
  throw originalError;
}

const REMAINING = { 'x-ratelimit-requests-limit': '2500', 'x-ratelimit-requests-remaining': '2499' };

function invalid(message: string, code: string): OutsideReply {
  return { status: 400, body: { errors: [problemBody(code, 'graphql error', message)] } };
}

function failure(status: number): JsonObject {
  const [code, type, message] =
    status === 429
      ? ['RATELIMITED', 'ratelimited', 'Rate limit exceeded']
      : ['INTERNAL_SERVER_ERROR', 'internal error', 'Internal server error'];
  return { errors: [problemBody(code, type, message)] };
}

export const linear: StandIn = {
  name: 'linear',
  routes: { 'POST /graphql': execute },
  authenticate,
  notFound: () => ({ status: 404, body: { errors: [problemBody('NOT_FOUND', 'other', 'Not found')] } }),
  failure,
};
