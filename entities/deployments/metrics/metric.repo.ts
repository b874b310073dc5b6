// Reads and writes of the metrics of deployments.
import { shelfOf } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Loose, Table } from '../../_base/table/table.ts';
import { expiryOf } from '../../_base/time/iso.ts';
import { RETENTION_DAYS } from '../../names.ts';

import { type MetricItem, metricDefinition } from './metric.entity.ts';

/** Writes that are sent at the same time. */
const AT_ONCE = 25;

/** Values by which a step of a deployment is judged. */
const MOST_JUDGED = 10_000;

export type MetricRepo = ReturnType<typeof createMetricRepo>;

interface Of {
  readonly tenantId: string;
  readonly deploymentId: string;
}

export function createMetricRepo(table: Table) {
  const metrics = itemsOf(table, metricDefinition);

  return {
    /** Writes the facts, each for itself; one that is written again replaces the first. `at` is epoch milliseconds. */
    async record(
      { tenantId, deploymentId }: Of,
      facts: readonly Loose<Pick<MetricItem, 'name' | 'value' | 'unit' | 'recordedAt'>>[],
      at: number,
    ): Promise<void> {
      const of = { tenantId, deploymentId, shelf: shelfOf(deploymentId) };
      const expiresAtEpoch = expiryOf(at, RETENTION_DAYS.metric);
      for (let from = 0; from < facts.length; from += AT_ONCE) {
        const some = facts.slice(from, from + AT_ONCE);
        await Promise.all(some.map((fact) => metrics.send(metrics.put({ ...of, ...fact, expiresAtEpoch }))));
      }
    },

    /** The newest since a time (ISO 8601), at most 10,000 of all names: a value each second for hours. */
    since: ({ tenantId, deploymentId }: Of, from: string): Promise<MetricItem[]> => {
      const of = { tenantId, deploymentId, shelf: shelfOf(deploymentId) };
      const between = [`METRIC#${deploymentId}#${from}`, `METRIC#${deploymentId}#~`] as const;
      return metrics.all(of, { newestFirst: true, between }, MOST_JUDGED);
    },

    /** Oldest first. `at` is epoch milliseconds. */
    list: ({ tenantId, deploymentId }: Of, page: PageRequest, at: number): Promise<Page<MetricItem>> =>
      metrics.page(
        { tenantId, deploymentId, shelf: shelfOf(deploymentId) },
        page,
        {},
        ({ expiresAtEpoch }) => expiresAtEpoch * 1000 > at,
      ),
  };
}
