// Removes the items of a deleted tenant except its releases, partition by partition, in the order of removal.model.ts. Call
// it again after an interruption.
import { fillKey, type Removal } from '../../_base/table/keys.ts';
import { removePartition } from '../../_base/table/partition.ts';
import { walk } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { type Shelf, shelvesOf } from './removal.model.ts';

/** True while time is left; asked repeatedly. */
export type HasTime = () => boolean;

export type TenantRemainsRepo = ReturnType<typeof createTenantRemainsRepo>;

/** The id in a sort key such as `SCM#<integration>`, which names the item's partitions. */
const idIn = (sk: unknown): string => String(sk).split('#').at(-1) ?? '';

/** The template's partition of the tenant and the one id that it names besides. */
const partitionOf = (template: string, tenantId: string, id: string): string =>
  template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => (name === 'tenantId' ? tenantId : id));

export function createTenantRemainsRepo(table: Table) {
  async function clear(tenantId: string, { pk, own }: Shelf, hasTime: HasTime): Promise<boolean> {
    const shelf = fillKey(pk, { tenantId });
    // Only the items name these partitions, so the items are removed last.
    if (own.length > 0) {
      for await (const { sk } of walk(table, { pk: shelf })) {
        for (const template of own) {
          if (!(await removePartition(table, partitionOf(template, tenantId, idIn(sk)), hasTime))) return false;
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
