// The webhook notifier: every public event of Windlass in, posted to the webhooks that want it.
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'WEBHOOK',
  impact: "Events are not posted to tenants' webhooks; releases carry on.",
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
