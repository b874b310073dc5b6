// Binds the cursors of every list to its operation and filters: a cursor with another filter is refused, also where the stored order would
// let it continue. The lists themselves bind it to their partition. Other routes may have a `cursor` of their own.
import { createHash } from 'node:crypto';
import { invalidCursor } from '../../../entities/_base/table/page.ts';
import type { Route } from '../manifest.ts';

/** These parameters choose no items, so they may change from page to page. */
const FREE = ['cursor', 'limit', 'total'];

type Query = Readonly<Record<string, unknown>>;

interface Listing {
  /** Of the operation. */
  readonly name: string;
  readonly route: Route;
}

/** The answer of a list: as JSON, or of another type with the cursor beside it. */
interface Paged {
  readonly body?: unknown;
  readonly nextCursor?: string;
}

/** Not a secret: an altered cursor reaches no more than a request without a cursor. */
function markOf(operation: string, query: Query): string {
  const filters = Object.entries(query)
    .filter(([name, value]) => !FREE.includes(name) && value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([operation, filters]))
    .digest('base64url')
    .slice(0, 10);
}

const isList = ({ method, query }: Route): boolean => method === 'GET' && 'cursor' in (query?.shape ?? {});

/** The query with the cursor that its operation gave out. Throws `request.invalid_cursor`. */
export function withoutMark({ name, route }: Listing, query: unknown): unknown {
  const { cursor, ...rest } = query as Query;
  if (!isList(route) || typeof cursor !== 'string') return query;
  const mark = `.${markOf(name, rest)}`;
  if (!cursor.endsWith(mark)) throw invalidCursor();
  return { ...rest, cursor: cursor.slice(0, -mark.length) };
}

export function withMark<R extends Paged>({ name, route }: Listing, query: unknown, reply: R): R {
  if (!isList(route)) return reply;
  const marked = (cursor: string) => `${cursor}.${markOf(name, query as Query)}`;
  if (reply.nextCursor !== undefined) return { ...reply, nextCursor: marked(reply.nextCursor) };
  const { nextCursor } = (reply.body ?? {}) as { readonly nextCursor?: unknown };
  return typeof nextCursor === 'string'
    ? { ...reply, body: { ...(reply.body as object), nextCursor: marked(nextCursor) } }
    : reply;
}
