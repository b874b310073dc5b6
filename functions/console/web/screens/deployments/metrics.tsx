// The metrics of a deployment, each as a plot with its table.
import { type Item, useList } from '../../app/data.ts';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Plot } from '../../parts/tabular/plot.tsx';
import type { Deployment } from './seen.ts';

type Metric = Item<'GET /deployments/{deployment}/metrics'>;

const PAGE = 100;
/** Metrics are recorded without news in the feed. */
const EVERY_MS = 30_000;

/** Values of one name and unit stand together, in the order of their first values. */
function byName(metrics: readonly Metric[]): ReadonlyMap<string, readonly Metric[]> {
  return Map.groupBy(metrics, ({ name, unit }) => `${name} ${unit ?? ''}`);
}

export function Metrics({ deployment: { id } }: { readonly deployment: Deployment }) {
  const params = { deployment: id };
  const list = useList(
    'GET /deployments/{deployment}/metrics',
    { params, query: { limit: PAGE } },
    { every: EVERY_MS },
  );
  return (
    <Section title="Metrics">
      <Listed
        what="metrics"
        list={list}
        empty={
          <Empty title="No metric was recorded.">
            <p>
              Record some with <code>{'POST /deployments/{deployment}/metrics'}</code>, such as the rate of errors.
            </p>
          </Empty>
        }
      >
        {(items) =>
          [...byName(items)].map(([key, metrics]) => (
            <Plot
              key={key}
              name={metrics[0]?.name ?? key}
              unit={metrics[0]?.unit ?? null}
              points={metrics.map(({ recordedAt: at, value }) => ({ at, value }))}
            />
          ))
        }
      </Listed>
    </Section>
  );
}
