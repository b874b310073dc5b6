// The rows that every domain has: read units of its lists with few and with many items, and write units of its operations.
import type { Table, Write } from '../../../../entities/_base/table/table.ts';
import type { ApiReply } from '../../../support/http.ts';
import type { meteredTable } from '../../../support/metered-table.ts';
import { BUDGETS } from '../../budgets.ts';
import type { Bench } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { storeItems } from '../../tables/stored-items.ts';
import { endpointOf } from '../../tables/table-endpoint.ts';

const FEW = 200;
/** A page is one Query of a fixed size: ten thousand items show whether its cost grows, in a tenth of the time. */
const MANY = 10_000;
const FULL_MANY = 100_000;
const QUICK_MANY = 2_000;

type Meter = ReturnType<typeof meteredTable>['meter'];
type Get = (path: string) => Promise<ApiReply>;

export interface List {
  /** With its filters, without `limit`. */
  readonly path: string;
  /** The budget; CHANGING by default. */
  readonly kind?: 'once' | 'changing';
  /** The items that the product allows at most: the list is read with all of them. */
  readonly most?: number;
  /** The items that a page of 50 shows at least, if a filter lets it be short; 50 by default. */
  readonly atLeast?: number;
}

export interface Lists {
  readonly table: Table;
  readonly meter: Meter;
  readonly get: Get;
  readonly lists: readonly List[];
  /** Item number `index` of each list. */
  readonly itemsOf: (index: number) => readonly Write[];
}

const thousands = (count: number): string => count.toLocaleString('en');

/** The read units of a page of 50 of each list. */
async function unitsOf({ meter, get, lists }: Lists): Promise<Map<List, number>> {
  const units = new Map<List, number>();
  for (const list of lists) {
    const paged = `${list.path}${list.path.includes('?') ? '&' : '?'}limit=50`;
    // A list with a bound may have no pages.
    const wanted = list.most === undefined ? paged : list.path;
    const { result, readUnits } = await meter(() => get(wanted));
    const found = result.body.items?.length;
    const atLeast = list.atLeast ?? list.most ?? 50;
    if (result.status !== 200 || found < atLeast) throw new Error(`${wanted} answered ${found}: ${result.text}`);
    units.set(list, readUnits);
  }
  return units;
}

/** Ids are long and say nothing. */
const shown = (path: string): string =>
  path.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'id').replaceAll(/sha256:\w+/g, 'digest');

/** Two rows of each list: its read units with many items, and those over the read units with few. */
export async function listRows({ isQuick, isFull, say }: Bench, lists: Lists): Promise<Row[]> {
  const endpoint = await endpointOf(lists.table);
  const fill = (from: number, to: number) => storeItems(endpoint, lists.table.name, from, to, lists.itemsOf);
  const many = isQuick ? QUICK_MANY : isFull ? FULL_MANY : MANY;
  await fill(0, FEW);
  const few = await unitsOf(lists);
  const started = performance.now();
  await fill(FEW, many);
  const [first] = lists.lists;
  say(`${first?.path}: ${thousands(many)} stored in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  const units = await unitsOf(lists);
  return [...units].flatMap(([list, measured]): Row[] => {
    const what = `GET ${shown(list.path)}`;
    const allowed = BUDGETS.listOf50[list.kind ?? 'changing'];
    if (list.most !== undefined)
      return [{ what: `${what}, of ${list.most} at most`, measured, allowed, unit: 'units' }];
    const before = few.get(list) ?? Number.NaN;
    return [
      { what: `${what}, of ${thousands(many)}`, measured, allowed, unit: 'units' },
      {
        what: `${what}, of ${thousands(many)}, over ${before} units of ${FEW}`,
        ...{ measured: measured / before, allowed: BUDGETS.listReadUnits, unit: 'times' },
      },
    ];
  });
}

type Send<More extends unknown[]> = (method: string, path: string, body?: unknown, ...more: More) => Promise<ApiReply>;

/** Measures the write units of requests, in an order in which each finds what it changes. */
export function operationRows<More extends unknown[]>(meter: Meter, send: Send<More>) {
  const rows: Row[] = [];
  async function measure(what: string, method: string, path: string, body?: unknown, ...more: More) {
    const { result, writeUnits } = await meter(() => send(method, path, body, ...more));
    if (result.status >= 300 !== what.startsWith('refuse')) throw new Error(`${method} ${path}: ${result.text}`);
    rows.push({ what: `${what}, as reported`, measured: writeUnits, unit: 'units' });
    return result.body;
  }
  return { rows, measure };
}
