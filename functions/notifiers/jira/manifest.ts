// The Jira notifier: events of releases in, comments on the epics out, and at the release their closing.
import { TICKET_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'JIRA',
  tells: TICKET_EVENTS,
  impact: 'The epics of releases in Jira are not commented and not closed; releases carry on.',
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
