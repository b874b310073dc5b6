// The addresses to which Windlass posts the events of the tenant.
import { useState } from 'react';
import { Link } from 'react-router';
import { useChange, useList } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Secret } from '../../parts/dialog/secret.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { WebhookFields, webhookBody } from './webhook-fields.tsx';

function AddWebhook() {
  const me = useMe();
  const change = useChange();
  const [secret, setSecret] = useState<string | null>();
  return (
    <>
      <Deed
        label="Add a webhook"
        action={actionOfMe(me, 'createWebhook')}
        question="Which address shall get events? Its secret is shown once afterwards."
        fields={(error) => <WebhookFields error={error} />}
        tone="main"
        run={async (form) => {
          const { body } = await change('POST /webhooks', { body: webhookBody(form) });
          setSecret(body.secret);
        }}
      />
      {secret !== undefined && <Secret of="the webhook" secret={secret} close={() => setSecret(undefined)} />}
    </>
  );
}

export function Webhooks() {
  const { slug } = useTenant();
  const list = useList('GET /webhooks', {});
  return (
    <Page title="Webhooks" aside={<AddWebhook />}>
      <SettingsTabs />
      <Listed what="webhooks" list={list} empty={<Empty title="No webhook yet: add one to get events." />}>
        {(items) => (
          <ul className="rows">
            {items.map((webhook) => (
              <li key={webhook.id}>
                <div>
                  <Link to={`/${slug}/webhooks/${webhook.id}`}>{webhook.url}</Link>
                  {webhook.description && <p className="small">{webhook.description}</p>}
                </div>
                <span>
                  {webhook.events.includes('*') ? 'every event' : `${webhook.events.length} event types`}{' '}
                  <Status
                    status={webhook.isActive ? 'ACTIVE' : (webhook.disabledReason ?? 'OFF')}
                    tone={webhook.isActive ? 'good' : webhook.disabledReason ? 'bad' : 'plain'}
                  />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}
