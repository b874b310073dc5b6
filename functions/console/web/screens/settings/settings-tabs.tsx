// The screens behind the entry "Settings" of the navigation: those that the person may read.
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe } from '../../parts/deed.tsx';
import { PageTabs } from '../../parts/page.tsx';

const TABS = [
  ['settings', 'General', 'getTenant'],
  ['integrations', 'Integrations', 'listIntegrations'],
  ['webhooks', 'Webhooks', 'listWebhooks'],
  ['notifications', 'Notifications', 'listTenantNotifications'],
] as const;

export function SettingsTabs() {
  const me = useMe();
  const screens = TABS.filter(([, , operation]) => actionOfMe(me, operation).allowed);
  return <PageTabs label="Settings" screens={screens} />;
}
