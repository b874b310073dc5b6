// Lists of environments, targets and freeze windows; write units of their operations.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { environmentDefinition } from '../../../../entities/environments/environment.entity.ts';
import { MOST_WINDOWS } from '../../../../entities/environments/freezes/freeze-window.model.ts';
import { targetDefinition } from '../../../../entities/environments/targets/target.entity.ts';
import { MOST_TARGETS } from '../../../../entities/environments/targets/target.model.ts';
import { startEnvironments } from '../../../api/environments/fixture.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { NOW, NOW_ISO } from '../../../support/release-world.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
const OF = '0192f000-0000-7000-8000-0000000000aa';
const FULL = '0192f000-0000-7000-8000-0000000000bb';
type Stage = Awaited<ReturnType<typeof startEnvironments>>;

const LISTS: readonly List[] = [
  { path: '/environments' },
  { path: '/environments?tier=PRODUCTION' },
  { path: '/environments?isStopped=true' },
  { path: '/environments?isStopped=false' },
  { path: '/environments?tier=PRODUCTION&isStopped=true' },
  { path: '/environments?autoPromote=true' },
  { path: '/targets' },
  { path: `/targets?componentId=${OF}` },
  { path: '/targets?type=KUBERNETES' },
  { path: '/targets?healthStatus=UNHEALTHY' },
  { path: '/targets?label=region%3Deu', atLeast: 20 },
  { path: `/targets?environmentId=${FULL}` },
  { path: `/targets?environmentId=${FULL}&healthStatus=UNHEALTHY`, atLeast: 40 },
];

/** Even ones are stopped in production. As many targets as may be stand in one environment, the others each in its own. */
function itemsOf({ world: { table } }: Stage, index: number) {
  const isStopped = index % 2 === 0;
  const environmentId = newId<'Environment'>(NOW + index);
  const name = `environment-${index}`;
  return [
    stored(table, environmentDefinition, {
      ...{ tenantId, environmentId, name, displayName: name, place: index % 9_999, config: {}, isStopped, useCount: 0 },
      ...{ tier: isStopped ? ('PRODUCTION' as const) : ('TESTING' as const), requiredApprovals: 1, requireSod: true },
      ...{ soakMinutes: 0, autoPromote: isStopped, ...firstStamps(environmentDefinition, NOW_ISO) },
    }),
    stored(table, targetDefinition, {
      ...{
        tenantId,
        targetId: newId<'Target'>(NOW + index),
        environmentId: index < MOST_TARGETS ? FULL : environmentId,
      },
      ...{ name: `web-${index}`, type: isStopped ? ('KUBERNETES' as const) : ('SHELL' as const) },
      ...{ componentId: isStopped ? OF : environmentId, connection: { host: `web-${index}.internal`, port: 2376 } },
      ...{ labels: { region: isStopped ? 'eu' : 'us' }, capability: 'kubernetes', isActive: true, useCount: 0 },
      ...{ healthStatus: isStopped ? ('UNHEALTHY' as const) : ('HEALTHY' as const), healthCheckedAt: NOW_ISO },
      ...firstStamps(targetDefinition, NOW_ISO),
    }),
  ];
}

async function writesOf({ world, asAdmin, component }: Stage): Promise<Row[]> {
  const { rows, measure } = operationRows(world.meter, asAdmin);
  const { id } = await measure('create an environment', 'POST', '/environments', { name: 'prod', tier: 'PRODUCTION' });
  const at = `/environments/${id}`;
  await measure('rename an environment', 'PATCH', at, { name: 'production' });
  await measure('stop an environment', 'POST', `${at}/stop`, { reason: 'a fire' });
  await measure('lift the stop of an environment', 'POST', `${at}/lift-stop`);
  await measure('stop all environments', 'POST', '/emergency-stop', { reason: 'a fire' });
  await measure('lift the stop of all environments', 'DELETE', '/emergency-stop');
  const body = { name: 'Nights', dtstart: '2027-01-01T22:00', duration: 'PT8H', rrule: 'FREQ=DAILY' };
  const window = await measure('create a freeze window', 'POST', '/freeze-windows', { ...body, environments: [id] });
  await measure('switch a freeze window off', 'PATCH', `/freeze-windows/${window.id}`, { isActive: false });
  const { id: componentId } = await component();
  const host = { environmentId: id, componentId, name: 'web-1', type: 'SHELL', credentials: { key: 'secret' } };
  const target = await measure('create a target with credentials', 'POST', '/targets', host);
  await measure('label a target', 'PATCH', `/targets/${target.id}`, { labels: { region: 'eu' } });
  await measure('delete a target', 'DELETE', `/targets/${target.id}`);
  await measure('delete a freeze window', 'DELETE', `/freeze-windows/${window.id}`);
  await measure('delete an environment', 'DELETE', at);
  return rows;
}

/** The units of the question about a freeze, which reads all windows. */
async function freezeRow({ world, environment, freezeWindow, asLead }: Stage): Promise<Row> {
  const { id } = await environment();
  for (let made = 0; made < MOST_WINDOWS; made++) await freezeWindow();
  const { readUnits } = await world.meter(() => asLead('GET', `/environments/${id}/freeze`));
  return {
    what: `GET /environments/id/freeze, with ${MOST_WINDOWS} windows, all that are allowed`,
    measured: readUnits,
    unit: 'units',
  };
}

export const environments: Measurement = {
  name: 'environments',
  about: 'read units of lists of environments and targets and of the freeze calendar, write units of operations',
  async measure(bench) {
    const stage = await startEnvironments();
    bench.ending(() => void stage.stop());
    const { world, asLead } = stage;
    const lists = await listRows(bench, {
      ...{ table: world.table, meter: world.meter, lists: LISTS },
      get: (path) => asLead('GET', path),
      itemsOf: (index) => itemsOf(stage, index),
    });
    const rows = [...lists, ...(await writesOf(stage)), await freezeRow(stage)];
    await stage.stop();
    return rows;
  },
};
