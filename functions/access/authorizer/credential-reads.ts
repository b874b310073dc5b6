// Reads tenants, tokens and memberships by key and without ElectroDB, which would slow down the authorizer's start: every
// request waits for it.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { getRaw, type RawTable } from '../../../entities/_base/table/raw-table.ts';
import { apiTokenDefinition } from '../../../entities/access/api-token.entity.ts';
import { memberOf } from '../../../entities/people/rights.model.ts';
import { userDefinition } from '../../../entities/people/user.entity.ts';
import { tenantDefinition } from '../../../entities/tenants/tenant.entity.ts';

export type CredentialReads = ReturnType<typeof createCredentialReads>;

export const createCredentialReads = (table: RawTable) => ({
  /** Undefined for a tenant that is being deleted. */
  async tenant(tenantId: TenantId) {
    const tenant = await getRaw(table, tenantDefinition, { tenantId });
    return tenant?.deletedAt === undefined ? tenant : undefined;
  },
  token: (tenantId: TenantId, hash: string) => getRaw(table, apiTokenDefinition, { tenantId, hash }),
  membership: async (tenantId: TenantId, userId: string) =>
    memberOf(await getRaw(table, userDefinition, { tenantId, userId })),
});
