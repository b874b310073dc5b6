// The e-mail notifier: receives events of releases, approvals, integrations and trains, and mails them to the recipients of
// their purpose.
import { CHAT_EVENTS, TENANT_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierEnvironment, notifierManifest } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'EMAIL',
  tells: [...CHAT_EVENTS, ...TENANT_EVENTS],
  impact: 'People get no mails about releases and broken integrations. Releases continue.',
  environment: notifierEnvironment,
  grants: ['mail:send'],
});
