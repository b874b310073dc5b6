// Linear's GraphQL API as far as releases need it: a team's issues, comments and states. https://linear.app/developers/graphql
import type { Json, JsonObject } from '../../contracts.ts';
import { credentialState, objectOr, parseJson, saysJson, textOf } from '../reading.ts';
import { type Call, type OutsideReply, refuse, type StandIn } from '../stand-in.ts';
import { GraphqlProblem, pick, readOperation } from './graphql.ts';
import { MUTATIONS, ROOT } from './issues.ts';
import { LinearProblem, problemBody } from './problem.ts';

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

/** 400 for a document that does not fit the schema; 200 with `errors` for what a field refuses. */
function execute(call: Call): OutsideReply {
  const body = saysJson(call.request) ? objectOr(parseJson(call.request.body)) : {};
  const document = textOf(body.query);
  if (document === undefined) return invalid('GraphQL operations must contain a non-empty `query`.', 'BAD_REQUEST');
  try {
    const { type, fields } = readOperation(document, objectOr(body.variables));
    const data: Record<string, Json> = {};
    for (const field of fields) {
      const resolve = ROOT[field.name];
      const isOfType = MUTATIONS.includes(field.name) === (type === 'mutation');
      if (!resolve || !isOfType) throw new GraphqlProblem(`Cannot query field "${field.name}" on type "${type}".`);
      data[field.name] = pick(resolve(call, field), field.fields, field.name);
    }
    return { status: 200, headers: REMAINING, body: { data } };
  } catch (error) {
    if (error instanceof GraphqlProblem) return invalid(error.message, 'GRAPHQL_VALIDATION_FAILED');
    // Thrown on, so that nothing of the operation stays.
    if (error instanceof LinearProblem) return refuse(200, { data: null, errors: [error.body] });
    throw error;
  }
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
