// Removes the items of a deleted tenant, but for its releases, partition by partition, as removal.model.ts says. After
// an interruption it may be called again and removes the rest.
import { fillKey, type Removal } from '../../_base/table/keys.ts';
import { removePartition } from '../../_base/table/partition.ts';
import { walk } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { shownActorId } from '../api-token.model.ts';
import { type Shelf, shelvesOf } from './removal.model.ts';

/** Whether there is time to go on; asked now and then. */
export type HasTime = () => boolean;

export type TenantRemainsRepo = ReturnType<typeof createTenantRemainsRepo>;

/** `SCM#<integration>`: the id by which the partitions of an item are named. */
const idIn = (sk: unknown): string => String(sk).split('#').at(-1) ?? '';

/** The template's partition of the tenant and the one id that it names besides. */
const partitionOf = (template: string, tenantId: string, id: string): string =>
  template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => (name === 'tenantId' ? tenantId : id));

export function createTenantRemainsRepo(table: Table) {
  async function clear(tenantId: string, { pk, own }: Shelf, hasTime: HasTime): Promise<boolean> {
    const shelf = fillKey(pk, { tenantId });
    // Only items say whose the partitions are, so that they go last.
    if (own.length > 0) {
      for await (const { sk } of walk(table, { pk: shelf })) {
        // The entries of a token are kept under the id that people see.
        for (const id of new Set([idIn(sk), shownActorId(idIn(sk))])) {
          for (const template of own) {
            if (!(await removePartition(table, partitionOf(template, tenantId, id), hasTime))) return false;
          }
        }
      }
    }
    return removePartition(table, shelf, hasTime);
  }

  async function clearAll(tenantId: string, stage: Removal['stage'], hasTime: HasTime): Promise<boolean> {
    for (const shelf of shelvesOf(stage)) if (!(await clear(tenantId, shelf, hasTime)) || !hasTime()) return false;
    return true;
  }

  return {
    /** Answers true when all was removed, false when time ran out. */
    removeConnections: (tenantId: string, hasTime: HasTime) => clearAll(tenantId, 'CONNECTIONS', hasTime),

    /** Answers true when all was removed, false when time ran out. */
    removePeople: (tenantId: string, hasTime: HasTime) => clearAll(tenantId, 'PEOPLE', hasTime),
  };
}
