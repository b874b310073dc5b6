// One integration: its state and config, its users, the address of its webhooks, and the deeds that a person may do with it.

import { useParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { fieldsOf, type Part, valueAt } from './fields.ts';
import { IntegrationDeeds } from './integration-deeds.tsx';
import { TYPE_LABELS } from './names.ts';
import { State } from './state.tsx';
import { TYPES } from './types.ts';
import { useUsers } from './usage.ts';

type Integration = Output<'GET /integrations/{kind}/{integrationId}'>;

const textOfValue = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, one]) => `${name}: ${one}`)
        .join('\n')
    : String(value);
};

/** The address that a service posts its events to; undefined for a service that posts none. */
function HookAddress({ integration }: { readonly integration: Integration }) {
  const { slug } = useTenant();
  if (!TYPES[integration.type].hasSender) return null;
  return (
    <Section title="Webhooks of the service">
      <p>
        Let {TYPE_LABELS[integration.type]} post its events to this address, signed with the webhook or signing secret
        of this integration.
      </p>
      <Copyable text={`${window.location.origin}/api/v1/${slug}/hooks/${integration.id}`} />
    </Section>
  );
}

function IntegrationFacts({ integration }: { readonly integration: Integration }) {
  const { config, type, nextCheckAt, healthStatus, lastTriggeredAt, createdAt, id } = integration;
  const users = useUsers()(id);
  const values = fieldsOf(TYPES[type].config)
    .map(({ path, label }) => [label, valueAt(config as Part, path)] as const)
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => [label, textOfValue(value)] as const);
  const rows: readonly Fact[] = [
    ['Type', TYPE_LABELS[type]],
    ...values,
    ['Used by', users.length > 0 ? users.join(', ') : 'no pipeline and no train'],
    ['Last call', wordsOf(healthStatus)],
    ['Next verification', nextCheckAt && <Time key="next" at={nextCheckAt} />],
    ['Last build requested', lastTriggeredAt && <Time key="build" at={lastTriggeredAt} />],
    ['Connected', <Time key="created" at={createdAt} />],
    ['Id', <Copyable key="id" text={id} />],
  ];
  return <Facts rows={rows} />;
}

export function IntegrationScreen() {
  const { kind = '', integration: integrationId = '' } = useParams();
  const read = useRead('GET /integrations/{kind}/{integrationId}', { params: { kind, integrationId } });
  return (
    <Page title={read.data?.body.name ?? 'Integration'}>
      <SettingsTabs />
      <Shown what="the integration" read={read}>
        {(integration) => (
          <>
            <State integration={integration} />
            <IntegrationDeeds integration={integration} kind={kind} />
            <Section title="About">
              <IntegrationFacts integration={integration} />
            </Section>
            <HookAddress integration={integration} />
          </>
        )}
      </Shown>
    </Page>
  );
}
