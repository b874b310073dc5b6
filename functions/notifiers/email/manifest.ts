// The e-mail notifier: events of releases, approvals, integrations and trains in, mails to the recipients of their purpose out.
import { CHAT_EVENTS, TENANT_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierEnvironment, notifierManifest } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'EMAIL',
  tells: [...CHAT_EVENTS, ...TENANT_EVENTS],
  impact: 'People are not told by mail what happens to releases and what broke. Releases carry on.',
  environment: notifierEnvironment,
  grants: ['mail:send'],
});
