// The turn at a store that is handed one release at a time: a lease, written at once and without an event; it expires
// if its holder dies.
import { itemsOf } from '../../_base/table/items.ts';
import type { Table } from '../../_base/table/table.ts';
import { expiryOf } from '../../_base/time/iso.ts';
import { integrationErrors } from '../../integrations/errors.ts';
import { storeTurnDefinition } from './hotfix.entity.ts';

export interface StoreTurn {
  readonly tenantId: string;
  readonly targetIntegrationId: string;
  readonly releaseId: string;
}

/** Longer than an invocation of the task (2 minutes) and the longest wait for a busy store before the next (5 minutes). */
const LEASE_MS = 480_000;

export function createStoreTurnRepo(table: Table) {
  const turns = itemsOf(table, storeTurnDefinition);
  return {
    /** For the next eight minutes, also when the release has it already. Throws `integration.busy` while it is another's. */
    async take(turn: StoreTurn, now: number): Promise<void> {
      const item = { ...turn, leasedUntil: now + LEASE_MS, expiresAtEpoch: expiryOf(now, 1) };
      const isFree = {
        expression: 'attribute_not_exists(pk) OR releaseId = :mine OR leasedUntil <= :now',
        values: { mine: turn.releaseId, now },
      };
      if (await turns.send(turns.put(item, isFree))) return;
      throw integrationErrors.busy({ detail: 'Another release is just being handed to this store' });
    },

    /** Lets the next one in. */
    async leave(turn: StoreTurn): Promise<void> {
      await turns.send(turns.forget(turn, { expression: 'releaseId = :mine', values: { mine: turn.releaseId } }));
    },
  };
}
