// The difference of two environments: for each service both versions, and the releases and components between them.
import { Link, useParams } from 'react-router';
import { type Item, useList, useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Digest } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { useFilters } from '../catalog/filters.ts';
import { EnvironmentFilter, NoSuchEnvironment, useEnvironmentFilter } from './named/environment-filter.tsx';

type Difference = Item<'GET /environments/{environment}/diff/{other}'>;

const OTHER = 'other';

function Side({ side }: { readonly side: Difference['environment'] }) {
  const { slug } = useTenant();
  if (!side) return 'nothing';
  return (
    <>
      <Link to={`/${slug}/deployments/${side.deploymentId}`}>{side.version}</Link>
      <p className="small">
        <Time at={side.since} />
      </p>
    </>
  );
}

function Between({ difference: { releases, components } }: { readonly difference: Difference }) {
  const { slug } = useTenant();
  return (
    <>
      {releases.map(({ id, releaseKey }) => (
        <div key={id}>
          <Link to={`/${slug}/releases/${releaseKey}`}>{releaseKey}</Link>
        </div>
      ))}
      {components.map(({ componentId, name, environment, other }) => (
        <div key={componentId} className="small">
          {name}: {environment === null ? 'nothing' : <Digest text={environment} />} →{' '}
          {other === null ? 'nothing' : <Digest text={other} />}
        </div>
      ))}
    </>
  );
}

interface DifferencesProps {
  readonly environment: string;
  readonly other: string;
}

function Differences({ environment, other }: DifferencesProps) {
  const { slug } = useTenant();
  const list = useList('GET /environments/{environment}/diff/{other}', { params: { environment, other } });
  return (
    <Listed what="services" list={list} empty={<Empty title="Nothing is live in either." />}>
      {(items) => (
        <div className="table wide">
          <Table columns={['Service', 'Here', 'There', 'Difference', 'Between them']}>
            {items.map((difference) => (
              <tr key={difference.serviceId}>
                <th scope="row">
                  <Link to={`/${slug}/services/${difference.service}`}>{difference.service}</Link>
                </th>
                <td>
                  <Side side={difference.environment} />
                </td>
                <td>
                  <Side side={difference.other} />
                </td>
                <td>
                  {difference.isSame ? (
                    <Status status="SAME" tone="good" />
                  ) : (
                    <Status
                      status={
                        difference.ahead === 'ENVIRONMENT'
                          ? 'AHEAD'
                          : difference.ahead === 'OTHER'
                            ? 'BEHIND'
                            : 'DIFFERENT'
                      }
                      tone="waiting"
                    />
                  )}
                </td>
                <td>
                  <Between difference={difference} />
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </Listed>
  );
}

export function Compare() {
  const { environment = '' } = useParams();
  const { slug } = useTenant();
  const filters = useFilters();
  const { data } = useRead('GET /environments/{environment}', { params: { environment } });
  const { id: other, isUnknown } = useEnvironmentFilter(filters, OTHER);
  return (
    <Page title={data ? `${data.body.displayName} and another environment` : 'Two environments'}>
      <p>
        <Link to={`/${slug}/environments/${environment}`}>Back to {data?.body.displayName ?? 'the environment'}</Link>
      </p>
      <search className="filters" aria-label="The other environment">
        <EnvironmentFilter filters={filters} label="Compare with" name={OTHER} />
      </search>
      {isUnknown ? (
        <NoSuchEnvironment name={filters.of(OTHER)} />
      ) : other === undefined ? (
        <Empty title="Type the name of the other environment." />
      ) : (
        <Differences environment={environment} other={other} />
      )}
    </Page>
  );
}
