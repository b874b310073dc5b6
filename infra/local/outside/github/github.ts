// GitHub's REST API as far as releases need it: repositories, git refs and tags, commits, releases and Actions.
// https://docs.github.com/en/rest
import type { JsonObject } from '../../contracts.ts';
import { bearerToken, credentialState } from '../reading.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, refuse, type StandIn } from '../stand-in.ts';
import { cancelRun, dispatchWorkflow, getRun, getWorkflow, listRuns, rerun } from './actions.ts';
import { compare, createGitCommit, getBranch, getCommit, getGitCommit, listBranches, listCommits } from './commits.ts';
import { DOCUMENTATION, errorBody } from './errors.ts';
import { createRef, createTag, deleteRef, getRef, getTag, listRefs, matchingRefs, updateRef } from './refs.ts';
import {
  createRelease,
  generateNotes,
  getRelease,
  latestRelease,
  listReleases,
  releaseByTag,
  updateRelease,
} from './releases.ts';
import { existingRepository, LOGIN, ownerResource, repositoryResource } from './repository.ts';

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

function getUser(call: Call): OutsideReply {
  return {
    status: 200,
    headers: { 'x-oauth-scopes': 'repo, workflow' },
    body: { ...ownerResource(call, LOGIN, 'User'), name: LOGIN },
  };
}

function getRepository(call: Call): OutsideReply {
  return { status: 200, body: repositoryResource(call, existingRepository(call)) };
}

function failure(status: number): JsonObject {
  const messages: Record<number, string> = {
    403: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    429: `API rate limit exceeded for user ID ${numberOf(LOGIN)}.`,
    502: 'Server Error',
    503: 'Service unavailable',
  };
  return { message: messages[status] ?? 'Server Error', documentation_url: DOCUMENTATION, status: String(status) };
}

const REPO = '/repos/{owner}/{repo}';

export const github: StandIn = {
  name: 'github',
  routes: {
    'GET /user': getUser,
    [`GET ${REPO}`]: getRepository,
    [`GET ${REPO}/git/refs`]: listRefs,
    [`POST ${REPO}/git/refs`]: createRef,
    [`PATCH ${REPO}/git/refs/{ref+}`]: updateRef,
    [`DELETE ${REPO}/git/refs/{ref+}`]: deleteRef,
    [`GET ${REPO}/git/ref/{ref+}`]: getRef,
    [`GET ${REPO}/git/matching-refs/{ref+}`]: matchingRefs,
    [`POST ${REPO}/git/tags`]: createTag,
    [`GET ${REPO}/git/tags/{sha}`]: getTag,
    [`POST ${REPO}/git/commits`]: createGitCommit,
    [`GET ${REPO}/git/commits/{sha}`]: getGitCommit,
    [`GET ${REPO}/branches`]: listBranches,
    [`GET ${REPO}/branches/{branch+}`]: getBranch,
    [`GET ${REPO}/commits`]: listCommits,
    [`GET ${REPO}/commits/{ref+}`]: getCommit,
    [`GET ${REPO}/compare/{base+}...{head+}`]: compare,
    [`GET ${REPO}/releases`]: listReleases,
    [`POST ${REPO}/releases`]: createRelease,
    [`GET ${REPO}/releases/latest`]: latestRelease,
    [`GET ${REPO}/releases/tags/{tag+}`]: releaseByTag,
    [`POST ${REPO}/releases/generate-notes`]: generateNotes,
    [`GET ${REPO}/releases/{id}`]: getRelease,
    [`PATCH ${REPO}/releases/{id}`]: updateRelease,
    [`GET ${REPO}/actions/workflows/{workflow}`]: getWorkflow,
    [`POST ${REPO}/actions/workflows/{workflow}/dispatches`]: dispatchWorkflow,
    [`GET ${REPO}/actions/workflows/{workflow}/runs`]: listRuns,
    [`GET ${REPO}/actions/runs`]: listRuns,
    [`GET ${REPO}/actions/runs/{run}`]: getRun,
    [`POST ${REPO}/actions/runs/{run}/cancel`]: cancelRun,
    [`POST ${REPO}/actions/runs/{run}/rerun`]: rerun,
  },
  authenticate,
  notFound: () => ({ status: 404, body: errorBody(404, 'Not Found') }),
  failure,
};
