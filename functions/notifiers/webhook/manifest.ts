// The webhook notifier: every event of Windlass in, posted to the webhooks that want it.
import { SOURCE_PREFIX } from '../../../entities/names.ts';
import { defineManifest } from '../../_kit/manifest.ts';
import { notifierEnvironment } from '../_teller/environment.ts';

export const manifest = defineManifest({
  domain: 'notifiers/webhook',
  routes: {},
  subscriptions: {
    news: { source: [{ prefix: SOURCE_PREFIX }], detail: { channels: ['WEBHOOK'] } },
  },
  tasks: {},
  lambdas: {
    events: {
      entry: 'notifiers/webhook/events.handler.ts',
      impact: "Events are not posted to tenants' webhooks; releases carry on.",
      environment: notifierEnvironment,
      grants: ['table:read', 'table:put', 'credentials:open', 'queue:defer'],
      timeoutSeconds: 30,
      memoryMb: 256,
    },
  },
});
