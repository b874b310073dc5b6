// A deployment endpoint as a team might run one: takes signed webhooks (Standard Webhooks) at any path, each message once.
// `PUT /_secrets` with `{ "secret": "whsec_…" }` sets the secret that signatures are checked with; before that they must only
// look right. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

import { createHmac } from 'node:crypto';
import { isObject, parseJson } from '../../contracts.ts';
import { dig, saysJson, textOf } from '../reading.ts';
import { type Call, type OutsideReply, refuse, type StandIn } from '../stand-in.ts';

const TOLERANCE_SECONDS = 300;

function authenticate(call: Call): void {
  const { headers, body } = call.request;
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  const isTimely = /^\d+$/.test(timestamp) && Math.abs(call.now / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
  const given = signatures.split(' ').filter((signature) => /^v1,[\w+/]{43}=$/.test(signature));
  if (id === '' || id.includes('.') || !isTimely || given.length === 0) unauthorized('The webhook is not signed');
  const secret = call.state.get<string>('secrets', 'current');
  if (secret === undefined) return;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  if (!given.includes(expected)) unauthorized('The signature does not match');
}

function unauthorized(detail: string): never {
  return refuse(401, { title: 'Unauthorized', status: 401, detail });
}

function setSecret(call: Call): OutsideReply {
  const secret = textOf(dig(parseJson(call.request.body), 'secret'));
  if (!secret?.startsWith('whsec_')) return refuse(400, { detail: 'secret must begin with whsec_' });
  call.state.put('secrets', 'current', secret);
  return { status: 204 };
}

/** 404 for a path with `missing` in it, 410 for one with `gone`: the endpoint wants no more events. */
function take(call: Call): OutsideReply {
  const { request, state } = call;
  if (/missing/.test(request.path)) return refuse(404, { title: 'Not Found', status: 404 });
  if (/gone/.test(request.path)) return refuse(410, { title: 'Gone', status: 410 });
  const message = saysJson(request) ? parseJson(request.body) : undefined;
  const type = textOf(dig(message, 'type'));
  if (!isObject(message) || type === undefined || !isObject(message.data)) {
    return refuse(400, { title: 'Bad Request', status: 400, detail: 'type and data are required' });
  }
  if (type === 'windlass.ping') return { status: 204 };
  if (textOf(message.data.version) === undefined) {
    return refuse(422, { title: 'Unprocessable Content', status: 422, detail: 'data.version is required' });
  }
  const { notesByLocale: byLocale = {} } = message.data;
  if (!isObject(byLocale) || Object.values(byLocale).some((text) => typeof text !== 'string')) {
    return refuse(422, { title: 'Unprocessable Content', status: 422, detail: 'data.notesByLocale must map to texts' });
  }
  const id = request.headers['webhook-id'] ?? '';
  const isRepeated = state.get('messages', id) !== undefined;
  if (!isRepeated) state.put('messages', id, message.data);
  return { status: 202, body: { accepted: true, repeated: isRepeated } };
}

/** The releases it was asked for, each once. */
function listReleases(call: Call): OutsideReply {
  return { status: 200, body: { items: call.state.list('messages') } };
}

export const web: StandIn = {
  name: 'web',
  routes: { 'PUT /_secrets': setSecret, 'GET /_releases': listReleases, 'POST /{path+}': take },
  authenticate,
  open: ['PUT /_secrets', 'GET /_releases'],
  notFound: () => ({ status: 404, body: { title: 'Not Found', status: 404 } }),
  failure: (status) => ({ title: 'The deployment endpoint has a fault', status }),
};
