// LINEAR: a team in which each platform of a release has an issue.
import * as z from 'zod';
import { baseUrl, cancelledTransition, createsEpics, secret, text } from '../config-fields.ts';
import type { ChannelType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://api.linear.app'),
    teamKey: z.string().regex(/^[A-Z0-9]{1,7}$/, 'a Linear team key such as APP'),
    projectId: z.uuid().optional().describe('The project that issues are filed under'),
    doneTransition: text(80).default('Done').describe('The state that closes an issue at release'),
    cancelledTransition: cancelledTransition(),
    createsEpics: createsEpics(),
  }),
);

export const linear = {
  kind: 'TICKET',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      apiKey: secret().describe('A personal API key'),
    }),
  ),
  sent: ['apiKey'],
  unverified: ['createsEpics'],
} as const satisfies ChannelType;
