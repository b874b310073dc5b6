// All components, newest first, filtered by service, and the creation of one.

import { Link } from 'react-router';
import { useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Creation } from '../../../parts/dialog/creation.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { CatalogPage } from '../catalog-page.tsx';
import { Filter, nameIn, useServices } from '../choice.tsx';
import { useFilters } from '../filters.ts';
import { ComponentFields, creationOf } from './component-fields.tsx';

const NewComponent = () => (
  <Creation
    label="New component"
    operation="createComponent"
    question="A component is an image repository; its versions are the tags."
    fields={(error) => <ComponentFields error={error} />}
    create={async (form, change) => {
      const { body } = await change('POST /components', { body: creationOf(form) });
      return `components/${body.id}`;
    }}
  />
);

export function Components() {
  const { slug } = useTenant();
  const { of, set } = useFilters();
  const services = useServices();
  const list = useList('GET /components', { query: { service: of('service') } });
  return (
    <CatalogPage title="Components" aside={<NewComponent />}>
      <div className="filters">
        <Filter
          label="Service"
          all={services}
          chosen={of('service')}
          none="All"
          onChange={({ target }) => set('service', target.value)}
        />
      </div>
      <Listed
        what="components"
        list={list}
        empty={
          <Empty title="No component fits.">
            <p>Create one, or take the filter off.</p>
          </Empty>
        }
      >
        {(items) => (
          <Table columns={['Component', 'Image repository', 'Service']}>
            {items.map(({ id, name, displayName, imageRepository, serviceId }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to={`/${slug}/components/${id}`}>{displayName ?? name}</Link>
                </th>
                <td>
                  <code>{imageRepository}</code>
                </td>
                <td>{serviceId && nameIn(services, serviceId)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Listed>
    </CatalogPage>
  );
}
