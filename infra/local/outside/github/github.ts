// GitHub's REST API as far as releases need it: repositories, git refs and tags, commits, releases and Actions.
// https://docs.github.com/en/rest
import type { JsonObject } from '../../contracts.ts';
import { bearerToken, credentialState } from '../reading.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, refuse, type StandIn } from '../stand-in.ts';
import { dispatchWorkflow, getRun, getWorkflow, listRuns } from './actions.ts';
import { compare, createGitCommit, getCommit, listCommits } from './commits.ts';
import { errorBody } from './errors.ts';
import { createRef, createTag, getRef, updateRef } from './refs.ts';
import { createRelease, releaseByTag, updateRelease } from './releases.ts';
import { getRepository, LOGIN } from './repository.ts';

const TOKEN_PREFIX = /^(ghp|gho|ghs|ghu)_|^github_pat_/;

function authenticate(call: Call): void {
  const header = call.request.headers.authorization ?? '';
  const token = bearerToken(call.request) ?? /^token (\S+)$/i.exec(header)?.[1];
  if (token === undefined) refuse(401, errorBody(401, 'Requires authentication'));
  const state = TOKEN_PREFIX.test(token) ? credentialState(token) : 'invalid';
  if (state === 'valid') return;
  // GitHub's body does not tell an expired token from a wrong one; the header names the day it ended.
  const ended = new Date(call.now - 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  const headers = state === 'expired' ? { 'github-authentication-token-expiration': `${ended} UTC` } : {};
  refuse(401, errorBody(401, 'Bad credentials'), headers);
}

function failure(status: number): JsonObject {
  const messages: Record<number, string> = {
    403: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    429: `API rate limit exceeded for user ID ${numberOf(LOGIN)}.`,
    502: 'Server Error',
    503: 'Service unavailable',
  };
  return errorBody(status, messages[status] ?? 'Server Error');
}

const REPO = '/repos/{owner}/{repo}';

export const github: StandIn = {
  name: 'github',
  routes: {
    [`GET ${REPO}`]: getRepository,
    [`POST ${REPO}/git/refs`]: createRef,
    [`PATCH ${REPO}/git/refs/{ref+}`]: updateRef,
    [`GET ${REPO}/git/ref/{ref+}`]: getRef,
    [`POST ${REPO}/git/tags`]: createTag,
    [`POST ${REPO}/git/commits`]: createGitCommit,
    [`GET ${REPO}/commits`]: listCommits,
    [`GET ${REPO}/commits/{ref+}`]: getCommit,
    [`GET ${REPO}/compare/{base+}...{head+}`]: compare,
    [`POST ${REPO}/releases`]: createRelease,
    [`GET ${REPO}/releases/tags/{tag+}`]: releaseByTag,
    [`PATCH ${REPO}/releases/{id}`]: updateRelease,
    [`GET ${REPO}/actions/workflows/{workflow}`]: getWorkflow,
    [`POST ${REPO}/actions/workflows/{workflow}/dispatches`]: dispatchWorkflow,
    [`GET ${REPO}/actions/workflows/{workflow}/runs`]: listRuns,
    [`GET ${REPO}/actions/runs/{run}`]: getRun,
  },
  authenticate,
  notFound: () => ({ status: 404, body: errorBody(404, 'Not Found') }),
  failure,
};
