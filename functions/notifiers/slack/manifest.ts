// The Slack notifier: events of releases, approvals, integrations and trains in, messages out.
import { CHAT_EVENTS, TENANT_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'SLACK',
  tells: [...CHAT_EVENTS, ...TENANT_EVENTS],
  impact:
    'People are not told in Slack what happens to releases and what broke, and cannot approve there. Releases carry on.',
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
