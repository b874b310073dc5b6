// The Jira notifier: receives events of releases, comments on their epics, and closes the epics at the end of the release.
import { TICKET_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'JIRA',
  tells: TICKET_EVENTS,
  impact: 'The epics of releases in Jira get no comments and are not closed; releases continue.',
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
