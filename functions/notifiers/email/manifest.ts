// The e-mail notifier: events of releases, approvals, integrations and trains in, mails to the recipients of their purpose out.
import { ApprovalRequested } from '../../../entities/approvals/events.ts';
import { IntegrationInvalidated } from '../../../entities/integrations/events.ts';
import { NotificationRedeliveryRequested } from '../../../entities/notifications/events.ts';
import { CHAT_EVENTS, TENANT_EVENTS } from '../../../entities/notifications/messages.ts';
import { ReleaseCreated } from '../../../entities/releases/events.ts';
import { TrainFailed } from '../../../entities/trains/events.ts';
import { defineManifest } from '../../_kit/manifest.ts';
import { tellerEnvironment } from '../_teller/environment.ts';

export const manifest = defineManifest({
  domain: 'notifiers/email',
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
      detail: { channels: ['EMAIL'] },
    },
  },
  tasks: {},
  lambdas: {
    events: {
      entry: 'notifiers/email/events.handler.ts',
      impact: 'People are not told by mail what happens to releases and what broke. Releases carry on.',
      environment: tellerEnvironment,
      grants: ['table:read', 'table:put', 'queue:defer', 'mail:send'],
      timeoutSeconds: 30,
      memoryMb: 256,
    },
  },
});
