// Lists of runbooks, their revisions and the runbooks of a release; write units of the operations on runbooks.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import {
  type RunbookItem,
  runbookDefinition,
  runbookListingDefinition,
  runbookRevisionDefinition,
} from '../../../../entities/runbooks/runbook.entity.ts';
import { facetsOf } from '../../../../entities/runbooks/runbook.model.ts';
import { startRunbooks } from '../../../api/runbooks/fixture.ts';
import { TENANT_ID, USER_ID } from '../../../support/http.ts';
import { NOW, NOW_ISO } from '../../../support/release-world.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
type Stage = Awaited<ReturnType<typeof startRunbooks>>;

/** Each value is one of every second runbook; a page that several filters leave may be short. */
const VALUES = [`author=${USER_ID}`, 'service=app', 'environment=prod', 'tag=queue', 'q=restart', 'isActive=true'];
const LISTS: readonly List[] = [
  { path: '/runbooks' },
  ...VALUES.map((value) => ({ path: `/runbooks?${value}` })),
  { path: `/runbooks?${VALUES.join('&')}` },
  // No runbook has both.
  { path: '/runbooks?service=api&tag=queue', atLeast: 0 },
  { path: '/runbooks?service=api&q=restart&isActive=false', atLeast: 0 },
  { path: '/releases/RELEASE/runbooks', atLeast: 50 },
  { path: '/runbooks/RUNBOOK/revisions', kind: 'once' },
];

/** The listings of runbook number `index`, and that revision of `runbookId`. Even ones have the values of the filters. */
function itemsOf({ table }: Stage, index: number, runbookId: string) {
  const even = index % 2 === 0;
  const item: RunbookItem = {
    ...{ tenantId, runbookId: newId<'Runbook'>(NOW + index), title: even ? 'Restart' : 'Drain', content: '' },
    ...{ service: even ? 'app' : 'api', environment: even ? 'prod' : 'test', tags: [even ? 'queue' : 'disk'] },
    ...{ isActive: even, createdBy: even ? USER_ID : 'somebody-else', createdByName: 'Dan Developer' },
    ...firstStamps(runbookDefinition, NOW_ISO),
  };
  const { content: _, ...listed } = item;
  const { title, service, environment, tags, isActive } = item;
  const described = { title, ...(service && { service }), ...(environment && { environment }), tags, isActive };
  return [
    // No list reads the other facets of odd ones.
    ...facetsOf(item)
      .slice(0, even ? undefined : 3)
      .map((facet) => stored(table, runbookListingDefinition, { ...listed, facet })),
    stored(table, runbookRevisionDefinition, {
      ...{ tenantId, runbookId, number: index + 10, ...described },
      ...{ editedBy: USER_ID, editedByName: 'Dan Developer', editedAt: NOW_ISO },
    }),
  ];
}

async function writesOf({ world, call }: Stage): Promise<Row[]> {
  const { rows, measure } = operationRows(world.meter, (method, path, body) =>
    call({ role: 'LEAD', method, path, ...(body === undefined ? {} : { body }) }),
  );
  const body = { title: 'Restart the queue', service: 'app', environment: 'prod', tags: ['queue'], content: 'Wait.' };
  const { id } = await measure('create a runbook', 'POST', '/runbooks', body);
  const at = `/runbooks/${id}`;
  await measure('edit the content of a runbook', 'PATCH', at, { content: 'Wait and see.' });
  await measure('rename a runbook', 'PATCH', at, { title: 'Drain the queue' });
  await measure('restore a revision of a runbook', 'POST', `${at}/revisions/1/restore`);
  await measure('delete a runbook of four revisions', 'DELETE', at);
  const full = { ...body, title: Array.from({ length: 20 }, (_, word) => `w${word}`).join(' ') };
  const tags = Array.from({ length: 10 }, (_, tag) => `t${tag}`);
  await measure('create a runbook of 30 words', 'POST', '/runbooks', { ...full, tags });
  return rows;
}

export const runbooks: Measurement = {
  name: 'runbooks',
  about: 'read units of lists of runbooks and revisions, write units of operations',
  async measure(bench) {
    const stage = await startRunbooks();
    bench.ending(() => void stage.stop());
    const { world } = stage;
    const runbookId = await stage.create();
    const { id: releaseId } = await world.release(await world.integrationKit(), { service: 'app' });
    const lists = await listRows(bench, {
      ...{ table: stage.table, meter: world.meter, lists: LISTS },
      get: (path) => stage.asDeveloper('GET', path.replace('RUNBOOK', runbookId).replace('RELEASE', releaseId)),
      itemsOf: (index) => itemsOf(stage, index, runbookId),
    });
    const writes = await writesOf(stage);
    await stage.stop();
    return [...lists, ...writes];
  },
};
