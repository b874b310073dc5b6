// All promotions, newest first, with what each waits for.
import { Link } from 'react-router';
import { PROMOTION_STATUSES } from '../../../../../entities/promotions/words.model.ts';
import { useList } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, DeedLink } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { Filter } from '../catalog/choice.tsx';
import { useFilters } from '../catalog/filters.ts';
import { DeploymentsPage } from '../deployments/deployments-page.tsx';
import { PlaceFilters, usePlaceQuery } from '../deployments/filters.tsx';

export function Promotions() {
  const { slug } = useTenant();
  const filters = useFilters();
  const { query, isFound, isFiltered, unknown } = usePlaceQuery(filters);
  const status = PROMOTION_STATUSES.find((one) => one === filters.of('status'));
  const list = useList('GET /promotions', { query: { ...query, status } }, { enabled: isFound });
  const action = actionOfMe(useMe(), 'createPromotion');
  const add = <DeedLink label="New promotion" action={action} to={`/${slug}/promotions/new`} tone="main" />;
  return (
    <DeploymentsPage title="Promotions" aside={add}>
      <PlaceFilters filters={filters}>
        <Filter
          label="Status"
          all={PROMOTION_STATUSES.map((one) => ({ id: one, name: wordsOf(one) }))}
          chosen={status}
          none="Any"
          onChange={({ target }) => filters.set('status', target.value)}
        />
      </PlaceFilters>
      {unknown || (
        <Listed
          what="promotions"
          list={list}
          empty={
            isFiltered || status !== undefined ? (
              <Empty title="No promotion fits.">
                <p>Take a filter off.</p>
              </Empty>
            ) : (
              <Empty title="No promotion yet.">
                <p>Request one, to bring a release into an environment through its gates.</p>
              </Empty>
            )
          }
        >
          {(items) => (
            <div className="table wide">
              <Table columns={['Release', 'To', 'Status', 'Reason', 'Requested', 'By']}>
                {items.map((promotion) => (
                  <tr key={promotion.id}>
                    <th scope="row">
                      <Link to={`/${slug}/promotions/${promotion.id}`}>{promotion.releaseKey}</Link>
                      {promotion.isRollback && <p className="small">a rollback</p>}
                    </th>
                    <td>
                      <Link to={`/${slug}/environments/${promotion.environmentId}`}>{promotion.environmentName}</Link>
                    </td>
                    <td>
                      <Status status={promotion.status} />
                    </td>
                    <td>{promotion.statusReason}</td>
                    <td>
                      <Time at={promotion.requestedAt} />
                    </td>
                    <td>{promotion.requestedBy.name}</td>
                  </tr>
                ))}
              </Table>
            </div>
          )}
        </Listed>
      )}
    </DeploymentsPage>
  );
}
