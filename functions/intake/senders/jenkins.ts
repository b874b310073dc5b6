// Jenkins with its Notification plugin (plugins.jenkins.io/notification, JSON format). The plugin cannot sign: it sends
// user and password of its endpoint's URL (https://windlass:secret@host/…) as basic authentication. A relay or a pipeline
// step may sign as we document, or send the secret as a bearer token.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { outsideEvent } from '../outside-event.ts';
import { hmacHex, isSame, parseJson, parsePayload, type Sender } from '../sender.ts';

const payloadSchema = z.looseObject({
  name: z.string(),
  url: z.string(),
  build: z.looseObject({
    full_url: z.string().nullish(),
    number: z.number().int().nullish(),
    phase: z.enum(['QUEUED', 'STARTED', 'COMPLETED', 'FINALIZED', 'NONE']),
    status: z.string().nullish(),
  }),
});

const deliveryHeader = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional();

/** The password of basic authentication for any user; undefined for another header. */
function passwordOf(authorization = ''): string | undefined {
  const encoded = /^Basic ([\w+/=]+)$/i.exec(authorization)?.[1];
  const [, ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return rest.length === 0 ? undefined : rest.join(':');
}

/** The plain secret, or the secret as encoded in the URL, which the plugin does not decode. */
function isPassword(given: string | undefined, secret: string): boolean {
  const isPlain = isSame(given, secret);
  const isEncoded = isSame(given, encodeURIComponent(secret));
  return isPlain || isEncoded;
}

export const jenkins: Sender = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret) =>
    isSame(headers['x-windlass-signature'], `sha256=${hmacHex(secret, body)}`) ||
    isSame(headers.authorization, `Bearer ${secret}`) ||
    isPassword(passwordOf(headers.authorization), secret),
  read(request, context) {
    const payload = parsePayload(payloadSchema, parseJson(request.body.toString('utf8')));
    // The plugin sends no id, but its retries have the same bytes.
    const digest = createHash('sha256').update(request.body).digest('hex');
    const deliveryId = parsePayload(deliveryHeader, request.headers['x-delivery-id']) ?? digest;
    return { deliveryId, event: outsideEvent('jenkins', 'build', deliveryId, context, payload) };
  },
};
