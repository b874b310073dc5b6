// Reads whether a tenant exists, for functions that need nothing else about it: one attribute, without ElectroDB.
import { keyOf } from '../../_base/table/keys.ts';
import { readOne } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { tenantKeys } from '../tenant.keys.ts';

/** False for an unknown tenant and for one that is being deleted. */
export type IsTenantThere = (tenantId: string) => Promise<boolean>;

export const createTenantPresence =
  (table: Table): IsTenantThere =>
  async (tenantId) => {
    const found = await readOne(table, keyOf(tenantKeys, { tenantId }), ['pk', 'deletedAt']);
    return found !== undefined && found.deletedAt === undefined;
  };
