// Checks every key that is sent to the tests' tables: one command names one tenant, and a request to the API names no other than
// its caller's. A slug, by which a tenant is found, is the one key without a tenant.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

// biome-ignore lint/suspicious/noExplicitAny: the inputs of all commands of DynamoDB
type Input = any;

interface Asked {
  /** Undefined until the first key, for a request without a credential. */
  tenantId: string | undefined;
}

const asked = new AsyncLocalStorage<Asked>();

/** Runs a request of a caller of this tenant, or of a visitor. */
export const asCallerOf = <T>(tenantId: string | undefined, work: () => Promise<T>): Promise<T> =>
  asked.run({ tenantId }, work);

const SLUG = /^SLUG#/;
const TENANT = /^T#([^#]+)(?:#|$)/;

function partitionsIn(input: Input): string[] {
  const own = [input.Key, input.Item, input.ExclusiveStartKey, { pk: input.ExpressionAttributeValues?.[':pk'] }];
  const inner = (input.TransactItems ?? []).flatMap((item: Input) => Object.values(item));
  const batches = Object.values(input.RequestItems ?? {}).flatMap((asked: Input) =>
    Array.isArray(asked)
      ? asked.map(({ PutRequest, DeleteRequest }) => PutRequest ?? DeleteRequest)
      : asked.Keys.map((Key: Input) => ({ Key })),
  );
  return [
    ...own.flatMap((key) => (typeof key?.pk === 'string' ? [key.pk] : (key?.pk?.S ?? []))),
    ...[...inner, ...batches].flatMap(partitionsIn),
  ];
}

function check(command: string, input: Input): void {
  const request = asked.getStore();
  let known = request?.tenantId;
  for (const pk of partitionsIn(input)) {
    if (SLUG.test(pk)) continue;
    const tenantId = TENANT.exec(pk)?.[1];
    if (tenantId === undefined) throw new Error(`${command} names ${pk}, which begins with no tenant`);
    known ??= tenantId;
    if (tenantId !== known) throw new Error(`${command} of ${known} names ${pk}`);
  }
  if (request) request.tenantId = known;
}

/** Makes the client refuse a command with a key of another tenant. */
export function watchTenants(client: Pick<DynamoDBClient, 'middlewareStack'>): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context.commandName);
      if (!/^Scan/.test(command)) check(command, args.input);
      return next(args);
    },
    { step: 'initialize', name: 'watch-tenants', priority: 'high' },
  );
}
