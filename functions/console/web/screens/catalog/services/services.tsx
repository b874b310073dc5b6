// All services, newest first, with filters, and the creation of one.

import { Link } from 'react-router';
import { useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Creation } from '../../../parts/dialog/creation.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Status } from '../../../parts/status.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { CatalogPage } from '../catalog-page.tsx';
import { Filter, nameIn, useMembers, useTeams } from '../choice.tsx';
import { useFilters } from '../filters.ts';
import { creationOf, ServiceFields } from './service-fields.tsx';

const NewService = () => (
  <Creation
    label="New service"
    operation="createService"
    question="A service is released as a whole, with versions of its own."
    fields={(error) => <ServiceFields error={error} />}
    create={async (form, change) => {
      const { body } = await change('POST /services', { body: creationOf(form) });
      return `services/${body.slug}`;
    }}
  />
);

const ACTIVITIES = [
  { id: 'true', name: 'Active' },
  { id: 'false', name: 'Switched off' },
] as const;

export function Services() {
  const { slug } = useTenant();
  const { of, set } = useFilters();
  const [members, teams] = [useMembers(), useTeams()];
  const isActive = ACTIVITIES.find(({ id }) => id === of('isActive'))?.id;
  const list = useList('GET /services', { query: { owner: of('owner'), team: of('team'), isActive } });
  const choices = [
    ['Owner', 'owner', members],
    ['Team', 'team', teams],
    ['State', 'isActive', ACTIVITIES],
  ] as const;
  return (
    <CatalogPage title="Services" aside={<NewService />}>
      <div className="filters">
        {choices.map(([label, name, all]) => (
          <Filter
            key={name}
            label={label}
            all={all}
            chosen={of(name)}
            none="All"
            onChange={({ target }) => set(name, target.value)}
          />
        ))}
      </div>
      <Listed
        what="services"
        list={list}
        empty={
          <Empty title="No service fits.">
            <p>Create one, or take a filter off.</p>
          </Empty>
        }
      >
        {(items) => (
          <Table columns={['Service', 'Owner', 'Team', 'Versions', 'State']}>
            {items.map((service) => (
              <tr key={service.id}>
                <th scope="row">
                  <Link to={`/${slug}/services/${service.slug}`}>{service.name}</Link>
                </th>
                <td>{service.ownerId && nameIn(members, service.ownerId)}</td>
                <td>{service.teamId && nameIn(teams, service.teamId)}</td>
                <td>{service.versionScheme}</td>
                <td>
                  <Status status={service.isActive ? 'ACTIVE' : 'INACTIVE'} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Listed>
    </CatalogPage>
  );
}
