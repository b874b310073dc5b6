// One webhook: its address and events, its deliveries, and the deeds that a person may do with it.
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useChange, useRead } from '../../app/data.ts';
import { changedOf } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Secret } from '../../parts/dialog/secret.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';
import { Deliveries } from '../notifications/log.tsx';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { WebhookFields, webhookBody } from './webhook-fields.tsx';

type Webhook = Output<'GET /webhooks/{webhook}'>;

function WebhookDeeds({ webhook }: { readonly webhook: Webhook }) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const [secret, setSecret] = useState<string | null>();
  const { actions, url, isActive, id } = webhook;
  const params = { webhook: id };
  const update = actionOf(actions, 'updateWebhook');
  return (
    <div className="buttons">
      <Deed
        label="Edit"
        action={update}
        question={<>Change the webhook of {url}?</>}
        fields={(error) => <WebhookFields error={error} known={webhook} />}
        run={(form, seen) =>
          change('PATCH /webhooks/{webhook}', { params, body: changedOf(webhookBody(form), webhook), seen })
        }
      />
      <Deed
        label="Rotate the secret"
        action={actionOf(actions, 'rotateWebhookSecret')}
        question={<>Replace the secret of {url}? The old one also signs for 24 hours.</>}
        run={async (_, seen) => {
          const { body } = await change('POST /webhooks/{webhook}/rotate', { params, seen });
          setSecret(body.secret);
        }}
      />
      <Deed
        label={isActive ? 'Switch off' : 'Switch on'}
        action={update}
        question={isActive ? <>Post no further event to {url}?</> : <>Post events to {url} again?</>}
        run={(_, seen) => change('PATCH /webhooks/{webhook}', { params, body: { isActive: !isActive }, seen })}
      />
      <Deed
        label="Delete"
        action={actionOf(actions, 'deleteWebhook')}
        question={<>Delete the webhook of {url} with its secret?</>}
        tone="danger"
        run={async (_, seen) => {
          await change('DELETE /webhooks/{webhook}', { params, seen });
          void navigate(`/${slug}/webhooks`);
        }}
      />
      {secret !== undefined && <Secret of="the webhook" secret={secret} close={() => setSecret(undefined)} />}
    </div>
  );
}

export function WebhookScreen() {
  const { webhook: id = '' } = useParams();
  const read = useRead('GET /webhooks/{webhook}', { params: { webhook: id } });
  return (
    <Page title="Webhook">
      <SettingsTabs />
      <Shown what="the webhook" read={read}>
        {(webhook) => (
          <>
            <p className="prose">
              <strong>{webhook.url}</strong> {webhook.description}
            </p>
            {webhook.disabledReason === 'GONE' && (
              <p className="notice warning">The receiver answered 410 Gone, so the webhook was switched off.</p>
            )}
            <WebhookDeeds webhook={webhook} />
            <Section title="About">
              <p>
                {webhook.isActive ? 'Active' : 'Switched off'}. Posts{' '}
                {webhook.events.includes('*') ? 'every event' : webhook.events.join(', ')}. Created{' '}
                <Time at={webhook.createdAt} />. <Copyable text={webhook.id} />
              </p>
            </Section>
            <Section title="Deliveries">
              <Deliveries webhookId={webhook.id} />
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}
