// Bitbucket Cloud's webhooks (support.atlassian.com, "Manage webhooks" and "Event payloads"): X-Hub-Signature is HMAC-SHA256.
import * as z from 'zod';
import { ciEvent, type Fields } from '../ci-event.ts';
import { type HookProvider, hmacHex, isSame, parseJson, parsePayload } from '../provider.ts';

const deliveryHeaders = z.object({
  /** `repo:push`, `repo:commit_status_updated`, …: our detail type. */
  'x-event-key': z.string().regex(/^[a-z_:]{1,64}$/),
  'x-request-uuid': z.string().regex(/^[\w{}-]{1,128}$/),
});

const ref: Fields = { name: true, type: true, target: { hash: true, date: true, message: true } };
const FIELDS: Fields = {
  actor: { display_name: true, nickname: true, uuid: true },
  repository: { full_name: true, name: true, uuid: true },
  push: {
    changes: [
      { created: true, closed: true, forced: true, truncated: true, new: ref, old: ref, commits: [{ hash: true }] },
    ],
  },
  commit_status: { key: true, name: true, state: true, url: true, refname: true },
};

export const bitbucket: HookProvider = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret) => isSame(headers['x-hub-signature'], `sha256=${hmacHex(secret, body)}`),
  read(request, context) {
    const { 'x-event-key': type, 'x-request-uuid': uuid } = parsePayload(deliveryHeaders, request.headers);
    const payload = parsePayload(z.record(z.string(), z.unknown()), parseJson(request.body.toString('utf8')));
    const deliveryId = uuid.replace(/[{}]/g, '');
    return { deliveryId, event: ciEvent('bitbucket', type, deliveryId, context, payload, FIELDS) };
  },
};
