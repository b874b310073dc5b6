// The settings of the tenant, and the choices of this browser. Those of signing in are for administrators alone.
import { useChange, useRead } from '../../app/data.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe } from '../../parts/deed.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { BrowserSettings } from './browser-settings.tsx';
import { Issuers } from './issuers.tsx';
import { NotificationSwitches } from './notification-switches.tsx';
import { Providers } from './providers.tsx';
import { SavedForm } from './saved-form.tsx';
import { SettingsTabs } from './settings-tabs.tsx';
import { TenantSettings } from './tenant-settings.tsx';

function SignInPolicy() {
  const me = useMe();
  const change = useChange();
  const read = useRead('GET /sign-in-policy', {});
  return (
    <Section title="Signing in">
      <Shown what="the policy" read={read}>
        {({ requiresPasskey }) => (
          <SavedForm
            label="Signing in"
            action={actionOfMe(me, 'updateSignInPolicy')}
            value={requiresPasskey}
            save={(form, { seen }) =>
              change('PATCH /sign-in-policy', { body: { requiresPasskey: form.has('requiresPasskey') }, seen })
            }
          >
            {() => (
              <p>
                <label className="inline">
                  <input type="checkbox" name="requiresPasskey" defaultChecked={requiresPasskey} />
                  Everybody with a password also needs a passkey; a person without one registers it at the next sign-in
                </label>
              </p>
            )}
          </SavedForm>
        )}
      </Shown>
    </Section>
  );
}

export function Settings() {
  const me = useMe();
  const may = (operation: string) => actionOfMe(me, operation).allowed;
  return (
    <Page title="Settings">
      <SettingsTabs />
      <TenantSettings />
      <NotificationSwitches />
      {may('getSignInPolicy') && <SignInPolicy />}
      {may('listProviders') && <Providers />}
      {may('listIssuers') && <Issuers />}
      <BrowserSettings />
    </Page>
  );
}
