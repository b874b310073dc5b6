// Removes the items of a deleted tenant, but for its releases, partition by partition, as removal.model.ts says. After
// an interruption it may be called again and removes the rest.
import { itemsOf, removePartition } from '../../_base/table/partition.ts';
import { fillKey, type Table } from '../../_base/table/table.ts';
import { shownActorId } from '../api-token.model.ts';
import { CONNECTIONS, PEOPLE, type Shelf } from './removal.model.ts';

/** Whether there is time to go on; asked now and then. */
export type HasTime = () => boolean;

export type TenantRemainsRepo = ReturnType<typeof createTenantRemainsRepo>;

/** `SCM#<integration>`: the id by which the partitions of an item are named. */
const idIn = (sk: unknown): string => String(sk).split('#').at(-1) ?? '';

/** The template's partition of the tenant and the one id that it names besides. */
const partitionOf = (template: string, tenantId: string, id: string): string =>
  template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => (name === 'tenantId' ? tenantId : id));

export function createTenantRemainsRepo(table: Table) {
  async function clear(tenantId: string, { pk, own = [] }: Shelf, hasTime: HasTime): Promise<boolean> {
    const shelf = fillKey(pk, { tenantId });
    // Only items say whose the partitions are, so that they go last.
    if (own.length > 0) {
      for await (const { sk } of itemsOf(table, shelf)) {
        // The entries of a token are kept under the id that people see; older ones under its hash.
        for (const id of new Set([idIn(sk), shownActorId(idIn(sk))])) {
          for (const template of own) {
            if (!(await removePartition(table, partitionOf(template, tenantId, id), hasTime))) return false;
          }
        }
      }
    }
    return removePartition(table, shelf, hasTime);
  }

  async function clearAll(tenantId: string, shelves: readonly Shelf[], hasTime: HasTime): Promise<boolean> {
    for (const shelf of shelves) if (!(await clear(tenantId, shelf, hasTime)) || !hasTime()) return false;
    return true;
  }

  return {
    /** Answers true when all was removed, false when time ran out. */
    removeConnections: (tenantId: string, hasTime: HasTime) => clearAll(tenantId, CONNECTIONS, hasTime),

    /** Answers true when all was removed, false when time ran out. */
    removePeople: (tenantId: string, hasTime: HasTime) => clearAll(tenantId, PEOPLE, hasTime),
  };
}
