// The services outside that Windlass uses, all kinds on one page, each with its state and its users.
import { Link } from 'react-router';
import { INTEGRATION_KINDS, segmentOfKind } from '../../../../../entities/integrations/types/integration-kinds.ts';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { AddIntegration } from './add-integration.tsx';
import { KIND_LABELS, TYPE_LABELS } from './names.ts';
import { State } from './state.tsx';
import { useUsers } from './usage.ts';

type Kind = (typeof INTEGRATION_KINDS)[number];

function OfKind({ kind, usersOf }: { readonly kind: Kind; readonly usersOf: (id: string) => readonly string[] }) {
  const { slug } = useTenant();
  const segment = segmentOfKind(kind);
  const list = useList('GET /integrations/{kind}', { params: { kind: segment } });
  const words = KIND_LABELS[kind].toLowerCase();
  return (
    <Section title={KIND_LABELS[kind]}>
      <Listed what={words} list={list} empty={<Empty title={`No ${words} yet: add an integration.`} />}>
        {(items) => (
          <ul className="rows">
            {items.map((one) => (
              <li key={one.id}>
                <div>
                  <Link to={`/${slug}/integrations/${segment}/${one.id}`}>{one.name}</Link>{' '}
                  <span className="small">{TYPE_LABELS[one.type]}</span>
                  {usersOf(one.id).length > 0 && <p className="small">Used by {usersOf(one.id).join(', ')}</p>}
                  {one.lastTriggeredAt && (
                    <p className="small">
                      Last build requested <Time at={one.lastTriggeredAt} />
                    </p>
                  )}
                </div>
                <div>
                  <State integration={one} />
                </div>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

export function Integrations() {
  const usersOf = useUsers();
  return (
    <Page title="Integrations" aside={<AddIntegration />}>
      <SettingsTabs />
      {INTEGRATION_KINDS.map((kind) => (
        <OfKind key={kind} kind={kind} usersOf={usersOf} />
      ))}
    </Page>
  );
}
