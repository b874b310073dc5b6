// Jenkins' remote access API: crumbs, the queue, jobs (in folders too) and builds.
// https://www.jenkins.io/doc/book/using/remote-access-api
import { basicCredentials, credentialState } from '../reading.ts';
import { shaOf } from '../stable-ids.ts';
import type { Call, OutsideReply, StandIn } from '../stand-in.ts';
import { getJobOrBuild } from './jobs.ts';
import { getItem, getQueue, triggerBuild } from './queue.ts';
import { errorPage, errorReply, fail, show } from './replies.ts';

function authenticate(call: Call): void {
  const credentials = basicCredentials(call.request);
  if (!credentials) fail(403, 'anonymous is missing the Overall/Read permission');
  const { user, password } = credentials;
  if (user === '' || password === '' || credentialState(password) !== 'valid') {
    fail(401, `Invalid password/token for user: ${user}`, { 'www-authenticate': 'Basic realm="Jenkins"' });
  }
  if (call.request.method === 'POST' && call.request.headers['jenkins-crumb'] !== crumbOf(user)) {
    fail(403, 'No valid crumb was included in the request');
  }
}

function crumbOf(user: string): string {
  return `${shaOf('crumb', user)}${shaOf('crumb salt', user).slice(0, 24)}`;
}

function userOf(call: Call): string {
  return basicCredentials(call.request)?.user ?? '';
}

function issueCrumb(call: Call): OutsideReply {
  return show(call, { crumb: crumbOf(userOf(call)), crumbRequestField: 'Jenkins-Crumb' });
}

export const jenkins: StandIn = {
  name: 'jenkins',
  routes: {
    'GET /crumbIssuer/api/json': issueCrumb,
    'GET /queue/api/json': getQueue,
    'GET /queue/item/{item}/api/json': getItem,
    'POST /job/{path+}/buildWithParameters': triggerBuild,
    'GET /job/{path+}/api/json': getJobOrBuild,
  },
  authenticate,
  notFound: () => errorReply(404, 'Not Found'),
  failure: (status) => errorPage(status, status === 503 ? 'Service Unavailable' : 'Server Error'),
};
