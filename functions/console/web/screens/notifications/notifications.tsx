// The messages that are about no release, and the deed that sends every failed message of the tenant again.
import { useState } from 'react';
import { Link } from 'react-router';
import { type SendChange, useChange } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Page } from '../../parts/page.tsx';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { TenantLog } from './log.tsx';

/** The API sends a limited number at once. */
async function resendAll(change: SendChange): Promise<number> {
  let [sent, cursor] = [0, undefined as string | undefined];
  do {
    const { body } = await change('POST /notifications/redeliver-failed', { body: { cursor } });
    sent += body.items.length;
    cursor = body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return sent;
}

export function Notifications() {
  const { slug } = useTenant();
  const me = useMe();
  const change = useChange();
  const [outcome, setOutcome] = useState<string>();
  const all = (
    <Deed
      label="Send all failed ones again"
      action={actionOfMe(me, 'redeliverFailedNotifications')}
      question="Send the failed messages of all releases, of all webhooks and of the tenant again?"
      run={async () => {
        const sent = await resendAll(change);
        setOutcome(sent === 0 ? 'No message had failed.' : `${sent} failed messages are being sent again.`);
      }}
    />
  );
  return (
    <Page title="Notifications" aside={all}>
      <SettingsTabs />
      <p className="small">
        Messages about integrations and trains. Those about a release are shown with it;{' '}
        <Link to={`/${slug}/settings`}>the settings</Link> say which messages are sent at all.
      </p>
      {outcome && (
        <p className="notice" role="status">
          {outcome}
        </p>
      )}
      <TenantLog />
    </Page>
  );
}
