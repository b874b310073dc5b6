// The environments and promotions of a tenant, as the store of its SERVER targets reads them.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Table } from '../../../entities/_base/table/table.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createPromotionRepo } from '../../../entities/promotions/promotion.repo.ts';
import type { OwnPlaces } from '../../_adapters/server/server-client.ts';

export function ownPlacesIn(table: Table): (tenantId: string) => OwnPlaces {
  const [environments, promotions] = [createEnvironmentRepo(table), createPromotionRepo(table)];
  return (tenantId) => ({
    environment: (environmentId) => environments.find(tenantId as TenantId, environmentId),
    promotion: (promotionId) => promotions.find(tenantId, promotionId),
  });
}
