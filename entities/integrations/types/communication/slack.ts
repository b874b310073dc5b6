// SLACK: channels of a workspace.
import * as z from 'zod';
import { baseUrl, secret, text } from '../config-fields.ts';
import type { ChannelType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://slack.com'),
    channels: z
      .strictObject({
        releases: text(80),
        builds: text(80).optional(),
        approvals: text(80).optional(),
        incidents: text(80).optional(),
      })
      .describe('Channel ids by purpose; purposes without a channel use `releases`'),
  }),
);

export const slack = {
  kind: 'COMMUNICATION',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      botToken: secret(),
      signingSecret: secret(256).optional().describe('Verifies X-Slack-Signature of button presses'),
    }),
  ),
  sent: ['botToken'],
  unverified: [],
  sender: 'slack',
} as const satisfies ChannelType;
