// All repositories, newest first, and the creation of one.
import { Link, useNavigate } from 'react-router';
import { PROVIDERS } from '../../../../../entities/catalog/words.model.ts';
import { useChange, useList } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { CatalogPage } from './catalog-page.tsx';
import { Filter } from './choice.tsx';
import { useFilters } from './filters.ts';
import { creationOf, RepositoryFields } from './repository-fields.tsx';

function NewRepository() {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  return (
    <Deed
      label="New repository"
      action={actionOfMe(useMe(), 'createRepository')}
      tone="main"
      question="Services name the repositories that they are built from."
      fields={(error) => <RepositoryFields error={error} />}
      run={async (form) => {
        const { body } = await change('POST /repositories', { body: creationOf(form) });
        void navigate(`/${slug}/repositories/${body.id}`);
      }}
    />
  );
}

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
