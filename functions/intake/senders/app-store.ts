// App Store Connect's webhooks (developer.apple.com, "Configuring and parsing App Store Connect API webhook
// notifications"): a JSON:API document whose `data.type` names the event.
import * as z from 'zod';
import { outsideEvent } from '../outside-event.ts';
import { hmacHex, isSame, parseJson, parsePayload, type Sender } from '../sender.ts';

const payloadSchema = z.looseObject({
  data: z.looseObject({
    id: z.string().regex(/^[\w.:-]{1,128}$/),
    type: z.string().regex(/^[A-Za-z0-9]{1,100}$/),
    attributes: z.record(z.string(), z.unknown()).optional(),
  }),
});

export const appStore: Sender = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret) =>
    isSame(headers['x-apple-signature'], `hmacsha256=${hmacHex(secret, body)}`),
  read(request, context) {
    const payload = parsePayload(payloadSchema, parseJson(request.body.toString('utf8')));
    const { id: deliveryId, type } = payload.data;
    return { deliveryId, event: outsideEvent('app-store', type, deliveryId, context, payload) };
  },
};
