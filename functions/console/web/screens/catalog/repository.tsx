// One repository: facts and deeds.
import { useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useChange, useRead } from '../../app/data.ts';
import { changedOf } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { ExternalLink } from '../../parts/external-link.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { changeOf, RepositoryFields } from './repository-fields.tsx';

interface Seen {
  readonly repository: Output<'GET /repositories/{repository}'>;
}

function Whole({ repository }: Seen) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const params = { repository: repository.id };
  return (
    <>
      <div className="buttons">
        <Deed
          label="Edit"
          action={actionOf(repository.actions, 'updateRepository')}
          question={`The repository ${repository.name}.`}
          fields={(error) => <RepositoryFields repository={repository} error={error} />}
          run={(form, seen) =>
            change('PATCH /repositories/{repository}', { params, body: changedOf(changeOf(form), repository), seen })
          }
        />
        <Deed
          label="Delete"
          action={actionOf(repository.actions, 'deleteRepository')}
          tone="danger"
          question={`Delete the repository ${repository.name} from the catalog? It stays at its provider.`}
          run={async (_, seen) => {
            await change('DELETE /repositories/{repository}', { params, seen });
            void navigate(`/${slug}/repositories`);
          }}
        />
      </div>
      <Section title="About">
        <Facts
          rows={[
            [
              'Address',
              <ExternalLink key="url" url={repository.url}>
                {repository.url}
              </ExternalLink>,
            ],
            ['Provider', repository.provider],
            ['Id at the provider', <Copyable key="external" text={repository.externalId} />],
            ['Default branch', repository.defaultBranch],
            ['Changed', <Time key="changed" at={repository.updatedAt} />],
          ]}
        />
      </Section>
    </>
  );
}

export function RepositoryScreen() {
  const { repository: id = '' } = useParams();
  const read = useRead('GET /repositories/{repository}', { params: { repository: id } });
  return (
    <Page title={read.data?.body.name ?? 'Repository'}>
      <Shown what="the repository" read={read}>
        {(repository) => <Whole repository={repository} />}
      </Shown>
    </Page>
  );
}
