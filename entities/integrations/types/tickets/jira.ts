// JIRA: a project in which each platform of a release has an epic.
import * as z from 'zod';
import { address, cancelledTransition, createsEpics, secret, text } from '../config-fields.ts';
import type { ChannelType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: address(),
    projectKey: z.string().regex(/^[A-Z][A-Z0-9_]{1,9}$/, 'a Jira project key such as APP'),
    deployment: z.enum(['CLOUD', 'SERVER']).default('CLOUD'),
    issueType: text(60)
      .optional()
      .describe('The issue type of the epic of each platform. Default Epic, or the equivalent type of the project'),
    doneTransition: text(80).default('Done').describe('The transition (or status) that closes an epic at release'),
    cancelledTransition: cancelledTransition(),
    createsEpics: createsEpics(),
  }),
);

export const jira = {
  kind: 'TICKET',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      email: secret(320)
        .optional()
        .describe('Cloud: the account of the API token. Server: leave out, the token is a PAT'),
      apiToken: secret(),
    }),
  ),
  sent: ['apiToken'],
  unverified: ['createsEpics'],
} as const satisfies ChannelType;
