// GitLab's webhooks (docs.gitlab.com/user/project/integrations/webhooks/, "Signing tokens" and "Delivery headers";
// docs.gitlab.com/user/project/integrations/webhook_events/). A secret that begins with whsec_ is a signing token: only a
// signature is accepted. Any other is a secret token, which GitLab sends in plain text.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isSignedWebhook, isWebhookSecret } from '../../_adapters/standard-webhook.ts';
import { outsideEvent } from '../outside-event.ts';
import { isSame, parseObject, parsePayload, type Sender } from '../sender.ts';

const id = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional();
const deliveryHeaders = z.object({
  /** `Pipeline Hook`, `Push Hook`, …: our detail type. */
  'x-gitlab-event': z.string().regex(/^[A-Za-z][\w -]{0,63}$/),
  'webhook-id': id,
  /** The same for every retry of a delivery; exists since GitLab 17.4. */
  'idempotency-key': id,
});

export const gitlab: Sender = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret, now) =>
    isWebhookSecret(secret) ? isSignedWebhook(secret, headers, body, now) : isSame(headers['x-gitlab-token'], secret),
  read(request, context) {
    const headers = parsePayload(deliveryHeaders, request.headers);
    const type = headers['x-gitlab-event'];
    const payload = parseObject(request.body.toString('utf8'));
    // Older versions of GitLab send no delivery id.
    const digest = createHash('sha256').update(type).update(request.body).digest('hex');
    const deliveryId = headers['webhook-id'] ?? headers['idempotency-key'] ?? digest;
    return { deliveryId, event: outsideEvent('gitlab', type, deliveryId, context, payload) };
  },
};
