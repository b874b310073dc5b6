// The screens behind the entry "Settings" of the navigation: those that the person may read.
import { NavLink } from 'react-router';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe } from '../../parts/deed.tsx';

const TABS = [
  ['settings', 'General', 'getTenant'],
  ['integrations', 'Integrations', 'listIntegrations'],
  ['webhooks', 'Webhooks', 'listWebhooks'],
  ['notifications', 'Notifications', 'listTenantNotifications'],
] as const;

export function SettingsTabs() {
  const { slug } = useTenant();
  const me = useMe();
  return (
    <nav aria-label="Settings" className="tabs">
      {TABS.filter(([, , operation]) => actionOfMe(me, operation).allowed).map(([path, label]) => (
        <NavLink key={path} to={`/${slug}/${path}`}>
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
