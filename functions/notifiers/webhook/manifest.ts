// The webhook notifier: receives every public event of Windlass and posts it to the webhooks that want it.
import { notifierManifest, serviceNotifierEnvironment } from '../_teller/notifier-manifest.ts';

export const manifest = notifierManifest({
  channel: 'WEBHOOK',
  impact: "Events are not posted to tenants' webhooks; releases continue.",
  environment: serviceNotifierEnvironment,
  grants: ['credentials:open'],
});
