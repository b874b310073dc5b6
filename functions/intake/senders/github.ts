// GitHub's webhooks (docs.github.com, "Webhook events and payloads"; "Validating webhook deliveries").
import { verify } from '@octokit/webhooks-methods';
import * as z from 'zod';
import { outsideEvent } from '../outside-event.ts';
import { parseObject, parsePayload, type Sender, type SignedRequest } from '../sender.ts';

const deliveryHeaders = z.object({
  'x-github-event': z.string().regex(/^[a-z0-9_]{1,64}$/),
  'x-github-delivery': z.string().regex(/^[\w-]{1,128}$/),
});

/** GitHub sends JSON, or a form with JSON in `payload`, depending on the webhook's content type. */
function textOf({ headers, body }: SignedRequest): string {
  const text = body.toString('utf8');
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return isForm ? (new URLSearchParams(text).get('payload') ?? '') : text;
}

export const github: Sender = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret) => {
    const signature = headers['x-hub-signature-256'] ?? '';
    // The verifier throws for an empty signature.
    return signature !== '' && body.length > 0 && verify(secret, body.toString('utf8'), signature);
  },
  read(request, context) {
    const { 'x-github-event': type, 'x-github-delivery': deliveryId } = parsePayload(deliveryHeaders, request.headers);
    const payload = parseObject(textOf(request));
    return { deliveryId, event: outsideEvent('github', type, deliveryId, context, payload) };
  },
};
