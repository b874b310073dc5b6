// Reads tenants, tokens and memberships by key and without ElectroDB, which would slow down the authorizer's start: every
// request waits for it.
import { keyOf } from '../../../entities/_base/table/keys.ts';
import type { RawTable } from '../../../entities/_base/table/raw-table.ts';
import type { PeopleRepo } from '../../../entities/people/people.repo.ts';
import { membershipKeys } from '../../../entities/people/user.keys.ts';
import { apiTokenKeys, tenantKeys } from '../../../entities/tenants/tenant.keys.ts';
import type { TenantRepo } from '../../../entities/tenants/tenant.repo.ts';

export type CredentialReads = Pick<TenantRepo, 'get' | 'tokenOfHash'> & Pick<PeopleRepo, 'membershipOf'>;

export function createCredentialReads(table: RawTable): CredentialReads {
  const read = async <T>(key: Parameters<RawTable['get']>[0]) => (await table.get(key)) as T | undefined;
  return {
    async get(tenantId) {
      const tenant = await read<NonNullable<Awaited<ReturnType<CredentialReads['get']>>>>(
        keyOf(tenantKeys, { tenantId }),
      );
      return tenant?.deletedAt === undefined ? tenant : undefined;
    },
    tokenOfHash: (tenantId, hash) => read(keyOf(apiTokenKeys, { tenantId, hash })),
    membershipOf: (tenantId, userId) => read(keyOf(membershipKeys, { tenantId, userId })),
  };
}
