// Lists of promotions; write units of their operations and of their looks.
import { newId, shelfOf, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../../entities/_base/time/iso.ts';
import { promotionHoldDefinition } from '../../../../entities/promotions/holds/promotion-hold.entity.ts';
import { promotionDefinition, releasePromotionDefinition } from '../../../../entities/promotions/promotion.entity.ts';

import { DIGEST, startPromotions } from '../../../api/promotions/fixture.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { NOW } from '../../../support/release-world.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
const OF = '0192f000-0000-7000-8000-0000000000aa';
type Stage = Awaited<ReturnType<typeof startPromotions>>;

/** Half of the promotions have each value; of several filters an index serves one, and the page shows what the others leave. */
const listsOf = (service: string): readonly List[] => [
  { path: '/promotions' },
  { path: '/promotions?status=DEPLOYED' },
  { path: `/promotions?environmentId=${OF}` },
  { path: `/promotions?service=${service}` },
  { path: `/promotions?releaseId=${OF}` },
  { path: `/promotions?service=${service}&environmentId=${OF}`, atLeast: 20 },
  { path: '/promotion-holds', kind: 'once' },
  { path: `/promotion-holds?environmentId=${OF}`, kind: 'once' },
];

/** The hold in an environment of the promotion, of a service of its own. */
const holdOf = (item: Record<'promotionId' | 'targetEnvironmentId' | 'requestedAt', string>) => ({
  ...{ tenantId, environmentId: item.targetEnvironmentId, environmentName: 'production', serviceId: item.promotionId },
  ...{ service: 'web', deploymentId: OF, releaseId: OF, version: '1.0.0', reason: 'error_rate is 7', schemaVersion: 1 },
  ...{ heldAt: item.requestedAt, heldBy: { type: 'USER', id: OF, name: 'Ada' } },
});

/** Promotion number `index`. */
function itemsOf({ world: { table } }: Stage, index: number, service: string, serviceId: string) {
  const at = NOW + index;
  const [isOurs, isOfService] = [index % 2 === 0, index % 4 < 2];
  const promotionId = newId<'Promotion'>(at);
  const [requestedAt, releaseId] = [isoOf(at), isOurs ? OF : newId<'Release'>(at)];
  const by = { type: 'USER', id: OF, name: 'Ada' };
  const item = {
    ...{ tenantId, promotionId, shelf: shelfOf(promotionId), month: requestedAt.slice(0, 7), releaseId },
    ...{
      releaseKey: 'web@1.0.0',
      service,
      serviceId: isOfService ? serviceId : newId<'Service'>(at),
      version: '1.0.0',
    },
    ...{
      targetEnvironmentId: isOurs ? OF : newId<'Environment'>(at),
      environmentName: 'production',
      isRollback: false,
    },
    ...{ status: isOurs ? 'DEPLOYED' : 'REJECTED', requestedBy: by, requestedAt, reason: 'A fix', authors: [OF, OF] },
    components: Array.from({ length: 3 }, () => ({ componentId: OF, name: 'web', digest: DIGEST })),
    ...{ rollout: { strategy: 'ALL_AT_ONCE', failurePolicy: 'ROLLBACK', maxConcurrent: 20 }, policyVersion: 1 },
    ...{ approvedHash: 'a'.repeat(64), round: 1, evaluatedAt: requestedAt, verdictsHash: 'b'.repeat(64) },
    ...{ deploymentId: OF, taskToken: 'x'.repeat(600), ...firstStamps(promotionDefinition, requestedAt) },
  };
  return [
    stored(table, promotionDefinition, item as never),
    stored(table, promotionHoldDefinition, holdOf(item) as never),
    ...(isOurs ? [stored(table, releasePromotionDefinition, { tenantId, releaseId, promotionId })] : []),
  ];
}

async function writesOf(stage: Stage): Promise<Row[]> {
  const { rows, measure } = operationRows(stage.world.meter, stage.as('DEVELOPER'));
  const ready = await stage.ready({ prod: { requiredApprovals: 1 } });
  const { id } = await measure('request a promotion', 'POST', '/promotions', ready.body);
  const override = { reason: 'A leak', expiresAt: isoOf(stage.clock.at + 3_600_000) };
  await measure('ask for an override of a freeze', 'POST', `/promotions/${id}/override`, override);
  await measure('cancel a promotion', 'POST', `/promotions/${id}/cancel`, {});
  return rows;
}

export const promotions: Measurement = {
  name: 'promotions',
  about: 'read units of lists of promotions, write units of operations',
  async measure(bench) {
    const stage = await startPromotions();
    bench.ending(() => void stage.stop());
    const { world } = stage;
    const { service, serviceId } = await stage.ready();
    const lists = await listRows(bench, {
      ...{ table: world.table, meter: world.meter, lists: listsOf(service) },
      get: (path) => stage.as('VIEWER')('GET', path),
      itemsOf: (index) => itemsOf(stage, index, service, serviceId),
    });
    const rows = [...lists, ...(await writesOf(stage))];
    await stage.stop();
    return rows;
  },
};
