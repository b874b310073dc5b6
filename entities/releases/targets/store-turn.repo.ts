// The turn at a store that takes one submission at a time: a lease, written without a transaction and an event. It expires if its
// holder dies.
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

/** Longer than one invocation of the task (2 minutes) and the longest wait before the next one (5 minutes) together. */
const LEASE_MS = 480_000;

export function createStoreTurnRepo(table: Table) {
  const turns = itemsOf(table, storeTurnDefinition);
  return {
    /** Takes or renews the turn for eight minutes. Throws `integration.busy` while another release has it. */
    async take(turn: StoreTurn, now: number): Promise<void> {
      const item = { ...turn, leasedUntil: now + LEASE_MS, expiresAtEpoch: expiryOf(now, 1) };
      const isFree = {
        expression: 'attribute_not_exists(pk) OR releaseId = :mine OR leasedUntil <= :now',
        values: { mine: turn.releaseId, now },
      };
      if (await turns.send(turns.put(item, isFree))) return;
      throw integrationErrors.busy({ detail: 'Another release is just being handed to this store' });
    },

    /** Frees the turn for the next release. */
    async leave(turn: StoreTurn): Promise<void> {
      await turns.send(turns.forget(turn, { expression: 'releaseId = :mine', values: { mine: turn.releaseId } }));
    },
  };
}
