// EMAIL: addresses that get mails.
import * as z from 'zod';
import { text } from '../config-fields.ts';
import type { ChannelType } from '../integration-type.ts';

/** Amazon SES accepts at most 50 recipients per mail. */
const recipients = () => z.array(z.email().max(320)).min(1).max(50);

const config = z.lazy(() =>
  z.strictObject({
    fromAddress: z.email().max(320).describe('An address that the operator has bound to the tenant, see bindMail'),
    fromName: text(100).optional(),
    recipients: z
      .strictObject({
        releases: recipients(),
        builds: recipients().optional(),
        approvals: recipients().optional(),
        incidents: recipients().optional(),
      })
      .describe('Addresses by purpose; purposes without addresses use `releases`'),
  }),
);

export const email = {
  kind: 'COMMUNICATION',
  config,
  credentials: z.lazy(() => z.strictObject({}).describe('Empty: mail is sent with the role of this deployment')),
  sent: [],
  unverified: [],
} as const satisfies ChannelType;
