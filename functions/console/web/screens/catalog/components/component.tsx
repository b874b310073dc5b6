// One component: facts, deeds and its versions.
import { Link, useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../../client.ts';
import { useChange, useRead } from '../../../app/data.ts';
import { changedOf } from '../../../app/sending.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Copyable } from '../../../parts/copyable.tsx';
import { actionOf, Deed } from '../../../parts/deed.tsx';
import { Page, Section } from '../../../parts/page.tsx';
import { Shown } from '../../../parts/shown.tsx';
import { Facts } from '../../../parts/tabular/facts.tsx';
import { Time } from '../../../parts/time.tsx';
import { nameIn, useRegistries, useServices } from '../choice.tsx';
import { ComponentFields, changeOf } from './component-fields.tsx';
import { Versions } from './versions.tsx';

type Component = Output<'GET /components/{component}'>;
interface Seen {
  readonly component: Component;
}

function Deeds({ component }: Seen) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const { name } = component;
  const params = { component: component.id };
  return (
    <div className="buttons">
      <Deed
        label="Edit"
        action={actionOf(component.actions, 'updateComponent')}
        question={`The component ${name}.`}
        fields={(error) => <ComponentFields component={component} error={error} />}
        run={(form, seen) =>
          change('PATCH /components/{component}', { params, body: changedOf(changeOf(form), component), seen })
        }
      />
      <Deed
        label="Refresh"
        action={actionOf(component.actions, 'refreshComponent')}
        question={`Read the tags of ${component.imageRepository} from its registry? They appear here in a moment.`}
        run={() => change('POST /components/{component}/refresh', { params })}
      />
      <Deed
        label="Delete"
        action={actionOf(component.actions, 'deleteComponent')}
        tone="danger"
        question={`Delete the component ${name} with its versions? The images stay in the registry.`}
        run={async (_, seen) => {
          await change('DELETE /components/{component}', { params, seen });
          void navigate(`/${slug}/components`);
        }}
      />
    </div>
  );
}

function Whole({ component }: Seen) {
  const { slug } = useTenant();
  const [services, registries] = [useServices(), useRegistries()];
  const { serviceId, registryIntegrationId, refreshedAt, refreshError, versioningStrategy } = component;
  return (
    <>
      <Deeds component={component} />
      {refreshError && <p className="notice warning">The tags could not be read: {refreshError}</p>}
      <Section title="About">
        <Facts
          rows={[
            ['Name', component.name],
            ['Image repository', <Copyable key="image" text={component.imageRepository} />],
            [
              'Service',
              serviceId && (
                <Link key="service" to={`/${slug}/services/${serviceId}`}>
                  {nameIn(services, serviceId)}
                </Link>
              ),
            ],
            ['Registry', registryIntegrationId && nameIn(registries, registryIntegrationId)],
            ['Versions', versioningStrategy.kind === 'TAG' ? 'Read from the tags' : 'Given by people'],
            ['Beginning of tags', versioningStrategy.tagPrefix || null],
            ['Default channel', component.defaultChannel],
            ['Rollbacks', component.isIrreversible ? 'refused: it cannot go back to an earlier version' : undefined],
            ['Tags read', refreshedAt && <Time key="refreshed" at={refreshedAt} />],
          ]}
        />
      </Section>
      <Versions component={component} />
    </>
  );
}

export function ComponentScreen() {
  const { component: id = '' } = useParams();
  const read = useRead('GET /components/{component}', { params: { component: id } });
  const { name, displayName } = read.data?.body ?? {};
  return (
    <Page title={displayName ?? name ?? 'Component'}>
      <Shown what="the component" read={read}>
        {(component) => <Whole component={component} />}
      </Shown>
    </Page>
  );
}
