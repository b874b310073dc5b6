// The Jira notifier: events of releases in, comments on the epics out, and at the release their closing.
import { ApprovalRequested } from '../../../entities/approvals/events.ts';
import { NotificationRedeliveryRequested } from '../../../entities/notifications/events.ts';
import { TICKET_EVENTS } from '../../../entities/notifications/messages.ts';
import { ReleaseCreated } from '../../../entities/releases/events.ts';
import { defineManifest } from '../../_kit/manifest.ts';
import { notifierEnvironment } from '../_teller/environment.ts';

export const manifest = defineManifest({
  domain: 'notifiers/jira',
  routes: {},
  subscriptions: {
    news: {
      source: [ReleaseCreated.source, ApprovalRequested.source, NotificationRedeliveryRequested.source],
      detailTypes: [...TICKET_EVENTS, NotificationRedeliveryRequested.type],
      detail: { channels: ['JIRA'] },
    },
  },
  tasks: {},
  lambdas: {
    events: {
      entry: 'notifiers/jira/events.handler.ts',
      impact: 'The epics of releases in Jira are not commented and not closed; releases carry on.',
      environment: notifierEnvironment,
      grants: ['table:read', 'table:put', 'credentials:open', 'queue:defer'],
      timeoutSeconds: 30,
      memoryMb: 256,
    },
  },
});
