// Jira: Cloud's REST API v3 (Basic, rich text as ADF) and the v2 of Cloud and Data Center (Basic or Bearer, plain text).
// https://developer.atlassian.com/cloud/jira/platform/rest/v3
import type { JsonObject } from '../../contracts.ts';
import { basicCredentials, bearerToken, credentialState } from '../reading.ts';
import { type Call, type Handler, type OutsideReply, refuse, type StandIn } from '../stand-in.ts';
import { addComment, listComments } from './comments.ts';
import { isV3 } from './errors.ts';
import { listFields } from './fields.ts';
import { createIssue, getIssue, projectStatuses } from './issues.ts';
import { getProject, myPermissions } from './projects.ts';
import { searchByPage, searchByToken } from './search.ts';
import { listTransitions, transitionIssue } from './transitions.ts';

function authenticate(call: Call): void {
  const isCloud = isV3(call);
  const basic = basicCredentials(call.request);
  // Cloud takes an account's e-mail address and API token; a personal access token as Bearer is Data Center's.
  const bearer = isCloud ? undefined : bearerToken(call.request);
  const token = bearer ?? (basic && (!isCloud || basic.user.includes('@')) ? basic.password : undefined);
  if (token !== undefined && token !== '' && credentialState(token) === 'valid') return;
  const message = 'Client must be authenticated to access this resource.';
  const headers = { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' };
  if (isCloud) refuse(401, message, { ...headers, 'content-type': 'text/plain;charset=UTF-8' });
  refuse(401, { message, 'status-code': 401 }, headers);
}

function getMyself(call: Call): OutsideReply {
  const email = basicCredentials(call.request)?.user ?? 'windlass@example.com';
  return { status: 200, body: { displayName: email.split('@')[0] ?? email } };
}

function failure(status: number): JsonObject {
  const message = status === 429 ? 'Rate limit exceeded.' : 'Internal server error';
  return { errorMessages: [message], errors: {} };
}

/** Routes both versions of the API have, below `/rest/api/<version>`. */
const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /myself': getMyself,
  'GET /field': listFields,
  'GET /project/{project}': getProject,
  'GET /project/{project}/statuses': projectStatuses,
  'GET /mypermissions': myPermissions,
  'POST /issue': createIssue,
  'GET /issue/{issue}': getIssue,
  'GET /issue/{issue}/comment': listComments,
  'POST /issue/{issue}/comment': addComment,
  'GET /issue/{issue}/transitions': listTransitions,
  'POST /issue/{issue}/transitions': transitionIssue,
  'GET /search/jql': searchByToken,
  'GET /search': searchByPage,
};

function below(version: 2 | 3): Record<string, Handler> {
  return Object.fromEntries(
    Object.entries(ROUTES).map(([route, handler]) => [route.replace(' ', ` /rest/api/${version}`), handler]),
  );
}

export const jira: StandIn = {
  name: 'jira',
  routes: { ...below(3), ...below(2) },
  authenticate,
  notFound: () => ({ status: 404, body: { errorMessages: ['No endpoint is found for the request.'], errors: {} } }),
  failure,
};
