// Which outboxes of a table were written since they were last read: a stage of many releases reads no others.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface Transaction {
  readonly TransactItems?: readonly { readonly Put?: { readonly Item: { readonly pk?: { readonly S?: string } } } }[];
}

const OUTBOX = /#OUTBOX#(.+)$/;

/** `takeOf` answers those of the subjects whose outbox was written, and forgets that it was. */
export function watchOutboxes({ middlewareStack }: DynamoDBClient): { takeOf(ids: readonly string[]): string[] } {
  const written = new Set<string>();
  middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } finally {
        for (const { Put } of (args.input as Transaction).TransactItems ?? []) {
          const subject = OUTBOX.exec(Put?.Item.pk?.S ?? '')?.[1];
          if (subject !== undefined) written.add(subject);
        }
      }
    },
    { step: 'initialize', name: 'watch-outboxes' },
  );
  return { takeOf: (ids) => ids.filter((id) => written.delete(id)) };
}
