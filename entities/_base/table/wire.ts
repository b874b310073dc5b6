// Requests and items as DynamoDB's API types their values. Both ways to the table use it: the SDK's document client costs each
// request a second pass through the SDK.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

type Values = Readonly<Record<string, unknown>>;
type Wire = Record<string, AttributeValue>;

/** Undefined values are left out, also within maps and lists. */
export const toWire = (values: Values): Wire => marshall(values, { removeUndefinedValues: true });

const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isMap(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]));
}

/** DynamoDB keeps no order of the keys of a map: sorted, the same read has the same answer and the same ETag. */
export function fromWire(values: Wire): Record<string, unknown> {
  const item = unmarshall(values);
  for (const [name, value] of Object.entries(item)) {
    if (typeof value === 'object') item[name] = inOrder(value);
  }
  return item;
}

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
