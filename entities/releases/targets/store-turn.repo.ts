// The turn at a store that is handed one release at a time: a lease, written at once and without an event; it expires
// if its holder dies.
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { fillKey, type Table } from '../../_base/table/table.ts';
import { integrationErrors } from '../../integrations/errors.ts';
import { TTL_ATTRIBUTE } from '../../names.ts';
import { storeTurnKeys } from '../release.keys.ts';

export interface StoreTurn {
  readonly tenantId: string;
  readonly targetIntegrationId: string;
  readonly releaseId: string;
}

/** Longer than an invocation of the task (2 minutes) and the longest wait for a busy store before the next (5 minutes). */
const LEASE_MS = 480_000;
const DAY_SECONDS = 86_400;

export function createStoreTurnRepo({ client, name: TableName }: Table) {
  const keyOf = (turn: StoreTurn) => ({ pk: fillKey(storeTurnKeys.pk, turn), sk: storeTurnKeys.sk });

  /** Undefined when the condition does not hold. */
  const sendIf = (command: PutCommand | DeleteCommand): Promise<unknown> =>
    client.send(command as PutCommand).catch((error: Error) => {
      if (error.name === 'ConditionalCheckFailedException') return undefined;
      throw error;
    });

  return {
    /** For the next eight minutes, also when the release has it already. Throws `integration.busy` while it is another's. */
    async take(turn: StoreTurn, now: number): Promise<void> {
      const expires = Math.ceil(now / 1000) + DAY_SECONDS;
      const Item = { ...keyOf(turn), ...turn, leasedUntil: now + LEASE_MS, [TTL_ATTRIBUTE]: expires };
      const taken = await sendIf(
        new PutCommand({
          TableName,
          Item,
          ConditionExpression: 'attribute_not_exists(pk) OR releaseId = :mine OR leasedUntil <= :now',
          ExpressionAttributeValues: { ':mine': turn.releaseId, ':now': now },
        }),
      );
      if (taken) return;
      throw integrationErrors.busy({ detail: 'Another release is just being handed to this store' });
    },

    /** Lets the next one in. */
    async leave(turn: StoreTurn): Promise<void> {
      await sendIf(
        new DeleteCommand({
          TableName,
          Key: keyOf(turn),
          ConditionExpression: 'releaseId = :mine',
          ExpressionAttributeValues: { ':mine': turn.releaseId },
        }),
      );
    },
  };
}
