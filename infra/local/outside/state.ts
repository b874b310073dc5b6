// Durable state of the stand-ins: for each service, collections of JSON values by key, in order of first writing.
// The caller (outside.ts) wraps each request in one transaction.
import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../contracts.ts';

/** One service's collections. Each stand-in defines the items of its collections: it reads back what it wrote. */
export interface State {
  get<T extends Json>(collection: string, key: string): T | undefined;
  /** Writes or replaces, and answers the value; a replaced value keeps its place in the order. */
  put<T extends Json>(collection: string, key: string, value: T): T;
  delete(collection: string, key: string): void;
  /** Values in order of first writing, of keys that begin with `prefix`. */
  list<T extends Json>(collection: string, prefix?: string): T[];
  /** 1, 2, 3, … for each counter name. */
  next(counter: string): number;
}

export type StateOf = (service: string) => State;

/** Creates the table if needed and answers the state of any service. */
export function openState(db: DatabaseSync): StateOf {
  db.exec(`CREATE TABLE IF NOT EXISTS outside_state (
    service TEXT NOT NULL, collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    UNIQUE (service, collection, key)
  )`);
  const select = db.prepare('SELECT value FROM outside_state WHERE service = ? AND collection = ? AND key = ?');
  const upsert = db.prepare(
    `INSERT INTO outside_state (service, collection, key, value) VALUES (?, ?, ?, ?)
     ON CONFLICT (service, collection, key) DO UPDATE SET value = excluded.value`,
  );
  const remove = db.prepare('DELETE FROM outside_state WHERE service = ? AND collection = ? AND key = ?');
  const all = db.prepare(
    `SELECT value FROM outside_state WHERE service = ? AND collection = ? AND substr(key, 1, length(?)) = ?
     ORDER BY rowid`,
  );

  return (service) => {
    const state: State = {
      get<T extends Json>(collection: string, key: string): T | undefined {
        const row = select.get(service, collection, key);
        return row ? (JSON.parse(String(row.value)) as T) : undefined;
      },
      put(collection, key, value) {
        upsert.run(service, collection, key, JSON.stringify(value));
        return value;
      },
      delete(collection, key) {
        remove.run(service, collection, key);
      },
      list<T extends Json>(collection: string, prefix = ''): T[] {
        return all.all(service, collection, prefix, prefix).map((row) => JSON.parse(String(row.value)) as T);
      },
      next(counter) {
        return state.put('counters', counter, (state.get<number>('counters', counter) ?? 0) + 1);
      },
    };
    return state;
  };
}
