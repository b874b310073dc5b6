// Bitbucket Cloud's REST API 2.0 as far as releases need it: repositories, refs and commits.
// https://developer.atlassian.com/cloud/bitbucket/rest/intro/
import { basicCredentials, bearerToken, credentialState } from '../reading.ts';
import type { Call, StandIn } from '../stand-in.ts';
import { errorBody, fail } from './errors.ts';
import { createRef, deleteRef, getCommit, getRef, getRepository, listCommits, listRepositories } from './repository.ts';

/** App passwords and API tokens come with their account, access tokens as a bearer. */
function authenticate(call: Call): void {
  const basic = basicCredentials(call.request);
  const token = bearerToken(call.request) ?? (basic?.user ? basic.password : undefined);
  const state = token ? credentialState(token) : 'invalid';
  if (state === 'expired') fail(401, 'Token is expired.');
  if (state === 'invalid') fail(401, 'Token is invalid or not supported for this endpoint.');
}

const REPOSITORY = '/repositories/{workspace}/{repository}';

export const bitbucket: StandIn = {
  name: 'bitbucket',
  routes: {
    'GET /repositories/{workspace}': listRepositories,
    [`GET ${REPOSITORY}`]: getRepository,
    [`POST ${REPOSITORY}/refs/branches`]: createRef('branch'),
    [`GET ${REPOSITORY}/refs/branches/{name+}`]: getRef('branch'),
    [`DELETE ${REPOSITORY}/refs/branches/{name+}`]: deleteRef('branch'),
    [`POST ${REPOSITORY}/refs/tags`]: createRef('tag'),
    [`GET ${REPOSITORY}/refs/tags/{name+}`]: getRef('tag'),
    [`DELETE ${REPOSITORY}/refs/tags/{name+}`]: deleteRef('tag'),
    [`GET ${REPOSITORY}/commit/{commit}`]: getCommit,
    [`GET ${REPOSITORY}/commits`]: listCommits,
  },
  authenticate,
  notFound: () => ({ status: 404, body: errorBody('Resource not found') }),
  failure: (status) => errorBody(status === 429 ? 'Rate limit for this resource has been exceeded' : 'Internal error'),
};
