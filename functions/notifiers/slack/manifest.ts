// The Slack notifier: events of releases, approvals, integrations and trains in, messages out.
import { ApprovalRequested } from '../../../entities/approvals/events.ts';
import { IntegrationInvalidated } from '../../../entities/integrations/events.ts';
import { NotificationRedeliveryRequested } from '../../../entities/notifications/events.ts';
import { CHAT_EVENTS, TENANT_EVENTS } from '../../../entities/notifications/messages.ts';
import { ReleaseCreated } from '../../../entities/releases/events.ts';
import { TrainFailed } from '../../../entities/trains/events.ts';
import { defineManifest } from '../../_kit/manifest.ts';
import { notifierEnvironment } from '../_teller/environment.ts';

export const manifest = defineManifest({
  domain: 'notifiers/slack',
  routes: {},
  subscriptions: {
    news: {
      source: [
        ReleaseCreated.source,
        ApprovalRequested.source,
        IntegrationInvalidated.source,
        NotificationRedeliveryRequested.source,
        TrainFailed.source,
      ],
      detailTypes: [...CHAT_EVENTS, ...TENANT_EVENTS, NotificationRedeliveryRequested.type],
      detail: { channels: ['SLACK'] },
    },
  },
  tasks: {},
  lambdas: {
    events: {
      entry: 'notifiers/slack/events.handler.ts',
      impact:
        'People are not told in Slack what happens to releases and what broke, and cannot approve there. Releases carry on.',
      environment: notifierEnvironment,
      grants: ['table:read', 'table:put', 'credentials:open', 'queue:defer'],
      timeoutSeconds: 30,
      memoryMb: 256,
    },
  },
});
