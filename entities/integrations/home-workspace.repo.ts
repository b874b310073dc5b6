// The Slack workspace that a tenant's people are of unless something else is said: the first that an integration of the tenant was
// verified for, and no later one, or a LEAD could have another workspace speak for them. Part of integration.repo.ts.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../_base/conflicts.ts';
import { keyOf } from '../_base/table/raw-table.ts';
import { putItem, type Table, type Write } from '../_base/table/table.ts';
import { homeWorkspaceKeys } from './integration.keys.ts';

export function createHomeWorkspace({ client, name }: Table) {
  return {
    async homeWorkspace(tenantId: string): Promise<string | undefined> {
      const Key = keyOf(homeWorkspaceKeys, { tenantId });
      const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
      return Item?.workspaceId as string | undefined;
    },

    /** For a tenant that has none; `request.conflict` when it has one at the moment of the commit. */
    settleIn(tenantId: string, workspaceId: string): Write {
      const Item = { ...keyOf(homeWorkspaceKeys, { tenantId }), workspaceId };
      const params = { TableName: name, Item, ConditionExpression: 'attribute_not_exists(pk)' };
      return putItem(params, baseErrors.conflict());
    },
  };
}
