// Versions of two services in two stores, as the consumer of their news stores them: the sample tenant has released nothing.
import { marshall } from '@aws-sdk/util-dynamodb';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { itemOf } from '../../../entities/_base/table/table.ts';
import { liveStoreDefinition } from '../../../entities/deployments/live/stores/live-store.entity.ts';
import type { Json } from '../../../infra/local/contracts.ts';
import { stored } from '../../bench/tables/stored-items.ts';
import { tableOf } from '../../e2e/console/sweep/world/making.ts';
import type { TestStack } from '../stack.ts';

/** `services` are slugs, by their ids. */
export async function inStores(
  stack: TestStack,
  services: Readonly<Record<string, string>>,
  stores: readonly string[],
  release: string,
): Promise<void> {
  const name = await tableOf(stack.operator);
  const at = new Date().toISOString();
  for (const [serviceId, service] of Object.entries(services)) {
    const recent = [
      { releaseId: release, releaseKey: `${service}@1.0.0`, version: '1.0.0', state: 'RELEASED', since: at },
    ];
    for (const targetIntegrationId of stores) {
      const place = { tenantId: stack.credentials.tenant.id, serviceId, service, targetIntegrationId };
      const item = { ...place, isLive: true, recent, ...firstStamps(liveStoreDefinition, at) };
      const { Put } = await itemOf(stored({ name } as never, liveStoreDefinition, item as never));
      await stack.operator.call('DynamoDB_20120810.PutItem', { TableName: name, Item: marshall(Put?.Item) as Json });
    }
  }
}
