// The one table as repositories see it, and what a write in a transaction is. Keys are templates with the tenant first;
// `keys` files hold them so that functions without ElectroDB build the same ones.
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { DomainError } from '../errors.ts';

export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One item of a transaction and the error that its failed condition means. */
export interface Write {
  readonly item: TransactItem;
  readonly otherwise: DomainError;
}

type Params = Record<string, unknown>;

/** Wraps ElectroDB's `.params()` of create, patch, remove or check as one item of a transaction. */
export const putItem = (params: Params, otherwise: DomainError): Write => ({
  item: { Put: params as NonNullable<TransactItem['Put']> },
  otherwise,
});
export const updateItem = (params: Params, otherwise: DomainError): Write => ({
  item: { Update: params as NonNullable<TransactItem['Update']> },
  otherwise,
});
export const deleteItem = (params: Params, otherwise: DomainError): Write => ({
  item: { Delete: params as NonNullable<TransactItem['Delete']> },
  otherwise,
});
export const checkItem = (params: Params, otherwise: DomainError): Write => ({
  item: { ConditionCheck: params as NonNullable<TransactItem['ConditionCheck']> },
  otherwise,
});

/** Fills `${name}` of a key template, as ElectroDB does with the same template. */
export function fillKey(template: string, values: object): string {
  return template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) throw new Error(`key template ${template} needs ${name}`);
    return String(value);
  });
}

/** DynamoDB's own limit of one transaction (API reference, TransactWriteItems). */
export const MAX_TRANSACTION_ITEMS = 100;

/** An item in which an absent attribute may also be written as `undefined`. */
export type Loose<Item> = {
  [Name in keyof Item]: Item[Name] | (object extends Pick<Item, Name> ? undefined : never);
};

/** New values of attributes; `undefined` removes an optional one. Keys and stamps are the repository's. */
export type Changes<Item> = Partial<
  Omit<Loose<Item>, 'tenantId' | 'releaseId' | 'revision' | 'schemaVersion' | 'createdAt'>
>;
