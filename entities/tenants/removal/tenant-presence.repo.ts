// Reads whether a tenant exists, for functions that need nothing else of it: one attribute, without ElectroDB.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../../_base/table/raw-table.ts';
import type { Table } from '../../_base/table/table.ts';
import { tenantKeys } from '../keys.ts';

/** False for a tenant that nobody knows, and for one that is being deleted. */
export type IsTenantThere = (tenantId: string) => Promise<boolean>;

export const createTenantPresence =
  ({ client, name }: Table): IsTenantThere =>
  async (tenantId) => {
    const { Item } = await client.send(
      new GetCommand({
        TableName: name,
        Key: keyOf(tenantKeys, { tenantId }),
        ConsistentRead: true,
        ProjectionExpression: 'pk, deletedAt',
      }),
    );
    return Item !== undefined && Item.deletedAt === undefined;
  };
