// The targets of an environment: their health, and what runs there; and the addition of one.
import { Link } from 'react-router';
import { HEALTH_STATUSES } from '../../../../../../entities/environments/words.model.ts';
import { useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Creation } from '../../../parts/dialog/creation.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { wordsOf } from '../../../parts/status.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { Filter } from '../../catalog/choice.tsx';
import { useFilters } from '../../catalog/filters.ts';
import { TextFilter } from '../../catalog/text-filter.tsx';
import type { Environment } from '../environment-fields.tsx';
import { LabelWords } from '../label-fields.tsx';
import { newTarget, TargetFields } from './target-fields.tsx';
import { CHECKED_EVERY_MS, Health, Running } from './target-state.tsx';

interface OfEnvironment {
  readonly environment: Environment;
}

const AddTarget = ({ environment: { id, displayName } }: OfEnvironment) => (
  <Creation
    label="Add a target"
    operation="createEnvironmentTarget"
    question={`A host or service in ${displayName} that runs one component, which an agent deploys.`}
    fields={(error) => <TargetFields error={error} />}
    create={async (form, change) => {
      const { body } = await change('POST /targets', { body: newTarget(form, id) });
      return `targets/${body.id}`;
    }}
  />
);

export function Targets({ environment }: OfEnvironment) {
  const { slug } = useTenant();
  const filters = useFilters();
  const healthStatus = HEALTH_STATUSES.find((one) => one === filters.of('health'));
  const label = filters.of('label');
  const query = { environmentId: environment.id, healthStatus, label };
  const list = useList('GET /targets', { query }, { every: CHECKED_EVERY_MS });
  const isFiltered = healthStatus !== undefined || label !== undefined;
  return (
    <Section title="Targets" aside={<AddTarget environment={environment} />}>
      <search className="filters" aria-label="Filters of targets">
        <Filter
          label="Health"
          all={HEALTH_STATUSES.map((one) => ({ id: one, name: wordsOf(one) }))}
          chosen={healthStatus}
          none="Any"
          onChange={({ target }) => filters.set('health', target.value)}
        />
        <TextFilter label="Label" name="label" filters={filters} maxLength={200} placeholder="region=eu" />
      </search>
      <Listed
        what="targets"
        list={list}
        empty={
          isFiltered ? (
            <Empty title="No target fits." />
          ) : (
            <Empty title="No target yet.">
              <p>Add the hosts and services on which agents shall deploy.</p>
            </Empty>
          )
        }
      >
        {(items) => (
          <Table columns={['Target', 'Type', 'Health', 'Runs', 'Labels']}>
            {items.map((target) => (
              <tr key={target.id}>
                <th scope="row">
                  <Link to={`/${slug}/targets/${target.id}`}>{target.name}</Link>
                </th>
                <td>{wordsOf(target.type)}</td>
                <td>
                  <Health target={target} />
                </td>
                <td>
                  <Running target={target} />
                </td>
                <td>
                  <LabelWords labels={target.labels} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Listed>
    </Section>
  );
}
