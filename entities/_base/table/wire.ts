// Requests and items as DynamoDB's API types their values. Both ways to the table use it: the SDK's document client costs each
// request a second pass through the SDK.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

type Values = Readonly<Record<string, unknown>>;
type Wire = Record<string, AttributeValue>;

/** Undefined values are left out, also within maps and lists. */
export const toWire = (values: Values): Wire => marshall(values, { removeUndefinedValues: true });

export const fromWire: (values: Wire) => Record<string, unknown> = unmarshall;

const TYPED = ['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey'] as const;
type Typed<Request> = {
  [Name in keyof Request]: Name extends (typeof TYPED)[number]
    ? Wire | Extract<Request[Name], undefined>
    : Request[Name];
};

/** A request of the SDK's document client as a request of its plain client. */
export function wireRequest<Request extends object>(request: Request): Typed<Request> {
  const given = Object.entries(request).filter(([name]) => (TYPED as readonly string[]).includes(name));
  const typed = given.flatMap(([name, values]) => (values === undefined ? [] : [[name, toWire(values)]]));
  return { ...request, ...Object.fromEntries(typed) };
}
