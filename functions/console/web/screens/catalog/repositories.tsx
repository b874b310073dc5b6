// All repositories, newest first, and the creation of one.
import { Link } from 'react-router';
import { PROVIDERS } from '../../../../../entities/catalog/words.model.ts';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Creation } from '../../parts/dialog/creation.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { CatalogPage } from './catalog-page.tsx';
import { Filter } from './choice.tsx';
import { useFilters } from './filters.ts';
import { creationOf, RepositoryFields } from './repository-fields.tsx';

const NewRepository = () => (
  <Creation
    label="New repository"
    operation="createRepository"
    question="Services name the repositories that they are built from."
    fields={(error) => <RepositoryFields error={error} />}
    create={async (form, change) => {
      const { body } = await change('POST /repositories', { body: creationOf(form) });
      return `repositories/${body.id}`;
    }}
  />
);

export function Repositories() {
  const { slug } = useTenant();
  const { of, set } = useFilters();
  const provider = PROVIDERS.find((one) => one === of('provider'));
  const list = useList('GET /repositories', { query: { provider } });
  return (
    <CatalogPage title="Repositories" aside={<NewRepository />}>
      <div className="filters">
        <Filter
          label="Provider"
          all={PROVIDERS.map((one) => ({ id: one, name: one }))}
          chosen={provider}
          none="All"
          onChange={({ target }) => set('provider', target.value)}
        />
      </div>
      <Listed
        what="repositories"
        list={list}
        empty={
          <Empty title="No repository fits.">
            <p>Create one, or take the filter off.</p>
          </Empty>
        }
      >
        {(items) => (
          <ul className="rows">
            {items.map(({ id, name, provider: host, defaultBranch }) => (
              <li key={id}>
                <Link to={`/${slug}/repositories/${id}`}>{name}</Link>
                <span className="small">
                  {host}, branch {defaultBranch}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </CatalogPage>
  );
}
