// GitLab's webhooks (docs.gitlab.com/user/project/integrations/webhooks/, "Signing tokens" and "Delivery headers";
// docs.gitlab.com/user/project/integrations/webhook_events/). A secret that begins with whsec_ is a signing token, of which
// only a signature is accepted; any other is a secret token, which GitLab sends as it is.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isSignedWebhook, isWebhookSecret } from '../../_adapters/standard-webhook.ts';
import { ciEvent, type Fields, ourVariables, SPARE } from '../ci-event.ts';
import { isSame, parseJson, parsePayload, type Sender } from '../sender.ts';

const id = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional();
const deliveryHeaders = z.object({
  /** `Pipeline Hook`, `Push Hook`, …: our detail type. */
  'x-gitlab-event': z.string().regex(/^[A-Za-z][\w -]{0,63}$/),
  'webhook-id': id,
  /** The same for every attempt at one delivery; since GitLab 17.4. */
  'idempotency-key': id,
});

const project: Fields = { id: true, name: true, path_with_namespace: true, web_url: true, default_branch: true };
const person: Fields = { id: true, name: true, username: true };
const commit: Fields = { id: true, message: SPARE, timestamp: true };
const FIELDS: Fields = {
  object_kind: true,
  event_name: true,
  ref: true,
  before: true,
  after: true,
  checkout_sha: true,
  user: person,
  user_username: true,
  project,
  object_attributes: {
    id: true,
    iid: true,
    name: true,
    ref: true,
    tag: true,
    sha: true,
    source: true,
    status: true,
    created_at: true,
    finished_at: true,
    duration: true,
    variables: ourVariables,
    url: true,
  },
  commit,
  commits: [commit],
  builds: [{ id: true, status: true, created_at: true, finished_at: true, artifacts_file: { filename: true } }],
};

export const gitlab: Sender = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret, now) =>
    isWebhookSecret(secret) ? isSignedWebhook(secret, headers, body, now) : isSame(headers['x-gitlab-token'], secret),
  read(request, context) {
    const headers = parsePayload(deliveryHeaders, request.headers);
    const type = headers['x-gitlab-event'];
    const payload = parsePayload(z.record(z.string(), z.unknown()), parseJson(request.body.toString('utf8')));
    // An older GitLab gives a delivery no id of its own.
    const digest = createHash('sha256').update(type).update(request.body).digest('hex');
    const deliveryId = headers['webhook-id'] ?? headers['idempotency-key'] ?? digest;
    return { deliveryId, event: ciEvent('gitlab', type, deliveryId, context, payload, FIELDS) };
  },
};
