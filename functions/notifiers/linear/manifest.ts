// The Linear notifier: events of releases in, comments on the issues that are its epics out, and at the release their closing.
import { TICKET_EVENTS } from '../../../entities/notifications/messages.ts';
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'LINEAR',
  tells: TICKET_EVENTS,
  impact: 'The issues of releases in Linear are not commented and not closed; releases carry on.',
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
