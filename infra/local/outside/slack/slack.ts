// Slack's Web API and response URLs. Errors are 200 with `{ ok: false, error }`, as Slack answers them.
// https://docs.slack.dev/apis/web-api and https://docs.slack.dev/reference/methods
import type { JsonObject } from '../../contracts.ts';
import { bearerToken, credentialState } from '../reading.ts';
import type { Call, OutsideReply, StandIn } from '../stand-in.ts';
import { failWith, ok } from './arguments.ts';
import { channelInfo, conversationHistory, conversationReplies } from './conversations.ts';
import { answerResponseUrl, postMessage, updateMessage } from './messages.ts';

const authTest = (): OutsideReply => ok({ team: 'Windlass', team_id: 'T0WINDLASS', user: 'windlass' });

function authenticate(call: Call): void {
  const token = bearerToken(call.request);
  if (token === undefined) failWith('not_authed');
  if (!/^xox[bp]-/.test(token)) failWith('invalid_auth');
  const state = credentialState(token);
  if (state === 'expired') failWith('token_expired');
  if (state === 'invalid') failWith('invalid_auth');
}

function notFound(call: Call): OutsideReply {
  const method = /^\/api\/(.+)$/.exec(call.request.path)?.[1];
  if (method === undefined) return { status: 404, body: 'no_service' };
  return { status: 200, body: { ok: false, error: 'unknown_method', req_method: method } };
}

function failure(status: number): JsonObject {
  return {
    ok: false,
    error: status === 429 ? 'ratelimited' : status === 503 ? 'service_unavailable' : 'internal_error',
  };
}

export const slack: StandIn = {
  name: 'slack',
  routes: {
    'POST /api/auth.test': authTest,
    'POST /api/chat.postMessage': postMessage,
    'POST /api/chat.update': updateMessage,
    'GET /api/conversations.info': channelInfo,
    'GET /api/conversations.history': conversationHistory,
    'GET /api/conversations.replies': conversationReplies,
    'POST /actions/{id}': answerResponseUrl,
  },
  open: ['POST /actions/{id}'],
  authenticate,
  notFound,
  failure,
};
