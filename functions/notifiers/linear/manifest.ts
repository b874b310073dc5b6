// The Linear notifier: receives events of releases, comments on the issues that are their epics, and closes them at the end
// of the release.
import { TICKET_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'LINEAR',
  tells: TICKET_EVENTS,
  impact: 'The issues of releases in Linear get no comments and are not closed; releases continue.',
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
