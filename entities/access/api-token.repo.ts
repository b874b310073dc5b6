// Reads and writes of API tokens. Writes are returned for a transaction.
import type { TenantId } from '../_base/ids.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { type ApiTokenItem, apiTokenDefinition } from './api-token.entity.ts';

export type ApiTokenRepo = ReturnType<typeof createApiTokenRepo>;

export function createApiTokenRepo(table: Table) {
  const tokens = itemsOf(table, apiTokenDefinition);
  return {
    create: (item: Born<ApiTokenItem>): Write => tokens.first(item),

    /** All issued tokens, including revoked ones. */
    all: (tenantId: TenantId): Promise<ApiTokenItem[]> => tokens.all({ tenantId }),

    revoke: (loaded: ApiTokenItem, at: string): Write => tokens.change(loaded, at, { isRevoked: true }),
  };
}
