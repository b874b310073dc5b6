// A kind of resource whose whole view is its audit: how it is named and viewed, its three events, and the changes that create, update and
// delete one with its event, audit entry and answer.
import type { Envelope } from '../../../entities/_base/events.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { Reply } from '../http/http-handler.ts';
import type { Caller, Change } from '../save.ts';

export interface Kind<Item> {
  /** The first part of its audit actions, e.g. `service`. */
  readonly noun: string;
  readonly resourceType: string;
  readonly path: string;
  readonly idOf: (item: Item) => string;
  readonly view: (item: Item) => object;
  readonly created: (caller: Caller, item: Item) => Envelope;
  readonly updated: (caller: Caller, item: Item, changed: string[]) => Envelope;
  readonly deleted: (caller: Caller, item: Item) => Envelope;
}

interface Saving {
  readonly caller: Caller;
  save(change: Change, reply: Reply): Promise<Reply>;
}

const auditOf = <Item>(kind: Kind<Item>, item: Item, action: string, details: object): Change['audit'] => ({
  action: `${kind.noun}.${action}`,
  resourceType: kind.resourceType,
  resourceId: kind.idOf(item),
  details: { ...details },
});

export function saveCreated<Item>(
  call: Saving,
  kind: Kind<Item>,
  item: Item,
  writes: readonly Write[],
): Promise<Reply> {
  const view = kind.view(item);
  return call.save(
    { writes, events: [kind.created(call.caller, item)], audit: auditOf(kind, item, 'created', { after: view }) },
    { body: view, location: `${kind.path}/${kind.idOf(item)}`, revision: 1 },
  );
}

/** The change that updates an item by `writes`, and the item after it. */
export function updateOf<Item extends { readonly revision: number }>(
  caller: Caller,
  kind: Kind<Item>,
  before: Item,
  changes: Changes<Item>,
  writes: readonly Write[],
): { readonly change: Change; readonly after: Item } {
  const after = { ...before, ...changes, updatedAt: isoOf(caller.at), revision: before.revision + 1 } as Item;
  const events = [kind.updated(caller, after, Object.keys(changes))];
  const details = { before: kind.view(before), after: kind.view(after) };
  return { change: { writes, events, audit: auditOf(kind, after, 'updated', details) }, after };
}

/** Saves `changes` by the writes that they need; answers the item as it is if there are none. */
export async function saveUpdated<Item extends { readonly revision: number }>(
  call: Saving,
  kind: Kind<Item>,
  before: Item,
  changes: Changes<Item>,
  writesAt: (at: string) => readonly Write[] | Promise<readonly Write[]>,
): Promise<Reply> {
  if (Object.keys(changes).length === 0) return { body: kind.view(before), revision: before.revision };
  const { change, after } = updateOf(call.caller, kind, before, changes, await writesAt(isoOf(call.caller.at)));
  return call.save(change, { body: kind.view(after), revision: after.revision });
}

export const saveDeleted = <Item>(
  call: Saving,
  kind: Kind<Item>,
  item: Item,
  writes: readonly Write[],
): Promise<Reply> =>
  call.save(
    {
      writes,
      events: [kind.deleted(call.caller, item)],
      audit: auditOf(kind, item, 'deleted', { before: kind.view(item) }),
    },
    {},
  );
