// Jenkins by its Notification plugin (plugins.jenkins.io/notification, JSON format). The plugin cannot sign, so a relay or
// a pipeline step signs as we ask, or the endpoint's URL is given the secret as a bearer token.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ciEvent, type Fields } from '../ci-event.ts';
import { type HookProvider, hmacHex, isSame, parseJson, parsePayload } from '../provider.ts';

const payloadSchema = z.looseObject({
  name: z.string(),
  url: z.string(),
  build: z.looseObject({
    full_url: z.string().optional(),
    number: z.number().int().optional(),
    phase: z.enum(['QUEUED', 'STARTED', 'COMPLETED', 'FINALIZED', 'NONE']),
    status: z.string().optional(),
  }),
});

const FIELDS: Fields = {
  name: true,
  display_name: true,
  url: true,
  build: {
    full_url: true,
    number: true,
    queue_id: true,
    timestamp: true,
    duration: true,
    phase: true,
    status: true,
    url: true,
    display_name: true,
    scm: { url: true, branch: true, commit: true },
    parameters: true,
    artifacts: true,
  },
};

const deliveryHeader = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional();

export const jenkins: HookProvider = {
  secret: 'webhookSecret',
  isAuthentic: ({ headers, body }, secret) =>
    isSame(headers['x-windlass-signature'], `sha256=${hmacHex(secret, body)}`) ||
    isSame(headers.authorization, `Bearer ${secret}`),
  read(request, context) {
    const payload = parsePayload(payloadSchema, parseJson(request.body.toString('utf8')));
    // The plugin gives a notification no id; what it repeats is the same to the byte.
    const digest = createHash('sha256').update(request.body).digest('hex');
    const deliveryId = parsePayload(deliveryHeader, request.headers['x-delivery-id']) ?? digest;
    return { deliveryId, event: ciEvent('jenkins', 'build', deliveryId, context, payload, FIELDS) };
  },
};
