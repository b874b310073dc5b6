// Lists of deployments, of what is live with the targets that drift, and of metrics; write units of their operations.
import { newId, shelfOf, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { expiryOf, isoOf } from '../../../../entities/_base/time/iso.ts';
import {
  deploymentDefinition,
  releaseDeploymentDefinition,
} from '../../../../entities/deployments/deployment.entity.ts';
import { newReported } from '../../../../entities/deployments/deployment.model.ts';
import { MOST_PAIRS } from '../../../../entities/deployments/live/difference.model.ts';
import { liveDefinition, type Run } from '../../../../entities/deployments/live/live.entity.ts';
import { liveStoreDefinition } from '../../../../entities/deployments/live/stores/live-store.entity.ts';
import { metricDefinition } from '../../../../entities/deployments/metrics/metric.entity.ts';
import { tellMore } from '../../../../entities/deployments/reports/told.model.ts';
import { environmentDefinition } from '../../../../entities/environments/environment.entity.ts';
import { createEnvironmentBody, newEnvironment } from '../../../../entities/environments/environment.model.ts';
import { targetDriftDefinition } from '../../../../entities/environments/targets/target.entity.ts';
import { startDeployments } from '../../../api/deployments/fixture.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { NOW, NOW_ISO } from '../../../support/release-world.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
const OF = '0192f000-0000-7000-8000-0000000000aa';
const OTHER = '0192f000-0000-7000-8000-0000000000bb';
const SHA = 'c0ffee1234567890c0ffee1234567890c0ffee12';
type Stage = Awaited<ReturnType<typeof startDeployments>>;

/** Half of the deployments have each value; of several filters an index serves one, and the page shows what the others leave. */
const listsOf = (measured: string): readonly List[] => [
  { path: '/deployments' },
  { path: '/deployments?status=SUCCEEDED' },
  { path: `/deployments?environmentId=${OF}` },
  { path: '/deployments?service=web' },
  { path: `/deployments?releaseId=${OF}` },
  { path: `/deployments?service=web&environmentId=${OF}`, atLeast: 20 },
  { path: '/deployments?origin=REPORTED' },
  { path: '/live-deployments' },
  { path: `/live-deployments?environmentId=${OF}` },
  { path: '/live-deployments?service=web' },
  { path: '/live-stores' },
  { path: '/live-stores?service=web' },
  { path: `/live-stores?targetIntegrationId=${OF}` },
  { path: `/environments/${OF}/diff/${OTHER}`, most: MOST_PAIRS },
  { path: `/deployments/${measured}/metrics`, kind: 'once' },
];

/** Of the live states, every second one has a target that drifts. */
function liveOf({ world: { table } }: Stage, index: number, web: string, environmentId: string, run: Run) {
  const at = NOW + index;
  const half = index % 2 === 0;
  const serviceId = half ? newId<'Service'>(at) : web;
  const version = { releaseId: OF, releaseKey: 'web@1.0.0', version: '1.0.0', state: 'RELEASED' as const };
  return [
    stored(table, liveDefinition, {
      ...{ tenantId, environmentId, serviceId, service: 'web', isLive: true },
      ...{ recent: [run, run, run, run, run, run], ...firstStamps(liveDefinition, NOW_ISO) },
    }),
    ...(index % 4 < 2
      ? [stored(table, targetDriftDefinition, { tenantId, environmentId, serviceId, targetId: newId<'Target'>(at) })]
      : []),
    stored(table, liveStoreDefinition, {
      ...{ tenantId, serviceId, targetIntegrationId: half ? OF : newId<'Integration'>(at), service: 'web' },
      ...{ isLive: true, ...firstStamps(liveStoreDefinition, NOW_ISO) },
      recent: Array.from({ length: 6 }, () => ({ ...version, since: NOW_ISO })),
    }),
  ];
}

/** Deployment, live state and metric number `index`. */
function itemsOf(stage: Stage, index: number, web: string, measured: string) {
  const { table } = stage.world;
  const at = NOW + index;
  const half = index % 2 === 0;
  const [environmentId, serviceId] = [half ? OF : newId<'Environment'>(at), index % 4 < 2 ? web : newId<'Service'>(at)];
  const place = { tenantId, environmentId, serviceId, service: 'web' };
  const facts = { sha: SHA, url: 'https://acme.test/deployments/1', logUrl: 'https://ci.test/jobs/1' };
  const by = { type: 'EXTERNAL', id: 'github:ada', name: 'ada' };
  const report = { status: half ? ('SUCCEEDED' as const) : ('FAILED' as const), at: isoOf(at), ...facts, by };
  const source = { provider: 'github', repository: 'acme/web', externalId: String(index) };
  const item = newReported(
    place,
    at,
    tellMore(undefined, report),
    source,
    half ? { releaseId: OF, version: '1' } : undefined,
  );
  const run = { deploymentId: item.deploymentId, version: item.version, sha: SHA, since: isoOf(at), by };
  const expiresAtEpoch = expiryOf(NOW, 700);
  const places = [OF, OTHER].map((one) => ({
    ...newEnvironment(tenantId, NOW, createEnvironmentBody.parse({ name: `place ${one}` })),
    environmentId: one,
  }));
  return [
    ...(index === 0 ? places.map((one) => stored(table, environmentDefinition, JSON.parse(JSON.stringify(one)))) : []),
    stored(table, deploymentDefinition, JSON.parse(JSON.stringify(item))),
    ...(half
      ? [stored(table, releaseDeploymentDefinition, { tenantId, releaseId: OF, deploymentId: item.deploymentId })]
      : []),
    ...liveOf(stage, index, web, environmentId, run),
    stored(table, metricDefinition, {
      ...{
        tenantId,
        deploymentId: measured,
        shelf: shelfOf(measured),
        name: 'error_rate',
        value: index,
        unit: 'percent',
      },
      ...{ recordedAt: isoOf(at), expiresAtEpoch },
    }),
  ];
}

async function writesOf({ world, asCi }: Stage): Promise<Row[]> {
  const { rows, measure } = operationRows(world.meter, asCi);
  const body = { environment: 'production', service: 'web', sha: SHA, externalId: '1' };
  const first = { ...body, status: 'IN_PROGRESS' };
  const { id } = await measure('report a deployment in a new environment', 'POST', '/deployments', first);
  const at = `/deployments/${id}`;
  await measure('report its success', 'POST', `${at}/status`, { status: 'SUCCEEDED' });
  await measure('report it again', 'POST', '/deployments', { ...body, status: 'PENDING' });
  await measure('report a rollback of it', 'POST', '/deployments', { ...body, externalId: '2', rollbackOf: id });
  await measure('change a stage', 'PATCH', `${at}/stages/deploy`, { status: 'RUNNING', output: 'one\ntwo' });
  const metrics = Array.from({ length: 100 }, (_, index) => ({ name: `metric_${index}`, value: index }));
  await measure('record 100 metrics', 'POST', `${at}/metrics`, { metrics });
  return rows;
}

export const deployments: Measurement = {
  name: 'deployments',
  about: 'read units of lists of deployments and of what is live, write units of operations',
  async measure(bench) {
    const stage = await startDeployments();
    bench.ending(() => void stage.stop());
    const { world, asCi } = stage;
    const measured = (await stage.deployment({ service: 'web' })).id;
    const web = (await world.services.bySlug(tenantId, 'web'))?.serviceId ?? '';
    const lists = await listRows(bench, {
      ...{ table: world.table, meter: world.meter, lists: listsOf(measured) },
      get: (path) => asCi('GET', path),
      itemsOf: (index) => itemsOf(stage, index, web, measured),
    });
    const rows = [...lists, ...(await writesOf(stage))];
    await stage.stop();
    return rows;
  },
};
