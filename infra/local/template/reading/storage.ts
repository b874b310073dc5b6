// Tables, keys and buckets of the model. Read by read-model.ts.
import type { JsonObject } from '../../contracts.ts';
import type { ResolvedResource } from '../resolution/resolve-stack.ts';
import { IDENTITY, listAt, ref, type Template, textAt, valueAt } from './fields.ts';

export const TABLE = {
  ...IDENTITY,
  name: ref,
  partitionKey: (table: ResolvedResource) => {
    const keys = listAt(table, 'KeySchema') as JsonObject[];
    return String(keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName);
  },
  /** CreateTable's input without TableName. */
  definition: (table: ResolvedResource): JsonObject => {
    const viewType = valueAt(table, 'StreamSpecification.StreamViewType');
    const indexes = listAt(table, 'GlobalSecondaryIndexes');
    return {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: listAt(table, 'AttributeDefinitions'),
      KeySchema: listAt(table, 'KeySchema'),
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
      ...(viewType !== undefined && { StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } }),
    };
  },
  ttlAttribute: (table: ResolvedResource) => {
    const { Enabled, AttributeName } = (valueAt(table, 'TimeToLiveSpecification') ?? {}) as JsonObject;
    return String(Enabled) === 'true' && AttributeName !== undefined ? String(AttributeName) : undefined;
  },
};

export const BUCKET = { ...IDENTITY, name: ref };

export const KEY = {
  ...IDENTITY,
  id: ref,
  /** A key that signs encrypts nothing. */
  signs: (key: ResolvedResource) => valueAt(key, 'KeyUsage') === 'SIGN_VERIFY',
  aliases: (key: ResolvedResource, { resources }: Template) =>
    resources
      .filter(({ type }) => type === 'AWS::KMS::Alias')
      .filter((alias) => [key.ref, key.attributes.Arn].includes(textAt(alias, 'TargetKeyId')))
      .map((alias) => textAt(alias, 'AliasName')),
};
