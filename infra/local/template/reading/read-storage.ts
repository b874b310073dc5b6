// Tables and keys of the model. Called by read-model.ts.
import type { JsonObject } from '../../contracts.ts';
import type { KeyModel, ResolvedResource, TableModel } from '../model.ts';
import { defined, flagAt, listAt, optionalText, textAt } from './read-property.ts';

export function readTable(resource: ResolvedResource): TableModel {
  const { attributes, logicalId, ref } = resource;
  const viewType = optionalText(resource, 'StreamSpecification.StreamViewType');
  const indexes = listAt(resource, 'GlobalSecondaryIndexes');
  const definition: JsonObject = {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: listAt(resource, 'AttributeDefinitions'),
    KeySchema: listAt(resource, 'KeySchema'),
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
    ...(viewType ? { StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } } : {}),
  };
  const ttlAttribute = flagAt(resource, 'TimeToLiveSpecification.Enabled')
    ? optionalText(resource, 'TimeToLiveSpecification.AttributeName')
    : undefined;
  const keys = listAt(resource, 'KeySchema') as JsonObject[];
  const partitionKey = String(keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName);
  const arn = attributes.Arn ?? '';
  return defined<TableModel>({ logicalId, name: ref, arn, partitionKey, definition, ttlAttribute });
}

export function readKey(resource: ResolvedResource, aliases: readonly ResolvedResource[]): KeyModel {
  const arn = resource.attributes.Arn ?? '';
  return {
    logicalId: resource.logicalId,
    id: resource.ref,
    arn,
    aliases: aliases
      .filter((alias) => [resource.ref, arn].includes(textAt(alias, 'TargetKeyId')))
      .map((alias) => textAt(alias, 'AliasName')),
  };
}
