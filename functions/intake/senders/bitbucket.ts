// Bitbucket Cloud's webhooks (support.atlassian.com, "Manage webhooks" and "Event payloads"): X-Hub-Signature is
// HMAC-SHA256. Bitbucket Data Center has the same signature but other payloads, so its requests are refused.
import * as z from 'zod';
import { intakeErrors } from '../../../entities/intake/errors.ts';
import { outsideEvent } from '../outside-event.ts';
import { hmacHex, isSame, parseObject, parsePayload, type Sender, type SignedRequest } from '../sender.ts';

const deliveryHeaders = z.object({
  /** `repo:push`, `repo:commit_status_updated`, …: our detail type. */
  'x-event-key': z.string().regex(/^[a-z0-9_:]{1,64}$/),
  'x-request-uuid': z.string().regex(/^[\w{}-]{1,128}$/),
});

const CLOUD_ONLY = 'This request comes from Bitbucket Data Center; only Bitbucket Cloud is supported.';

/** Only Data Center sends this header (confluence.atlassian.com, "Event payload" of Bitbucket Data Center). */
const isOfDataCenter = (headers: SignedRequest['headers']): boolean =>
  headers['x-request-uuid'] === undefined && headers['x-request-id'] !== undefined;

export const bitbucket: Sender = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret) => isSame(headers['x-hub-signature'], `sha256=${hmacHex(secret, body)}`),
  read(request, context) {
    if (isOfDataCenter(request.headers)) throw intakeErrors.payload_invalid({ detail: CLOUD_ONLY });
    const { 'x-event-key': type, 'x-request-uuid': uuid } = parsePayload(deliveryHeaders, request.headers);
    const payload = parseObject(request.body.toString('utf8'));
    const deliveryId = uuid.replace(/[{}]/g, '');
    return { deliveryId, event: outsideEvent('bitbucket', type, deliveryId, context, payload) };
  },
};
