// The intake: signed requests of CI systems, stores and chats, verified and put on the bus.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { intakeErrors } from '../../entities/intake/errors.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { payload_invalid, signature_invalid, unavailable } = intakeErrors;
export const manifest = defineManifest({
  domain: 'intake',
  answersUnknownRoutes: true,
  routes: {
    receiveArrival: {
      method: 'POST',
      path: '/hooks/{integrationId}',
      summary:
        'Take a signed webhook of an SCM, a CI system, App Store Connect or Slack (Slack is answered 200, a slash command with text)',
      access: 'SIGNED',
      errors: [payload_invalid, signature_invalid, unavailable],
      status: 202,
      reply: z.strictObject({
        accepted: z.literal(true),
        deliveryId: z.string(),
        duplicate: z.literal(true).optional().describe('The same delivery was received and passed on before'),
      }),
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact:
        'Reports of CI systems, stores and chats are refused: builds look unfinished and approvals by button are lost.',
      environment: z.object({
        TABLE_NAME: environment.TABLE_NAME,
        EVENT_BUS_NAME: environment.EVENT_BUS_NAME,
        CREDENTIAL_KEY_ID: environment.CREDENTIAL_KEY_ID,
        PUBLIC_URL: environment.PUBLIC_URL,
      }),
      grants: ['table:read', 'table:put', 'bus:forward', 'credentials:open'],
    },
  },
});
