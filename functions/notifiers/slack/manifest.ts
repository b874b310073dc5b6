// The Slack notifier: receives events of releases, approvals, integrations and trains, and posts messages.
import { CHAT_EVENTS, TENANT_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'SLACK',
  tells: [...CHAT_EVENTS, ...TENANT_EVENTS],
  impact:
    'People get no messages in Slack about releases and broken integrations, and cannot approve there. Releases continue.',
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
