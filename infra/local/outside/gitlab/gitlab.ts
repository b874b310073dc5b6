// GitLab's REST API as far as releases need it: projects, branches, tags, commits, releases and pipelines.
// https://docs.gitlab.com/api/rest/
import { bearerToken, credentialState } from '../reading.ts';
import { type Call, refuse, type StandIn } from '../stand-in.ts';
import { createPipeline, getPipeline, getVariables, listPipelines, triggerPipeline } from './pipelines.ts';
import { getProject, getToken } from './project.ts';
import { createRelease, getRelease, updateRelease } from './releases.ts';
import { createRef, deleteRef, getCommit, getRef, listCommits } from './repository.ts';

/** Personal, project and group access tokens, and OAuth's. */
const TOKEN = /^(glpat|gloas|glcbt)-|^[0-9a-f]{64}$/;

function authenticate(call: Call): void {
  const token = call.request.headers['private-token'] ?? bearerToken(call.request);
  const state = token !== undefined && TOKEN.test(token) ? credentialState(token) : 'invalid';
  if (state === 'expired') {
    const error_description = 'Token is expired. You can either do re-authorization or token refresh.';
    refuse(401, { error: 'invalid_token', error_description });
  }
  if (state === 'invalid') refuse(401, { message: '401 Unauthorized' });
}

const PROJECT = '/api/v4/projects/{project}';
const REPOSITORY = `${PROJECT}/repository`;
const TRIGGER = `POST ${PROJECT}/trigger/pipeline`;

export const gitlab: StandIn = {
  name: 'gitlab',
  routes: {
    'GET /api/v4/personal_access_tokens/self': getToken,
    [`GET ${PROJECT}`]: getProject,
    [`POST ${REPOSITORY}/branches`]: createRef('branch'),
    [`GET ${REPOSITORY}/branches/{name}`]: getRef('branch'),
    [`DELETE ${REPOSITORY}/branches/{name}`]: deleteRef('branch'),
    [`POST ${REPOSITORY}/tags`]: createRef('tag'),
    [`GET ${REPOSITORY}/tags/{name}`]: getRef('tag'),
    [`DELETE ${REPOSITORY}/tags/{name}`]: deleteRef('tag'),
    [`GET ${REPOSITORY}/commits`]: listCommits,
    [`GET ${REPOSITORY}/commits/{sha}`]: getCommit,
    [`POST ${PROJECT}/releases`]: createRelease,
    [`GET ${PROJECT}/releases/{tag}`]: getRelease,
    [`PUT ${PROJECT}/releases/{tag}`]: updateRelease,
    [`POST ${PROJECT}/pipeline`]: createPipeline,
    [TRIGGER]: triggerPipeline,
    [`GET ${PROJECT}/pipelines`]: listPipelines,
    [`GET ${PROJECT}/pipelines/{id}`]: getPipeline,
    [`GET ${PROJECT}/pipelines/{id}/variables`]: getVariables,
  },
  authenticate,
  open: [TRIGGER],
  notFound: () => ({ status: 404, body: { error: '404 Not Found' } }),
  failure: (status) => ({ message: status === 429 ? 'Retry later' : `${status} Internal Server Error` }),
};
