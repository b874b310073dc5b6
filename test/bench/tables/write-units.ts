// Write units of a transaction by AWS's own rules, whatever an emulator counts. Used by create-release.ts.
// Sources: DynamoDB Developer Guide, "DynamoDB item sizes and formats" and "On-demand capacity mode" (write request units);
// "Amazon DynamoDB Transactions: How it works", capacity management; "Using Global Secondary Indexes", write capacity.
import { ITEM_INDEXES, KEY_INDEXES } from '../../../entities/names.ts';

/** An attribute as it goes over the wire: `{ S: 'text' }`. */
export type Wire = Readonly<Record<string, unknown>>;
export type WireItem = Readonly<Record<string, Wire>>;

export interface WireTransactItem {
  readonly Put?: { readonly Item: WireItem };
  readonly Update?: { readonly Key: WireItem };
  readonly Delete?: { readonly Key: WireItem };
  readonly ConditionCheck?: { readonly Key: WireItem };
}

const UNIT_BYTES = 1024;
/** A transaction prepares and commits every item: two writes. */
const TRANSACTIONAL = 2;

/** Bytes of a list or map itself, and of each element in it. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** One byte for two significant digits and one more; the sign is another. */
const numberBytes = (text: string): number =>
  Math.ceil(text.replaceAll(/[-.]|^0+/g, '').length / 2) + 1 + (text.startsWith('-') ? 1 : 0);

function valueBytes(wire: Wire): number {
  const [[type, value] = ['NULL', true]] = Object.entries(wire);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(value));
    case 'N':
      return numberBytes(String(value));
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'SS':
      return (value as string[]).reduce((sum, element) => sum + Buffer.byteLength(element), 0);
    case 'L':
      return (value as Wire[]).reduce((sum, element) => sum + valueBytes(element) + ELEMENT_BYTES, CONTAINER_BYTES);
    case 'M':
      return CONTAINER_BYTES + itemBytes(value as WireItem) + Object.keys(value as object).length * ELEMENT_BYTES;
    default:
      throw new Error(`no rule for the size of ${type}`);
  }
}

/** Names and values of all attributes, in bytes. */
export const itemBytes = (item: WireItem): number =>
  Object.entries(item).reduce((sum, [name, wire]) => sum + Buffer.byteLength(name) + valueBytes(wire), 0);

const unitsOf = (item: WireItem): number => Math.max(1, Math.ceil(itemBytes(item) / UNIT_BYTES));

/** A new item is projected into each index whose keys it has: its keys, which are one unit, or all of it. */
const indexWrites = (item: WireItem): number =>
  KEY_INDEXES.filter((index) => `${index}pk` in item).length +
  ITEM_INDEXES.filter((index) => `${index}pk` in item).length * unitsOf(item);

/**
 * Units of a transaction that made or changed the items that `stored` answers by key as they are now. Updates are taken to
 * leave index keys alone; a check costs like a write.
 */
export function transactionUnits(
  items: readonly WireTransactItem[],
  stored: (key: WireItem) => WireItem | undefined,
): number {
  return items.reduce((sum, { Put, Update, Delete, ConditionCheck }) => {
    if (Put) return sum + TRANSACTIONAL * unitsOf(Put.Item) + indexWrites(Put.Item);
    const key = (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
    return sum + TRANSACTIONAL * unitsOf(stored(key) ?? {});
  }, 0);
}
