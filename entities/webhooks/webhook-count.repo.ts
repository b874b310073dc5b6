// How many webhooks a tenant has, as an item of its own: the limit is a condition of the transaction that creates one, so that no
// number of creations at once passes it. By hand, not by ElectroDB: its updates set the key attributes again.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../_base/conflicts.ts';
import type { TenantId } from '../_base/ids.ts';
import { keyOf } from '../_base/table/raw-table.ts';
import { putItem, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { webhookErrors } from './errors.ts';
import { webhookCountKeys } from './webhook.keys.ts';
import { MOST_WEBHOOKS } from './webhook.model.ts';

/** `stored` is undefined where nothing has been counted yet: then `found` is the number of webhooks that exist. */
export interface Count {
  readonly stored: number | undefined;
  readonly found: number;
}

export function createWebhookCountRepo({ client, name }: Table) {
  const itemOf = (tenantId: string) => ({ TableName: name, Key: keyOf(webhookCountKeys, { tenantId }) });

  const begin = (tenantId: string, webhookCount: number): Write => {
    const { Key } = itemOf(tenantId);
    const Item = { ...Key, webhookCount };
    return putItem(
      { TableName: name, Item, ConditionExpression: 'attribute_not_exists(pk)' },
      // Somebody began to count at the same time: loading again finds it.
      baseErrors.conflict(),
    );
  };

  return {
    async stored(tenantId: TenantId): Promise<number | undefined> {
      const { Item } = await client.send(new GetCommand({ ...itemOf(tenantId), ConsistentRead: true }));
      return Item?.webhookCount as number | undefined;
    },

    /** One more, or `webhook.limit_reached` at the moment of the commit. */
    more(tenantId: string, { stored, found }: Count): Write {
      if (Math.max(found, stored ?? 0) >= MOST_WEBHOOKS) throw webhookErrors.limit_reached({ legal: [] });
      if (stored === undefined) return begin(tenantId, found + 1);
      return updateItem(
        {
          ...itemOf(tenantId),
          UpdateExpression: 'ADD webhookCount :one',
          ConditionExpression: 'webhookCount < :most',
          ExpressionAttributeValues: { ':one': 1, ':most': MOST_WEBHOOKS },
        },
        webhookErrors.limit_reached({ legal: [] }),
      );
    },

    /** One less. */
    less(tenantId: string, { stored, found }: Count): Write {
      if (stored === undefined) return begin(tenantId, found - 1);
      return updateItem(
        {
          ...itemOf(tenantId),
          UpdateExpression: 'ADD webhookCount :less',
          ConditionExpression: 'webhookCount > :none',
          ExpressionAttributeValues: { ':less': -1, ':none': 0 },
        },
        baseErrors.conflict(),
      );
    },
  };
}
